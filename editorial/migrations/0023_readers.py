from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

GRANTS = {
    "Moderators": ["moderate_comment", "view_comment"],
    "Chief editors": ["moderate_comment", "view_comment", "change_commentsettings"],
}


def grant(apps, schema_editor):
    """Django makes permissions after the last migration, which is too late for this one."""
    alias = schema_editor.connection.alias
    create_permissions(installed.get_app_config("audience"), apps=apps, verbosity=0, using=alias)
    permissions = apps.get_model("auth", "Permission").objects
    for name, codenames in GRANTS.items():
        granted = permissions.filter(content_type__app_label="audience", codename__in=codenames)
        for group in apps.get_model("auth", "Group").objects.filter(name=name):
            group.permissions.add(*granted)


class Migration(migrations.Migration):
    dependencies = [("editorial", "0022_indexes_of_reports"), ("audience", "0001_initial")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
