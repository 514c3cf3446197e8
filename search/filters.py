"""The filters of a search, as its address says them."""

from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Self
from urllib.parse import urlencode

from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction, Page

from delivery.request_cache import kept_while_reading
from news.library import shown
from news.models import ArticleKind, Author, Tag
from news.visibility import below_q, shut_pages
from search.models import Source
from search.models.index import AUTHOR, TAG

MAX_SLUG = 255
# How long an answer counts, in seconds: the index is written a moment after a publication, and what
# is « of today » passes.
KEPT_FOR = 60


class Period(StrEnum):
    TODAY = "aujourdhui"
    WEEK = "7-jours"
    MONTH = "ce-mois"
    YEAR = "cette-annee"


@dataclass(frozen=True)
class Filters:
    """The filters that an address names; junk in it narrows nothing.

    rubrique, auteur and mot_cle are slugs; genre is one of ArticleKind or of Source.
    """

    rubrique: str = ""
    auteur: str = ""
    mot_cle: str = ""
    genre: str = ""
    date: str = ""
    du: str = ""
    au: str = ""

    @classmethod
    def read(cls, query: QueryDict) -> Self:
        read = {field.name: query.get(field.name, "")[:MAX_SLUG] for field in fields(cls)}
        read = {name: value.replace("\0", "") for name, value in read.items()}
        if read["genre"] not in {*ArticleKind.values, Source.PAGE, Source.DOCUMENT}:
            read["genre"] = ""
        if read["date"] not in set(Period):
            read["date"] = ""
        for name in ("du", "au"):
            read[name] = read[name] if _day(read[name]) else ""
        return cls(**read)

    def __bool__(self) -> bool:
        return bool(self.as_dict())

    def as_dict(self) -> dict[str, str]:
        """Return the filters by name, without empty ones."""
        pairs = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in pairs.items() if value}

    def without(self, *names: str) -> Self:
        return replace(self, **dict.fromkeys(names, ""))

    def query_string(self, **more: str) -> str:
        given = {name: value for name, value in more.items() if value}
        return urlencode({**given, **self.as_dict()})

    def condition(self) -> Q:
        """Return the condition that results meet."""
        met = Q()
        if self.genre in (Source.PAGE, Source.DOCUMENT):
            met &= Q(source=self.genre)
        elif self.genre:
            met &= Q(source=Source.ARTICLE, kind=self.genre)
        if self.rubrique:
            sections = Page.objects.filter(slug=self.rubrique).values_list("pk", flat=True)
            met &= Q(section_id__in=list(sections[:50]))
        if self.auteur:
            met &= _has_facet(AUTHOR, Author.objects.filter(slug=self.auteur).first())
        if self.mot_cle:
            met &= _has_facet(TAG, Tag.objects.at_address(self.mot_cle))
        since, until = self.date_range()
        if since:
            met &= Q(published_at__gte=since)
        return met & Q(published_at__lt=until) if until else met

    def date_range(self) -> tuple[datetime | None, datetime | None]:
        """Return from when and until just before when, in the site's time zone."""
        today = timezone.localdate()
        begins = {
            Period.TODAY: today,
            Period.WEEK: today - timedelta(days=6),
            Period.MONTH: today.replace(day=1),
            Period.YEAR: today.replace(month=1, day=1),
        }
        since = begins[Period(self.date)] if self.date else _day(self.du)
        until = None if self.date else _day(self.au)
        return (
            _midnight(since) if since else None,
            _midnight(until + timedelta(days=1)) if until else None,
        )


def open_to_readers() -> Q:
    """Return the condition for what needs no password; of documents, those readers are shown."""
    is_open = ~Q(source=Source.DOCUMENT) | Q(object_id__in=shown(get_document_model()))
    for page in shut_pages():
        behind = Page.objects.filter(below_q(page.path, inclusive=True)).values("pk")
        is_open &= ~(~Q(source=Source.DOCUMENT) & Q(object_id__in=behind))
    for path in kept_while_reading("shut collections", _shut_collections):
        closed = Collection.objects.filter(path__startswith=path)
        behind = get_document_model().objects.filter(collection__in=closed).values("pk")
        is_open &= ~(Q(source=Source.DOCUMENT) & Q(object_id__in=behind))
    return is_open


def _shut_collections() -> list[str]:
    return list(CollectionViewRestriction.objects.values_list("collection__path", flat=True))


def _has_facet(facet: str, thing: Author | Tag | None) -> Q:
    return Q(facets__contains=f" {facet}{thing.pk if thing else None} ")


def _day(text: str) -> date | None:
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day and 1 < day.year < 9000 else None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))


# The parameters of an address that narrow a search.
FILTERS = tuple(field.name for field in fields(Filters))
