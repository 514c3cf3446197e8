"""The lists of articles: which articles each one shows, in order, and how many these are.

The table `ListedArticle` has an entry for each article of each list, in an index by date; the table
`ListCount` has the numbers. So the fortieth page of a section of fifty thousand articles costs what
the first page of a small one does, and no request counts them.

Both follow from pages, tags and bylines; `news.lists` writes them in the transaction of each
change, and mends them every night.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from django.db import connection, models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from delivery.pages.dependencies import depends_instead
from news.months import Month, month_between

if TYPE_CHECKING:
    from news.models import Author, Tag

# The key of the list of all articles, which la Une and the sitemaps read.
EVERYTHING = 0
# How the tag of a list begins, which a change of its entries or numbers changes; that of any page
# which is moved; and what a reader of lists depends on otherwise (`news.dependencies`).
LISTED = "listed:"
ALL_LISTS = frozenset({"news_listedarticle", "news_listcount"})
MOVED = "moved"
ALL_ARTICLES = ALL_LISTS | {"articles", "pages"}
# The depth of the front page, of which there is one: all articles are below it.
FRONT = 2


class ListKind(models.TextChoices):
    """What a list belongs to; its key is that of a section, a tag or an author."""

    SECTION = "s", _("Section")
    TAG = "t", _("Tag")
    AUTHOR = "a", _("Author")


class ListedArticle(models.Model):
    """An article in a list where readers find it, by the date of its first publication.

    It is in the list of each section above it, and in that of all articles.
    """

    kind = models.CharField(max_length=1, choices=ListKind.choices)
    key = models.BigIntegerField()
    at = models.DateTimeField()
    # The first constraint is its index.
    article = models.ForeignKey(
        "news.ArticlePage", on_delete=models.CASCADE, related_name="listed", db_index=False
    )

    class Meta:
        verbose_name = _("article in a list")
        verbose_name_plural = _("articles in lists")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["article", "kind", "key"], name="news_listed_article_once"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["kind", "key", "at", "article"], name="news_listed_in_order")
        ]

    def __str__(self) -> str:
        return f"{self.kind}{self.key} {self.article_id}"


class ListCount(models.Model):
    """The number of articles of a list.

    month: such as 2026-11, for a section; "" for the number of all its articles.
    """

    kind = models.CharField(max_length=1, blank=True)
    key = models.BigIntegerField()
    month = models.CharField(max_length=7, blank=True)
    number = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("number of articles in a list")
        verbose_name_plural = _("numbers of articles in lists")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "key", "month"], name="news_list_counted_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["kind", "month", "-number"], name="news_list_by_number")
        ]

    def __str__(self) -> str:
        return f"{self.kind}{self.key} {self.month}: {self.number}"


@dataclass(frozen=True)
class ArticleList:
    """One list: the articles of a section, a tag or an author, all of them or those of a month."""

    kind: ListKind
    key: int
    month: str = ""

    def of_month(self, month: str | None) -> ArticleList:
        return ArticleList(self.kind, self.key, month or "")

    @property
    def tag(self) -> str:
        """What a page that shows some of the list depends on."""
        return f"{LISTED}{self.kind}{self.key}"

    @contextmanager
    def read(self) -> Iterator[None]:
        """Inside, articles of the list are loaded: of all articles, it depends on these."""
        with depends_instead([self.tag], ALL_ARTICLES):
            yield

    def count(self) -> int:
        numbers = ListCount.objects.filter(kind=self.kind, key=self.key, month=self.month)
        with self.read():
            return numbers.values_list("number", flat=True).first() or 0

    def entries(self) -> models.QuerySet[ListedArticle]:
        """The entries in order, the newest first."""
        entries = ListedArticle.objects.filter(kind=self.kind, key=self.key)
        if span := month_between(self.month):
            entries = entries.filter(at__gte=span[0], at__lt=span[1])
        return entries.order_by("-at", "-article_id")

    def around(self, at: datetime | None, article: int | None) -> tuple[int | None, int | None]:
        """The keys of the entries before and after the place of `article`, in one query.

        Before a draft, whose date `at` is not known, is the newest one.
        """
        if at is None:
            newest = self.entries().exclude(article=article).values_list("article_id", flat=True)
            return newest.first(), None
        place: list[Any] = [
            self.kind,
            self.key,
            connection.ops.adapt_datetimefield_value(at),
            article,
        ]
        with self.read(), connection.cursor() as cursor:
            cursor.execute(AROUND, [*place, *place])
            before, after = cursor.fetchone()
        return before, after

    def months(self) -> list[Month]:
        """The months in which something was first published, the newest first; of a section."""
        counted = ListCount.objects.filter(kind=self.kind, key=self.key).exclude(month="")
        found = counted.order_by("-month").values_list("month", "number")
        with self.read():
            return [Month.of(month, number) for month, number in found]


def everything() -> ArticleList:
    return ArticleList(ListKind.SECTION, EVERYTHING)


def below(page: Page) -> ArticleList:
    """The articles of a section, those of its sub-sections included; of the front page, all."""
    return ArticleList(ListKind.SECTION, page.pk if page.depth > FRONT else EVERYTHING)


def tagged(tag: Tag) -> ArticleList:
    return ArticleList(ListKind.TAG, tag.pk)


def signed_by(author: Author) -> ArticleList:
    return ArticleList(ListKind.AUTHOR, author.pk)


def numbers_of(kind: ListKind, keys: Collection[int]) -> dict[int, int]:
    """The number of articles of each of these lists that has any."""
    counted = ListCount.objects.filter(kind=kind, key__in=keys, month="")
    return dict(counted.values_list("key", "number"))


def not_empty(kind: ListKind) -> models.QuerySet[ListCount, int]:
    """The keys of the lists of that kind that hold an article."""
    return ListCount.objects.filter(kind=kind, month="", number__gt=0).values_list("key", flat=True)


# Of one list; Django's own unions take no queries that have limits on SQLite.
NEWEST = """
    SELECT * FROM (
        SELECT listed.key, listed.at, listed.article_id, page.path,
            COALESCE((SELECT one.number FROM news_listcount AS one
                WHERE one.kind = %s AND one.key = %s AND one.month = ''), 0) AS number,
            COALESCE((SELECT one.number FROM news_listcount AS one
                WHERE one.kind = %s AND one.key = %s AND one.month = ''), 0) AS of_all
        FROM news_listedarticle AS listed
        JOIN wagtailcore_page AS page ON page.id = listed.article_id
        WHERE listed.kind = %s AND listed.key = %s
        ORDER BY listed.at DESC, listed.article_id DESC LIMIT %s
    ) AS newest
