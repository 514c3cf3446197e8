from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations


def let_chief_editors_redirect(apps, schema_editor):
    """Django makes permissions after the last migration, which is too late for this one."""
    alias = schema_editor.connection.alias
    config = installed.get_app_config("wagtailredirects")
    create_permissions(config, apps=apps, verbosity=0, using=alias)
    permissions = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="wagtailredirects",
        codename__in=["add_redirect", "change_redirect", "delete_redirect"],
    )
    for group in apps.get_model("auth", "Group").objects.filter(name="Chief editors"):
        group.permissions.add(*permissions)


class Migration(migrations.Migration):
    dependencies = [
        ("editorial", "0017_urgent_alerts"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
    ]
    operations = [migrations.RunPython(let_chief_editors_redirect, migrations.RunPython.noop)]
