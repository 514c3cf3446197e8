"""What the newest articles were before: their versions, and who did what when."""

import json
from collections.abc import Sequence
from datetime import timedelta
from random import Random

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import prefetch_related_objects
from wagtail.models import Page, PageLogEntry, Revision

from demo.synthetic.rows import Row, insert, next_keys
from news.models import ArticlePage

FEWEST, MOST = 5, 20
WRITTEN_FOR = timedelta(hours=7)


def log(articles: Sequence[Row]) -> None:
    """Write who made and published each article."""
    insert(PageLogEntry, [entry for article in articles for entry in _log_of(article)])


def keep_versions(keys: Sequence[int], chance: Random) -> None:
    """Write the versions of these articles: the text grows, the last one is what readers see."""
    articles = list(ArticlePage.objects.filter(pk__in=keys).order_by("pk"))
    prefetch_related_objects(articles, "bylines", "tagged_items", "corrections")
    content_type = ContentType.objects.get_for_model(ArticlePage).pk
    base = ContentType.objects.get_for_model(Page).pk
    counts = [chance.randint(FEWEST, MOST) for _ in articles]
    numbers = iter(next_keys(Revision, sum(counts)))
    revisions: list[Row] = []
    entries: list[Row] = []
    for article, count in zip(articles, counts, strict=True):
        content = article.serializable_data()
        blocks = json.loads(content["body"])
        for step in range(1, count + 1):
            written = blocks[: max(1, len(blocks) * step // count)]
            at = article.first_published_at - WRITTEN_FOR * (count - step) / count
            draft = {"live": False, "first_published_at": None, "last_published_at": None}
            version = content | draft | {"body": json.dumps(written)}
            revision = {
                "id": next(numbers),
                "object_id": str(article.pk),
                "object_str": str(article),
                "content_type_id": content_type,
                "base_content_type_id": base,
                "created_at": at,
                "user_id": article.owner_id,
                "content": json.dumps(version, cls=DjangoJSONEncoder),
            }
            revisions.append(revision)
            entries.append(_entry(revision, "wagtail.edit", article.pk))
        article.live_revision_id = article.latest_revision_id = revision["id"]
    insert(Revision, revisions)
    insert(PageLogEntry, entries)
    Page.objects.bulk_update(articles, ["live_revision", "latest_revision"], batch_size=200)


def _log_of(article: Row) -> list[Row]:
    entry = {
        "page_id": article["id"],
        "label": article["title"],
        "content_type_id": article["content_type_id"],
        "user_id": article["owner_id"],
        "content_changed": True,
        "deleted": False,
        "data": "{}",
        "revision_id": None,
    }
    published = article["first_published_at"]
    return [
        entry | {"action": "wagtail.create", "timestamp": published - WRITTEN_FOR},
        entry | {"action": "wagtail.publish", "timestamp": published},
    ]


def _entry(revision: Row, action: str, page: int) -> Row:
    return {
        "page_id": page,
        "label": revision["object_str"],
        "action": action,
        "timestamp": revision["created_at"],
        "content_changed": True,
        "deleted": False,
        "content_type_id": revision["content_type_id"],
        "user_id": revision["user_id"],
        "revision_id": revision["id"],
        "data": "{}",
    }
