from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations


def let_chief_editors_promote(apps, schema_editor):
    """Django makes permissions after the last migration, which is too late for this one."""
    alias = schema_editor.connection.alias
    config = installed.get_app_config("wagtailsearchpromotions")
    create_permissions(config, apps=apps, verbosity=0, using=alias)
    permissions = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="wagtailsearchpromotions",
        codename__in=["add_searchpromotion", "change_searchpromotion", "delete_searchpromotion"],
    )
    for group in apps.get_model("auth", "Group").objects.filter(name="Chief editors"):
        group.permissions.add(*permissions)


class Migration(migrations.Migration):
    dependencies = [
        ("editorial", "0011_search"),
        ("wagtailsearchpromotions", "0008_query_verbose_name"),
    ]
    operations = [migrations.RunPython(let_chief_editors_promote, migrations.RunPython.noop)]
