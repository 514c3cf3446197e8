"""The workflow of policy pages is named by a setting; until now it was found by its title."""

import django.db.models.deletion
from django.db import migrations, models

TITLE = "Validation juridique"


def name_it(apps, schema_editor):
    known = apps.get_model("wagtailcore", "Workflow").objects.filter(name=TITLE, active=True)
    workflow = known.order_by("pk").first()
    if workflow:
        apps.get_model("editorial", "NewsroomSettings").objects.update_or_create(
            pk=1, defaults={"policy_workflow": workflow}
        )


class Migration(migrations.Migration):
    dependencies = [("editorial", "0019_asset_proposals")]
    operations = [
        migrations.AlterModelOptions(
            name="newsroomsettings",
            options={"default_permissions": ("change",), "verbose_name": "newsroom"},
        ),
        migrations.AddField(
            model_name="newsroomsettings",
            name="policy_workflow",
            field=models.ForeignKey(
                blank=True,
                null=True,
                help_text="New policy pages (legal notice, privacy, terms) go through it. Without one they go through the workflow of articles.",
                limit_choices_to={"active": True},
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="wagtailcore.workflow",
                verbose_name="workflow of policy pages",
            ),
        ),
        migrations.RunPython(name_it, migrations.RunPython.noop),
    ]
