"""Indexes of Wagtail's table of pages: for its tree, and for the columns of the list of articles."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TABLE = "wagtailcore_page"
INDEXES = {
    # The children of a page, without those below them.
    "editorial_page_by_depth": "depth, path",
    "editorial_page_by_change": "content_type_id, latest_revision_created_at DESC NULLS LAST",
    "editorial_page_by_title": "content_type_id, title",
    "editorial_page_by_state": "content_type_id, live",
    "editorial_page_by_publication": "last_published_at",
}
# Of the few pages that these hold of: the key, and which pages.
FEW = {
    "editorial_page_that_expires": ("expire_at", "expire_at IS NOT NULL"),
    "editorial_page_locked": ("locked_at", "locked"),
}


def create(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for name, columns in INDEXES.items():
        if schema_editor.connection.vendor == "sqlite":
            # SQLite sorts them so by itself, and takes no such words in an index.
            columns = columns.replace(" NULLS LAST", "")
        schema_editor.execute(f"CREATE INDEX IF NOT EXISTS {name} ON {TABLE} ({columns})")
    for name, (columns, few) in FEW.items():
        schema_editor.execute(
            f"CREATE INDEX IF NOT EXISTS {name} ON {TABLE} ({columns}) WHERE {few}"
        )


def drop(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for name in [*INDEXES, *FEW]:
        schema_editor.execute(f"DROP INDEX IF EXISTS {name}")


class Migration(migrations.Migration):
    dependencies = [
        ("editorial", "0020_policy_workflow"),
        ("wagtailcore", "0098_apitoken"),
    ]
    operations = [migrations.RunPython(create, drop)]
