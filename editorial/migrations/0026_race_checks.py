"""The checks of race meetings, for a site that has its rules already."""

from django.db import migrations

CODES = ("race", "runners", "arrival", "selection", "dividends")


def add_rules(apps, schema_editor):
    from editorial.gates.defaults import default_rules

    GateRule = apps.get_model("editorial", "GateRule")
    for transition, kind, code, effect in default_rules():
        if code in CODES:
            GateRule.objects.get_or_create(
                transition=transition, kind=kind, code=code, defaults={"effect": effect}
            )


class Migration(migrations.Migration):

    dependencies = [
        ('editorial', '0025_figures'),
        ('news', '0022_races'),
    ]

    operations = [migrations.RunPython(add_rules, migrations.RunPython.noop)]
