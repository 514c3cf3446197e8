"""The page and the collection above all others are met in lists, where Wagtail calls them “Root”."""

from typing import Any

from django.db import migrations

WAGTAILS, PAGE, COLLECTION = "Root", "Tout le site", "Fonds commun"


def forwards(apps: Any, schema_editor: Any) -> None:
    pages = apps.get_model("wagtailcore", "Page").objects
    pages.filter(depth=1, title=WAGTAILS).update(title=PAGE, draft_title=PAGE)
    collections = apps.get_model("wagtailcore", "Collection").objects
    collections.filter(depth=1, name=WAGTAILS).update(name=COLLECTION)


def backwards(apps: Any, schema_editor: Any) -> None:
    pages = apps.get_model("wagtailcore", "Page").objects
    pages.filter(depth=1, title=PAGE).update(title=WAGTAILS, draft_title=WAGTAILS)
    collections = apps.get_model("wagtailcore", "Collection").objects
    collections.filter(depth=1, name=COLLECTION).update(name=WAGTAILS)


class Migration(migrations.Migration):
    dependencies = [("home", "0008_words_of_the_desk")]

    operations = [migrations.RunPython(forwards, backwards)]