"""


# Rows are compared as wholes, for which both databases use the index.
AROUND = """
    SELECT
        (SELECT article_id FROM news_listedarticle
            WHERE kind = %s AND key = %s AND (at, article_id) < (%s, %s)
            ORDER BY at DESC, article_id DESC LIMIT 1),
        (SELECT article_id FROM news_listedarticle
            WHERE kind = %s AND key = %s AND (at, article_id) > (%s, %s)
            ORDER BY at, article_id LIMIT 1)
"""


class NewestEntry(NamedTuple):
    """An entry of a list.

    path: of its article in the tree. number: of articles in the list. of_all: of all articles.
    """

    key: int
    at: datetime
    article_id: int
    path: str
    number: int
    of_all: int


def newest_entries(lists: Iterable[ArticleList], number: int) -> list[NewestEntry]:
    """The `number` newest entries of each of `lists`, in one query.

    Who asks depends on these lists, and on none of their articles moving; not on how many articles
    there are in all, which is another number with each publication.
    """
    asked = list(dict.fromkeys(lists))
    if not asked:
        return []
    params: list[Any] = []
    for one in asked:
        params += [one.kind, one.key, ListKind.SECTION, EVERYTHING, one.kind, one.key, number]
    tags = [MOVED, *(one.tag for one in asked)]
    with depends_instead(tags, ALL_ARTICLES), connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([NEWEST] * len(asked)), params)
        rows = cursor.fetchall()
    # SQLite has them in UTC and does not say so.
    return [NewestEntry(key, at.replace(tzinfo=UTC), *others) for key, at, *others in rows]
