from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

GRANTED = ["view_dailyfigures", "add_dailyfigures", "change_trendsettings"]


def grant(apps, schema_editor):
    """Django makes permissions after the last migration, which is too late for this one."""
    alias = schema_editor.connection.alias
    create_permissions(installed.get_app_config("audience"), apps=apps, verbosity=0, using=alias)
    permissions = apps.get_model("auth", "Permission").objects
    granted = permissions.filter(content_type__app_label="audience", codename__in=GRANTED)
    for group in apps.get_model("auth", "Group").objects.filter(name="Chief editors"):
        group.permissions.add(*granted)


class Migration(migrations.Migration):
    dependencies = [
        ("editorial", "0024_comments_of_readers_wait"),
        ("audience", "0004_figures"),
    ]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
