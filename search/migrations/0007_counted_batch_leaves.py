"""Batches are kept by `jobs.counters`; a task that waits with an old batch no longer exists."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0006_indexed_item"),
    ]

    operations = [
        migrations.DeleteModel("CountedBatch"),
    ]
