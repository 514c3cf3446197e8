"""The facets by which a search can be narrowed, each value with its number of results."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from news.models import ArticleIndexPage, ArticleKind, Author, Tag
from search.facet_counts import FacetCounts
from search.filters import Filters, Period
from search.models import Source
from search.models.index import AUTHOR, KIND, SECTION, TAG

MAX_VALUES = 8
Label = str | Promise

PERIODS = {
    Period.TODAY: _("Today"),
    Period.WEEK: _("Last 7 days"),
    Period.MONTH: _("This month"),
    Period.YEAR: _("This year"),
}
KINDS = {**dict(ArticleKind.choices), Source.PAGE: _("The paper"), Source.DOCUMENT: _("Document")}


@dataclass(frozen=True)
class FacetValue:
    label: Label
    count: int
    params: str


@dataclass(frozen=True)
class Facet:
    label: Label
    values: list[FacetValue]


@dataclass(frozen=True)
class ActiveFilter:
    """A filter in use; `params` lead to the same search without it."""

    label: Label
    params: str


def active_filters(filters: Filters, given: dict[str, str]) -> list[ActiveFilter]:
    labels: list[tuple[Label, tuple[str, ...]]] = []
    if filters.rubrique:
        section = ArticleIndexPage.objects.live().filter(slug=filters.rubrique).first()
        labels.append((section.title if section else filters.rubrique, ("rubrique",)))
    if filters.auteur:
        author = Author.objects.filter(slug=filters.auteur).first()
        labels.append((author.name if author else filters.auteur, ("auteur",)))
    if filters.mot_cle:
        tag = Tag.objects.at_address(filters.mot_cle)
        labels.append((tag.name if tag else filters.mot_cle, ("mot_cle",)))
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
    return [
        ActiveFilter(label, filters.without(*names).query_string(**given))
        for label, names in labels
    ]


def facets(counted: FacetCounts, filters: Filters, given: dict[str, str]) -> list[Facet]:
    """Return the facets that narrow the results further, in the order readers think of them."""

    def facet(label: Label, name: str, counts: Iterable[tuple[str, Label, int]]) -> Facet:
        most = sorted((row for row in counts if row[2]), key=lambda row: -row[2])[:MAX_VALUES]
        values = [
            FacetValue(text, count, replace(filters, **{name: value}).query_string(**given))
            for value, text, count in most
        ]
        return Facet(label, values)

    made = []
    if not filters.rubrique:
        sections = ArticleIndexPage.objects.visible()
        made.append(facet(_("Section"), "rubrique", _counts(counted, SECTION, sections, "title")))
    if not filters.genre:
        made.append(facet(_("Kind"), "genre", _kinds(counted)))
    if not filters.auteur:
        authors = Author.objects.all()
        made.append(facet(_("Author"), "auteur", _counts(counted, AUTHOR, authors, "name")))
    if not filters.mot_cle:
        made.append(facet(_("Tag"), "mot_cle", _counts(counted, TAG, Tag.objects.all(), "name")))
    if not (filters.date or filters.du or filters.au):
        periods = [(period, PERIODS[period], counted.since.get(period, 0)) for period in Period]
        made.append(facet(_("Date"), "date", periods))
    return [facet for facet in made if len(facet.values) > 1 or facet.label == _("Date")]


def _counts(
    counted: FacetCounts,
    mark: str,
    things: QuerySet[ArticleIndexPage] | QuerySet[Author] | QuerySet[Tag],
    name: str,
) -> Iterable[tuple[str, Label, int]]:
    """Yield slug, name and number of the things with `mark` that most results have."""
    counts = {
        int(token[1:]): number for token, number in counted.facets.most_common() if token[0] == mark
    }
    # Some more than are shown: one that is gone since, or closed, is left out.
    first = list(counts)[: 2 * MAX_VALUES]
    for pk, slug, label in things.filter(pk__in=first).values_list("pk", "slug", name):
        yield slug, label, counts[pk]


def _kinds(counted: FacetCounts) -> Iterable[tuple[str, Label, int]]:
    return [(value, label, counted.facets[f"{KIND}{value}"]) for value, label in KINDS.items()]
