from collections import Counter

from django.db import migrations, models
from django.utils import timezone

VISIBLE = """
    page.live AND page.first_published_at IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM wagtailcore_pageviewrestriction AS barrier
        JOIN wagtailcore_page AS shut ON shut.id = barrier.page_id
        WHERE substr(page.path, 1, length(shut.path)) = shut.path
    )
"""
INSERT = "INSERT INTO news_listedarticle (kind, key, at, article_id)"
ARTICLES = "news_articlepage AS article JOIN wagtailcore_page AS page ON page.id = page_ptr_id"
STEP, FIRST_DEPTH = 4, 3


def list_articles(apps, schema_editor):
    """List what is published already: of each article the entries of `news.lists`."""
    Page = apps.get_model("wagtailcore", "Page")
    deepest = Page.objects.aggregate(depth=models.Max("depth"))["depth"] or 0
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            f"{INSERT} SELECT 's', 0, page.first_published_at, page.id"
            f" FROM {ARTICLES} WHERE {VISIBLE}"
        )
        for depth in range(FIRST_DEPTH, deepest):
            cursor.execute(
                f"{INSERT} SELECT 's', section.id, page.first_published_at, page.id"
                f" FROM {ARTICLES}"
                f" JOIN wagtailcore_page AS section"
                f" ON section.path = substr(page.path, 1, {STEP * depth})"
                f" WHERE page.depth > {depth} AND {VISIBLE}"
            )
        for kind, rows, key, ours in (
            ("t", "news_articletag", "tag_id", "content_object_id"),
            ("a", "news_byline", "author_id", "article_id"),
        ):
            cursor.execute(
                f"{INSERT} SELECT DISTINCT '{kind}', line.{key}, page.first_published_at, page.id"
                f" FROM {rows} AS line JOIN wagtailcore_page AS page ON page.id = line.{ours}"
                f" WHERE {VISIBLE}"
            )
    count(apps)


def count(apps):
    ListedArticle = apps.get_model("news", "ListedArticle")
    ListCount = apps.get_model("news", "ListCount")
    numbers = Counter()
    here = timezone.get_default_timezone()
    for kind, key, at in ListedArticle.objects.values_list("kind", "key", "at").iterator():
        numbers[kind, key, ""] += 1
        if kind == "s":
            numbers[kind, key, f"{at.astimezone(here):%Y-%m}"] += 1
    ListCount.objects.bulk_create(
        [ListCount(kind="", key=0, month="", number=0)]
        + [
            ListCount(kind=kind, key=key, month=month, number=number)
            for (kind, key, month), number in numbers.items()
        ],
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("news", "0020_lists"),
    ]

    operations = [
        migrations.RunPython(list_articles, migrations.RunPython.noop, elidable=True),
    ]
