"""The page above all others is met in lists and choosers, where Wagtail calls it “Root”."""

from typing import Any

from django.db import migrations

WAGTAILS, OURS = "Root", "Tout le site"


def rename(apps: Any, old: str, new: str) -> None:
    pages = apps.get_model("wagtailcore", "Page").objects
    pages.filter(depth=1, title=old).update(title=new, draft_title=new)


def forwards(apps: Any, schema_editor: Any) -> None:
    rename(apps, WAGTAILS, OURS)


def backwards(apps: Any, schema_editor: Any) -> None:
    rename(apps, OURS, WAGTAILS)


class Migration(migrations.Migration):
    dependencies = [("home", "0008_words_of_the_desk")]

    operations = [migrations.RunPython(forwards, backwards)]
