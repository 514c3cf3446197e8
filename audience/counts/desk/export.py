"""The figures by article and day as a file: CSV, line by line, or XLSX."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from io import BytesIO
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.formats import number_format
from django.utils.translation import gettext
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from audience.counts.desk import report
from audience.counts.desk.report import Period
from jobs.listings import not_a_formula
from news.models import ArticlePage

CSV, XLSX = "csv", "xlsx"
FORMATS = (CSV, XLSX)
# A workbook is written in memory: so many rows take some seconds.
MOST_IN_XLSX = 50_000
CHUNK = 2_000
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class TooLong(Exception):
    """There are more rows than a workbook is written with; the text says so."""


class Line(NamedTuple):
    day: date
    title: str
    section: str
    address: str
    views: int
    imported: int
    shares: int
    depth: int | None
    seconds: int | None
    filtered: int


class Named(NamedTuple):
    title: str
    section: str
    address: str


def response(wanted: str, articles: QuerySet[ArticlePage], period: Period) -> HttpResponseBase:
    """Return the file in one of FORMATS. Raises TooLong."""
    rows = report.by_article_and_day(articles, period)
    name = f"lectures-{period.first}-{period.last}.{wanted}"
    if wanted == XLSX:
        number = rows.count()
        if number > MOST_IN_XLSX:
            raise TooLong(_too_long(number))
        book = _workbook(_lines(rows, articles, period))
        return FileResponse(book, as_attachment=True, content_type=SHEET, filename=name)
    streamed = StreamingHttpResponse(_as_csv(_lines(rows, articles, period)), "text/csv")
    streamed["Content-Disposition"] = f'attachment; filename="{name}"'
    return streamed


def headings() -> list[str]:
    return [
        gettext("Day"),
        gettext("Article"),
        gettext("Section"),
        gettext("Address"),
        gettext("Views"),
        gettext("Of these imported"),
        gettext("Shares"),
        gettext("Average depth, in %"),
        gettext("Average time, in seconds"),
        gettext("Left out: machines"),
    ]


def _lines(rows: Any, articles: QuerySet[ArticlePage], period: Period) -> Iterator[Line]:
    named = _names(report.rows_of(articles, period))
    nothing = Named("", "", "")
    for sums in rows.iterator(CHUNK):
        figures = report.figures_of(sums)
        depth = None if figures.depth is None else round(figures.depth)
        yield Line(
            sums["day"],
            *named.get(sums["article"], nothing),
            figures.views,
            figures.imported,
            figures.shares,
            depth,
            figures.average_seconds,
            figures.filtered,
        )


def _names(rows: QuerySet[Any]) -> dict[int, Named]:
    """What each article of the file is called, looked up once and not for each day."""
    articles = ArticlePage.objects.filter(pk__in=rows.order_by().values("article"))
    listed = articles.only("title", "path", "url_path").prefetch_related("section")
    return {
        article.pk: Named(article.title, article.section.title, article.get_full_url() or "")
        for article in listed
    }


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def _as_csv(lines: Iterable[Line]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield writer.writerow(headings())
    for line in lines:
        safe = line._replace(title=not_a_formula(line.title), section=not_a_formula(line.section))
        yield writer.writerow(safe)


def _workbook(lines: Iterable[Line]) -> BytesIO:
    book = Workbook(write_only=True, iso_dates=True)
    sheet = book.create_sheet()
    sheet.append(headings())
    for line in lines:
        sheet.append([_cell(sheet, value) for value in line])
    written = BytesIO()
    book.save(written)
    written.seek(0)
    return written


def _cell(sheet: Any, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value))
    # A title that begins with “=” is a title.
    cell.data_type = "s"
    return cell


def _too_long(number: int) -> str:
    return gettext(
        "%(number)s rows are too many for XLSX, which takes %(most)s: download the CSV, or choose "
        "a shorter period or a section."
    ) % {
        "number": number_format(number, force_grouping=True),
        "most": number_format(MOST_IN_XLSX, force_grouping=True),
    }
