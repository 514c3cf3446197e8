"""« Lectures »: the figures of a period, on a page of the admin and as a file."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from accounts.requests import StaffRequest, unwrapped
from accounts.users import User
from audience.counts.desk import export, report
from audience.counts.desk.access import LOAD, figures_seen_by, has_figures
from audience.counts.desk.charts import Bar, bar_chart
from audience.counts.desk.report import Figures, Period, Report, Row
from news.models import ArticleIndexPage, ArticlePage, Author, Byline
from news.models.articles import ArticleQuerySet
from news.moments.dates import day, long_day

PERIODS = (1, 7, 30, 90)
USUAL = 7


@dataclass(frozen=True)
class Compared:
    """A number of the period beside that of the period before; unit: how it is written."""

    label: str
    now: float | None
    before: float | None
    unit: str = ""
    imported: int = 0

    @property
    def change(self) -> int | None:
        """By how many per cent it is more, or less."""
        if self.now is None or not self.before:
            return None
        return round(100 * (self.now - self.before) / self.before)


@dataclass(frozen=True)
class Asked:
    """What an address asks for: so many days, and the articles that are left by its filters."""

    days: int
    articles: ArticleQuerySet
    section: ArticleIndexPage | None
    author: Author | None
    article: ArticlePage | None

    @classmethod
    def by(cls, request: HttpRequest, user: User) -> "Asked":
        """Raises Http404 for a filter by what there is not, or is not seen."""
        days = _number(request, "days", USUAL)
        if days not in PERIODS:
            raise Http404
        articles = figures_seen_by(user)
        article = _found(articles, _number(request, "article"))
        section = _found(ArticleIndexPage.objects.all(), _number(request, "section"))
        author = _found(Author.objects.all(), _number(request, "author"))
        if article:
            articles = articles.filter(pk=article.pk)
        if section:
            articles = articles.filter(path__startswith=section.path)
        if author:
            articles = articles.filter(
                pk__in=Byline.objects.filter(author=author).values("article")
            )
        return cls(days, articles, section, author, article)

    def address(self, **changes: object) -> str:
        """The address of the same with something else; what is changed to None is left out."""
        chosen = {"section": self.section, "author": self.author, "article": self.article}
        kept = {name: value.pk for name, value in chosen.items() if value}
        asked = {"days": self.days, **kept, **changes}
        query = urlencode({name: str(value) for name, value in asked.items() if value is not None})
        return f"{reverse('figures')}?{query}"


class FiguresPage(WagtailAdminTemplateMixin, TemplateView):
    """A page of the desk's figures, with its way back."""

    request: StaffRequest
    header_icon = "view"
    user: User

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        super().setup(request, *args, **kwargs)
        self.user = unwrapped(request.user)
        if not self.may_open():
            raise PermissionDenied

    def may_open(self) -> bool:
        return has_figures(self.user)

    def get_breadcrumbs_items(self) -> list[dict[str, object]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]


class FiguresView(FiguresPage):
    template_name = "audience/figures/figures.html"
    page_title = _("Views")

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> Any:
        self.asked = Asked.by(request, self.user)
        self.period = Period.until_today(self.asked.days)
        wanted = request.GET.get("export")
        if wanted in export.FORMATS:
            return self.export(wanted)
        return self.render_to_response(self.get_context_data())

    def export(self, wanted: str) -> HttpResponseBase:
        try:
            return export.response(wanted, self.asked.articles, self.period)
        except export.TooLong as error:
            messages.warning(self.request, str(error))
            return redirect(self.asked.address())

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        asked = self.asked
        found = report.report(asked.articles, self.period)
        return super().get_context_data(**kwargs) | {
            "asked": asked,
            "report": found,
            "is_empty": found.now.is_empty(),
            "numbers": compared(found.now, found.before),
            "compared_with": compared_with(self.period),
            "chart": chart_of(found) if asked.days > 1 else "",
            "greatest": max(found.days, key=lambda row: row.figures.views),
            "periods": [(name_of(days), asked.address(days=days), days) for days in PERIODS],
            "tables": self.tables(found),
            "rising": report.rising(asked.articles),
            "most": report.MOST,
            "sections": ArticleIndexPage.objects.order_by("path").only("title", "depth", "path"),
            "authors": Author.objects.only("name"),
            "csv_url": asked.address(export=export.CSV),
            "xlsx_url": asked.address(export=export.XLSX),
            "without_article_url": asked.address(article=None),
            "may_load": self.user.has_perm(LOAD),
        }

    def tables(self, found: Report) -> list[dict[str, Any]]:
        """The tables below the chart, each with what its rows lead to."""
        return [
            self.table("articles", gettext("Articles"), found.articles, "article"),
            self.table("sections", gettext("Sections"), found.sections, "section"),
            self.table("channels", gettext("Channels"), found.channels),
            self.table("authors", gettext("Authors"), found.authors, "author"),
        ]

    def table(self, name: str, title: str, rows: list[Row], leads_to: str = "") -> dict[str, Any]:
        lines = [
            {
                "label": row.label,
                "url": self.asked.address(**{leads_to: row.key}) if leads_to and row.key else "",
                "figures": row.figures,
            }
            for row in rows
        ]
        return {"name": name, "title": title, "lines": lines}


def compared(now: Figures, before: Figures) -> list[Compared]:
    return [
        Compared(gettext("Views"), now.views, before.views, imported=now.imported),
        Compared(gettext("Shares"), now.shares, before.shares),
        Compared(gettext("Average depth"), now.depth, before.depth, "percent"),
        Compared(gettext("Average time"), now.average_seconds, before.average_seconds, "seconds"),
        Compared(gettext("Left out: machines"), now.filtered, before.filtered),
    ]


def name_of(days: int) -> str:
    if days == 1:
        return gettext("Today")
    return ngettext("%(number)s day", "%(number)s days", days) % {"number": days}


def compared_with(period: Period) -> str:
    """Say which days the numbers are of, and which they are compared with."""
    if period.days == 1:
        return gettext("Today so far, compared with the whole of yesterday.")
    before = period.before
    return gettext("From %(first)s to today, compared with %(from)s to %(to)s.") % {
        "first": day(period.first),
        "from": day(before.first),
        "to": day(before.last),
    }


def chart_of(found: Report) -> SafeString:
    bars = [
        Bar(
            row.figures.views - row.figures.imported,
            row.figures.imported,
            gettext("%(day)s: %(views)s views")
            % {"day": long_day(row.key), "views": _shown(row.figures.views)},
        )
        for row in found.days
    ]
    description = gettext("%(views)s views from %(first)s to %(last)s. A table below has each day.")
    return bar_chart(
        bars,
        "views",
        gettext("Views by day"),
        description
        % {
            "views": _shown(found.now.views),
            "first": day(found.period.first),
            "last": day(found.period.last),
        },
    )


def _shown(number: int) -> str:
    return str(number_format(number, force_grouping=True))


def _number(request: HttpRequest, name: str, usual: int | None = None) -> int | None:
    """The number that an argument of the address holds; Raises Http404 for anything else."""
    text = request.GET.get(name, "")
    if not text:
        return usual
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise Http404
    return int(text)


def _found(objects: Any, key: int | None) -> Any:
    if key is None:
        return None
    found = objects.filter(pk=key).first()
    if found is None:
        raise Http404
    return found
