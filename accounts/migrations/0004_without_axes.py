"""Sign-ins are counted in `TryCount`: what django-axes has kept of people's addresses goes."""

from django.db import migrations

TABLES = [
    "axes_accessattemptexpiration",
    "axes_accessattempt",
    "axes_accessfailurelog",
    "axes_accesslog",
]


def forget(apps, schema_editor):
    kept = set(schema_editor.connection.introspection.table_names())
    for table in TABLES:
        if table in kept:
            schema_editor.execute(schema_editor.sql_delete_table % {"table": table})
    apps.get_model("contenttypes", "ContentType").objects.filter(app_label="axes").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_sign_in_protection"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(forget, migrations.RunPython.noop, elidable=True)]
