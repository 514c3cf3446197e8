from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations


def let_chief_editors_arrange(apps, schema_editor):
    """Django makes permissions after the last migration, which is too late for this one."""
    alias = schema_editor.connection.alias
    create_permissions(installed.get_app_config("home"), apps=apps, verbosity=0, using=alias)
    permission = apps.get_model("auth", "Permission").objects.get(
        content_type__app_label="home", codename="add_frontpageversion"
    )
    for group in apps.get_model("auth", "Group").objects.filter(name="Chief editors"):
        group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [("editorial", "0006_gates"), ("home", "0004_front_page_version")]
    operations = [migrations.RunPython(let_chief_editors_arrange, migrations.RunPython.noop)]
