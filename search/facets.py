"""By what a search can be narrowed, each with how many results it leaves."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from news.models import ArticleIndexPage, ArticleKind, ArticleTag, Author, Byline, Tag
from search.filters import Filters, Period
from search.models import Findable, Source

SHOWN = 8
# Authors, tags and dates are counted among the newest results, so that a word that stands
# everywhere costs no more than any other.
COUNTED_NEWEST = 2_000

PERIODS = {
    Period.TODAY: _("Today"),
    Period.WEEK: _("Last 7 days"),
    Period.MONTH: _("This month"),
    Period.YEAR: _("This year"),
}
KINDS = {**dict(ArticleKind.choices), Source.PAGE: _("The paper"), Source.DOCUMENT: _("Document")}


@dataclass(frozen=True)
class Value:
    label: Any
    count: int
    params: str


@dataclass(frozen=True)
class Facet:
    label: Any
    values: list[Value]


@dataclass(frozen=True)
class Chosen:
    """What narrows the search now; `params` lead to the same search without it."""

    label: Any
    params: str


def chosen(filters: Filters, given: dict[str, str]) -> list[Chosen]:
    labels: list[tuple[Any, tuple[str, ...]]] = []
    if filters.rubrique:
        section = ArticleIndexPage.objects.live().filter(slug=filters.rubrique).first()
        labels.append((section.title if section else filters.rubrique, ("rubrique",)))
    if filters.auteur:
        author = Author.objects.filter(slug=filters.auteur).first()
        labels.append((author or filters.auteur, ("auteur",)))
    if filters.mot_cle:
        tag = Tag.objects.filter(slug=filters.mot_cle).first()
        labels.append((tag or filters.mot_cle, ("mot_cle",)))
    if filters.genre:
        labels.append((KINDS[filters.genre], ("genre",)))
    if filters.date:
        labels.append((PERIODS[Period(filters.date)], ("date",)))
    elif filters.du or filters.au:
        label = _("From %(since)s to %(until)s") % {
            "since": filters.du or "…",
            "until": filters.au or "…",
        }
        labels.append((label, ("du", "au")))
    return [Chosen(label, filters.without(*names).query_string(**given)) for label, names in labels]


def facets(found: QuerySet[Findable], filters: Filters, given: dict[str, str]) -> list[Facet]:
    """Those that narrow `found` further, in the order in which readers think of them."""

    def facet(label: Any, name: str, counts: Iterable[tuple[str, Any, int]]) -> Facet:
        values = [
            Value(text, count, filters.with_(name, value).query_string(**given))
            for value, text, count in counts
            if count
        ]
        return Facet(label, sorted(values, key=lambda value: -value.count)[:SHOWN])

    groups = list(
        found.order_by()
        .values("source", "section_id", "kind")
        .annotate(number=Count("entry_id"))
        .values_list("source", "section_id", "kind", "number")
    )
    newest = found.order_by("-published_at").values_list("object_id", "source")[:COUNTED_NEWEST]
    articles = [pk for pk, source in newest if source == Source.ARTICLE]
    made = []
    if not filters.rubrique:
        made.append(facet(_("Section"), "rubrique", _sections(groups)))
    if not filters.genre:
        made.append(facet(_("Kind"), "genre", _kinds(groups)))
    if not filters.auteur:
        made.append(facet(_("Author"), "auteur", _authors(articles)))
    if not filters.mot_cle:
        made.append(facet(_("Tag"), "mot_cle", _tags(articles)))
    if not (filters.date or filters.du or filters.au):
        made.append(facet(_("Date"), "date", _periods(found, filters)))
    return [facet for facet in made if len(facet.values) > 1 or facet.label == _("Date")]


def _sections(groups: list[tuple[Any, ...]]) -> Iterable[tuple[str, Any, int]]:
    counts: dict[int, int] = {}
    for _source, section, _kind, number in groups:
        if section:
            counts[section] = counts.get(section, 0) + number
    shown = ArticleIndexPage.objects.live().public().filter(pk__in=counts)
    for pk, slug, title in shown.values_list("pk", "slug", "title"):
        yield slug, title, counts[pk]


def _kinds(groups: list[tuple[Any, ...]]) -> Iterable[tuple[str, Any, int]]:
    counts: dict[str, int] = {}
    for source, _section, kind, number in groups:
        value = kind if source == Source.ARTICLE else source
        counts[value] = counts.get(value, 0) + number
    return [(value, KINDS[value], number) for value, number in counts.items() if value in KINDS]


def _authors(articles: list[int]) -> Iterable[tuple[str, Any, int]]:
    signed = Byline.objects.filter(article__in=articles).order_by()
    counted = signed.values("author__slug", "author__name").annotate(
        number=Count("article", distinct=True)
    )
    return counted.values_list("author__slug", "author__name", "number").order_by("-number")[:SHOWN]


def _tags(articles: list[int]) -> Iterable[tuple[str, Any, int]]:
    tagged = ArticleTag.objects.filter(content_object__in=articles).order_by()
    counted = tagged.values("tag__slug", "tag__name").annotate(
        number=Count("content_object", distinct=True)
    )
    return counted.values_list("tag__slug", "tag__name", "number").order_by("-number")[:SHOWN]


def _periods(found: QuerySet[Findable], filters: Filters) -> Iterable[tuple[str, Any, int]]:
    begins = [(period, filters.with_("date", period).span()[0]) for period in Period]
    spans = {period: since for period, since in begins if since}
    # Nothing older can count.
    recent = found.order_by().filter(published_at__gte=min(spans.values()))
    counts = recent.aggregate(
        **{
            period.name: Count("entry_id", filter=Q(published_at__gte=since))
            for period, since in spans.items()
        }
    )
    return [(period, PERIODS[period], counts[period.name]) for period in Period]
