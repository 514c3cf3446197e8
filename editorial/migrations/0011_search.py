from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

NAMES = [
    "add_synonyms",
    "change_synonyms",
    "delete_synonyms",
    "change_searchsettings",
]


def let_chief_editors_keep_the_search(apps, schema_editor):
    """Django makes permissions after the last migration, which is too late for this one."""
    alias = schema_editor.connection.alias
    create_permissions(installed.get_app_config("search"), apps=apps, verbosity=0, using=alias)
    permissions = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="search", codename__in=NAMES
    )
    for group in apps.get_model("auth", "Group").objects.filter(name="Chief editors"):
        group.permissions.add(*permissions)


class Migration(migrations.Migration):
    dependencies = [("editorial", "0010_campaigns"), ("search", "0003_desk")]
    operations = [migrations.RunPython(let_chief_editors_keep_the_search, migrations.RunPython.noop)]
