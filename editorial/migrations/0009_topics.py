from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

GRANTS = {
    "Copy editors": ["add_topicpage", "change_topicpage"],
    "Chief editors": ["add_topicpage", "change_topicpage", "delete_topicpage"],
}


def let_editors_make_topics(apps, schema_editor):
    """Django makes permissions after the last migration, which is too late for this one."""
    alias = schema_editor.connection.alias
    create_permissions(installed.get_app_config("news"), apps=apps, verbosity=0, using=alias)
    permissions = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="news"
    )
    for group in apps.get_model("auth", "Group").objects.filter(name__in=GRANTS):
        group.permissions.add(*permissions.filter(codename__in=GRANTS[group.name]))


class Migration(migrations.Migration):
    dependencies = [("editorial", "0008_alerts"), ("news", "0006_topics")]
    operations = [migrations.RunPython(let_editors_make_topics, migrations.RunPython.noop)]
