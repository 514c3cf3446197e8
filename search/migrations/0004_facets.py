"""What is counted for the facets stands in one text, and PostgreSQL has an index of the words.

Wagtail's own indexes are of titles and of bodies; what is looked for may stand in both.
"""

from django.db import migrations, models

# Rows hold a page number or two and let the texts stand elsewhere: whoever counts matches reads a
# few megabytes instead of hundreds. Vectors that are read for phrases are not packed.
ENTRIES = "wagtailsearch_indexentry"
INDEX = f"""
SET LOCAL statement_timeout = 0;
ALTER TABLE {ENTRIES} SET (toast_tuple_target = 128);
ALTER TABLE {ENTRIES} ALTER COLUMN title SET STORAGE EXTERNAL;
ALTER TABLE {ENTRIES} ALTER COLUMN body SET STORAGE EXTERNAL;
CREATE INDEX search_entry_words ON {ENTRIES} USING gin ((title || body));
"""
UNDO = f"""
DROP INDEX search_entry_words;
ALTER TABLE {ENTRIES} ALTER COLUMN title SET STORAGE EXTENDED;
ALTER TABLE {ENTRIES} ALTER COLUMN body SET STORAGE EXTENDED;
ALTER TABLE {ENTRIES} RESET (toast_tuple_target);
"""


def on_postgresql(statements):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(statements)

    return run


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0003_desk"),
        ("wagtailsearch", "0010_add_text_fields"),
    ]

    operations = [
        migrations.AddField(
            model_name="findable",
            name="facets",
            field=models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="findable",
            name="entry_id",
            field=models.IntegerField(primary_key=True, serialize=False),
        ),
        migrations.RunPython(on_postgresql(INDEX), on_postgresql(UNDO)),
    ]
