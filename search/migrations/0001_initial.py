"""PostgreSQL: a text search configuration that stems French and ignores accents."""

from django.db import migrations

CONFIGURE = """
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE TEXT SEARCH CONFIGURATION actujet_french (COPY = french);
ALTER TEXT SEARCH CONFIGURATION actujet_french
    ALTER MAPPING FOR hword, hword_part, word WITH unaccent, french_stem;
"""


def on_postgresql(statement):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.RunPython(
            on_postgresql(CONFIGURE),
            on_postgresql("DROP TEXT SEARCH CONFIGURATION actujet_french"),
        )
    ]
