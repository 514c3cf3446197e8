"""Merges tags: their articles carry the kept one, their addresses and names lead to it."""

from collections.abc import Collection, Sequence

from django.db import transaction
from wagtail.log_actions import log

from accounts.models import User
from news import lists
from news.models import ArticleTag, Tag, TagAddress

MERGED = "news.tag.merge"
CHUNK = 500


class NothingToMerge(Exception):
    """Fewer than two of the tags are there still."""


class MergeTags:
    """Merges `others` into `kept`, in one transaction.

    Versions of articles are left as they are: from then on the kept tag is read where they name a
    merged one (`news.models.tags.with_merged_tags`).
    """

    def __init__(self, kept: Tag, others: Collection[Tag], user: User) -> None:
        self.kept, self.others, self.user = kept, others, user

    def check(self, kept: Tag | None, others: Sequence[Tag]) -> None:
        if kept is None or not others:
            raise NothingToMerge

    @transaction.atomic
    def execute(self) -> int:
        """Merge, and return how many articles carry the kept tag in the place of another."""
        keys = {tag.pk for tag in [self.kept, *self.others]}
        locked = Tag.objects.select_for_update().filter(pk__in=keys).order_by("pk").in_bulk()
        kept = locked.pop(self.kept.pk, None)
        others = sorted(locked.values(), key=lambda tag: tag.pk)
        self.check(kept, others)
        before = self._before(kept, others)
        rows = ArticleTag.objects.filter(tag__in=others)
        articles = list(rows.values_list("content_object", flat=True))
        changed = self._give_articles(kept, others)
        lists.refresh(articles)
        self._keep_addresses(kept, others)
        self._keep_words(kept, others)
        for tag in others:
            log(tag, "wagtail.delete", user=self.user, deleted=True)
            tag.delete()
        kept.save()  # The articles are indexed anew, and the key of a double is free.
        names = [tag.name for tag in others]
        data = {"names": names, "articles": changed, **before}
        log(kept, MERGED, user=self.user, data=data)
        return changed

    @staticmethod
    def _before(kept: Tag, others: Sequence[Tag]) -> dict[str, object]:
        """What it takes to split the tags again (`news.tag_desk.splitting`)."""

        def articles_of(tag: Tag) -> list[int]:
            return list(tag.tagged_articles.values_list("content_object", flat=True))

        def addresses_of(tag: Tag) -> list[str]:
            return list(tag.old_addresses.values_list("slug", flat=True))

        fields = ("pk", "name", "slug", "description", "spellings")
        merged = [
            {name: getattr(tag, name) for name in fields}
            | {"articles": articles_of(tag), "addresses": addresses_of(tag)}
            for tag in others
        ]
        return {
            "merged": merged,
            "kept_articles": articles_of(kept),
            "spellings": kept.spellings,
            "description": kept.description,
        }

    @staticmethod
    def _give_articles(kept: Tag, others: Sequence[Tag]) -> int:
        """In an article that carries several of them, the kept tag takes the first one's place."""
        have = set(kept.tagged_articles.values_list("content_object", flat=True))
        rows = ArticleTag.objects.filter(tag__in=others).order_by("pk")
        first: dict[int, int] = {}
        for row, article in rows.values_list("pk", "content_object"):
            if article not in have:
                first.setdefault(article, row)
        moved = list(first.values())
        for start in range(0, len(moved), CHUNK):
            ArticleTag.objects.filter(pk__in=moved[start : start + CHUNK]).update(tag=kept)
        ArticleTag.objects.filter(tag__in=others).delete()
        return len(moved)

    @staticmethod
    def _keep_addresses(kept: Tag, others: Sequence[Tag]) -> None:
        TagAddress.objects.filter(tag__in=others).update(tag=kept)
        TagAddress.objects.filter(slug__in=[tag.slug for tag in others]).delete()
        TagAddress.objects.bulk_create(
            TagAddress(slug=tag.slug, tag=kept, merged=tag.pk) for tag in others
        )

    @staticmethod
    def _keep_words(kept: Tag, others: Sequence[Tag]) -> None:
        spellings = [kept.spellings]
        for tag in others:
            spellings += [tag.name, tag.spellings]
            kept.description = kept.description or tag.description
        kept.spellings = "\n".join(filter(None, spellings))
