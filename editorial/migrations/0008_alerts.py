from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations


def let_editors_raise_alerts(apps, schema_editor):
    """Django makes permissions after the last migration, which is too late for this one."""
    alias = schema_editor.connection.alias
    create_permissions(installed.get_app_config("home"), apps=apps, verbosity=0, using=alias)
    permissions = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="home", codename__in=["add_alert", "change_alert", "delete_alert"]
    )
    for group in apps.get_model("auth", "Group").objects.filter(
        name__in=["Copy editors", "Chief editors"]
    ):
        group.permissions.add(*permissions)


class Migration(migrations.Migration):
    dependencies = [("editorial", "0007_front_page_desk"), ("home", "0005_alert")]
    operations = [migrations.RunPython(let_editors_raise_alerts, migrations.RunPython.noop)]
