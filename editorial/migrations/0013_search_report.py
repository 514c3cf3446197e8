from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations


def let_chief_editors_see_searches(apps, schema_editor):
    """Django makes permissions after the last migration, which is too late for this one."""
    alias = schema_editor.connection.alias
    create_permissions(installed.get_app_config("search"), apps=apps, verbosity=0, using=alias)
    permissions = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="search", codename="view_searchcount"
    )
    for group in apps.get_model("auth", "Group").objects.filter(name="Chief editors"):
        group.permissions.add(*permissions)


class Migration(migrations.Migration):
    dependencies = [("editorial", "0012_promoted_results"), ("search", "0005_counts")]
    operations = [migrations.RunPython(let_chief_editors_see_searches, migrations.RunPython.noop)]
