"""Indexes of what reports and the dashboard list by date."""

from django.db import migrations

INDEXES = {
    "editorial_workflow_by_start": "wagtailcore_workflowstate (created_at, id)",
    "editorial_workflow_by_state": "wagtailcore_workflowstate (status, base_content_type_id)",
    "editorial_step_by_start": "wagtailcore_taskstate (started_at, id)",
    "editorial_step_by_state": "wagtailcore_taskstate (status, task_id, started_at)",
    "editorial_page_by_last_change": "wagtailcore_page (latest_revision_created_at, id)",
    "editorial_page_by_owner": "wagtailcore_page (owner_id, latest_revision_created_at, id)",
    "editorial_page_unfinished": (
        "wagtailcore_page (latest_revision_created_at, id)"
        " WHERE NOT live OR has_unpublished_changes"
    ),
    "editorial_log_by_user": "wagtailcore_pagelogentry (user_id, action, timestamp, page_id)",
    "editorial_log_of_deleted": "wagtailcore_pagelogentry (page_id) WHERE deleted",
    "editorial_revision_due": (
        "wagtailcore_revision (base_content_type_id, approved_go_live_at)"
        " WHERE approved_go_live_at IS NOT NULL"
    ),
}


class Migration(migrations.Migration):
    dependencies = [
        ("editorial", "0021_indexes_of_lists"),
        ("wagtailcore", "0098_apitoken"),
    ]
    operations = [
        migrations.RunSQL(
            f"CREATE INDEX IF NOT EXISTS {name} ON {columns}", f"DROP INDEX IF EXISTS {name}"
        )
        for name, columns in INDEXES.items()
    ]
