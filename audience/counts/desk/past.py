"""Figures of the past, read from a file of another system: an article, a day, views.

What a row says is taken or refused, with the number of its line and a reason; nothing is guessed.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import IO, NamedTuple
from urllib.parse import unquote, urlsplit

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from accounts.accents import without_accents
from news.models import ArticlePage
from news.moments.reading import Unreadable, read_day

# So much is read into memory, and looked up while somebody waits.
MOST_BYTES = 10 * 1024 * 1024
MOST_LINES = 100_000
# Refused rows that are shown; all are counted.
MOST_SHOWN = 200
# Articles that are looked up in one query.
CHUNK = 500
# More than that, of one article on one day, is a slip.
MOST_VIEWS = 10_000_000
FIRST_YEAR = 1990

DELIMITERS = (";", ",", "\t")
NAMES = {
    "article": ("article", "adresse", "url", "lien", "chemin", "page", "path", "cle", "key"),
    "day": ("jour", "date", "day"),
    "views": ("lectures", "vues", "visites", "views", "pageviews"),
}
USUAL = {"article": 0, "day": 1, "views": 2}
WITH_YEAR = re.compile(r"[0-9]{4}|[0-9]{1,2}([/.-])[0-9]{1,2}\1[0-9]{2}$")
# Midnight is no hour: other systems write it after each day.
MIDNIGHT = re.compile(r"(?<=[0-9])[T ]0?0:00(:00(\.0+)?)?(Z|[+-][0-9:]+)?$")
SPACES = re.compile(r"[\s\u00a0\u2009\u202f]")
CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class UnreadableFile(Exception):
    """Nothing of the file is understood; the text says why."""


class Good(NamedTuple):
    line: int
    article: int
    day: date
    views: int


class Bad(NamedTuple):
    line: int
    said: str
    reason: str


class Raw(NamedTuple):
    """A row as it is written."""

    line: int
    article: str
    day: str
    views: str


@dataclass
class Understood:
    """What a file says. bad: the first of the refused rows, of which there are `refused`."""

    good: list[Good] = field(default_factory=list)
    bad: list[Bad] = field(default_factory=list)
    refused: int = 0

    def refuse(self, raw: Raw, reason: str) -> None:
        self.refused += 1
        if len(self.bad) < MOST_SHOWN:
            said = " ; ".join(part for part in (raw.article, raw.day, raw.views) if part)
            self.bad.append(Bad(raw.line, CONTROL.sub(" ", said)[:120], reason))

    @property
    def views(self) -> int:
        return sum(row.views for row in self.good)

    @property
    def articles(self) -> int:
        return len({row.article for row in self.good})

    @property
    def first(self) -> date:
        return min(row.day for row in self.good)

    @property
    def last(self) -> date:
        return max(row.day for row in self.good)


class Refused(Exception):
    """A row is refused; the text says why."""


def understand(file: IO[bytes]) -> Understood:
    """Read a file. Raises UnreadableFile where nothing of it is understood."""
    raws = list(_rows(_text(file)))
    articles = Articles({raw.article for raw in raws})
    understood, seen = Understood(), dict[tuple[int, date], int]()
    days: dict[str, date | str] = {}
    for raw in raws:
        try:
            if raw.day not in days:
                days[raw.day] = _day_or_reason(raw.day)
            row = Good(raw.line, articles.key_of(raw), _day(days[raw.day]), _views(raw.views))
            before = seen.setdefault((row.article, row.day), row.line)
            if before != row.line:
                raise Refused(
                    gettext("This article has that day on line %(line)s already.")
                    % {"line": before}
                )
        except Refused as refused:
            understood.refuse(raw, str(refused))
        else:
            understood.good.append(row)
    return understood


def _text(file: IO[bytes]) -> str:
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise UnreadableFile(
            gettext("The file has more than %(most)s MB: cut it into several.")
            % {"most": MOST_BYTES // 1024**2}
        )
    if content.startswith(b"PK\x03\x04"):
        raise UnreadableFile(gettext("This is a workbook: save it as CSV."))
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace").replace("\x00", " ")
    if b"\x00" in content:
        raise UnreadableFile(gettext("This is no text: save it as CSV."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _rows(text: str) -> Iterator[Raw]:
    """Yield the rows below the head. Raises UnreadableFile."""
    told = re.match(r"sep=(.)\r?\n", text, re.IGNORECASE)
    first = re.split(r"[\r\n]", text[told.end() if told else 0 :].lstrip(), maxsplit=1)[0]
    delimiter = told[1] if told and told[1] in DELIMITERS else _delimiter(first)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    places: dict[str, int] | None = None
    number = 0
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            raise UnreadableFile(_broken(line)) from error
        if not any(cell.strip() for cell in cells) or (told and line == 1):
            continue
        if places is None:
            places = _places(cells)
            if places is not None:
                continue
            places = USUAL
            if len(cells) < len(USUAL):
                raise UnreadableFile(_no_columns())
        number += 1
        if number > MOST_LINES:
            raise UnreadableFile(
                gettext("The file has more than %(most)s lines: cut it into several.")
                % {"most": number_format(MOST_LINES, force_grouping=True)}
            )
        yield Raw(line, *(_cell(cells, places[name]) for name in USUAL))
    if not number:
        raise UnreadableFile(gettext("There is no row in this file."))


def _delimiter(first: str) -> str:
    """The delimiter that makes most columns of the first line."""
    return max(DELIMITERS, key=lambda each: len(_split(first, each)))


def _split(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def _places(cells: list[str]) -> dict[str, int] | None:
    """In which column is what, if the first row says so; None if it holds figures already.

    Raises UnreadableFile for a head that lacks a column.
    """
    said = [re.sub("[^a-z]", "", without_accents(cell).casefold()) for cell in cells]
    found = {
        wanted: next((said.index(name) for name in names if name in said), None)
        for wanted, names in NAMES.items()
    }
    places = {wanted: place for wanted, place in found.items() if place is not None}
    if not places:
        return None
    if len(places) < len(NAMES):
        raise UnreadableFile(_no_columns())
    return places


def _cell(cells: list[str], place: int) -> str:
    return cells[place].strip() if place < len(cells) else ""


def _no_columns() -> str:
    return gettext(
        "Three columns are needed, separated by semicolons, commas or tabs: article, day, views. "
        "The first line may name them."
    )


def _broken(line: int) -> str:
    return gettext("Line %(line)s cannot be read: is a quotation mark missing?") % {"line": line}


def _day_or_reason(text: str) -> date | str:
    try:
        return _read_day(text)
    except Refused as refused:
        return str(refused)


def _day(found: date | str) -> date:
    if isinstance(found, str):
        raise Refused(found)
    return found


def _read_day(text: str) -> date:
    now = timezone.localtime()
    day = _iso(text) or _in_words(text, now)
    if day is None:
        raise Refused(gettext("This is no day: write 30/11/2026 or 2026-11-30."))
    if day > now.date():
        raise Refused(gettext("This day is still to come."))
    if day.year < FIRST_YEAR:
        raise Refused(gettext("This day is before %(year)s.") % {"year": FIRST_YEAR})
    return day


def _iso(text: str) -> date | None:
    """ISO 8601, such as 2026-11-30, 20261130 or 2026-11-30T00:00:00."""
    try:
        return date.fromisoformat(MIDNIGHT.sub("", text))
    except ValueError:
        return None


def _in_words(text: str, now: datetime) -> date | None:
    """As people write it, with its year: 30/11/2026, 30 novembre 2026."""
    bare = MIDNIGHT.sub("", text)
    try:
        return read_day(bare, now) if WITH_YEAR.search(bare) else None
    except Unreadable:
        return None


def _views(text: str) -> int:
    digits = SPACES.sub("", text)
    if not (digits.isascii() and digits.isdecimal()):
        raise Refused(gettext("This is no whole number of views."))
    if len(digits) > 12 or int(digits) > MOST_VIEWS:
        most = number_format(MOST_VIEWS, force_grouping=True)
        raise Refused(
            gettext("More than %(most)s views on one day must be a slip.") % {"most": most}
        )
    return int(digits)


class Articles:
    """The articles that a file names: by their key, or by address or path, or where they were."""

    def __init__(self, named: Iterable[str]) -> None:
        sites = list(Site.objects.select_related("root_page"))
        self.roots = {site.root_page.url_path for site in sites}
        self.by_host = {_bare_host(site.hostname): site.root_page.url_path for site in sites}
        self.found: dict[str, int] = {}
        listed = sorted(named)
        for start in range(0, len(listed), CHUNK):
            self._look_up(listed[start : start + CHUNK])

    def key_of(self, raw: Raw) -> int:
        """Raises Refused if there is no such article."""
        if not (raw.article and raw.day and raw.views):
            raise Refused(gettext("An article, a day and views are needed."))
        key = self.found.get(raw.article)
        if key is None:
            host = self._parts(raw.article)[0]
            if host and host not in self.by_host:
                raise Refused(
                    gettext("This address is of another site: %(host)s.")
                    % {"host": CONTROL.sub(" ", host)[:60]}
                )
            raise Refused(gettext("There is no article with this address, path or key."))
        return key

    def _look_up(self, named: list[str]) -> None:
        keys = {text: int(text) for text in named if _is_key(text)}
        paths = {text: self._paths(text) for text in named if text not in keys}
        there = set(ArticlePage.objects.filter(pk__in=keys.values()).values_list("pk", flat=True))
        self.found |= {text: key for text, key in keys.items() if key in there}
        by_path = self._by_path({path for some in paths.values() for path in some})
        for text, some in paths.items():
            key = next((by_path[path] for path in some if path in by_path), None)
            if key is not None:
                self.found[text] = key
        self._look_up_moved([text for text in paths if text not in self.found])

    def _by_path(self, paths: set[str]) -> dict[str, int]:
        # The last part of an address has an index, the whole of it has none.
        slugs = {path.rstrip("/").rpartition("/")[2] for path in paths}
        found = ArticlePage.objects.filter(slug__in=slugs, url_path__in=paths).order_by()
        return dict(found.values_list("url_path", "pk"))

    def _look_up_moved(self, named: list[str]) -> None:
        """Those that a redirect leads from there to where they are."""
        old = {text: f"/{path}" for text in named if (path := self._known_path(text))}
        moved = Redirect.objects.filter(
            old_path__in=set(old.values()), redirect_page__in=ArticlePage.objects.values("pk")
        )
        leads_to = dict(moved.values_list("old_path", "redirect_page"))
        self.found |= {text: leads_to[path] for text, path in old.items() if path in leads_to}

    def _paths(self, text: str) -> list[str]:
        """The paths in the tree of pages that an address may be for."""
        path = self._known_path(text)
        if not path:
            return []
        host = self._parts(text)[0]
        roots = [self.by_host[host]] if host else sorted(self.roots)
        return [f"{root}{path}/" for root in roots]

    def _known_path(self, text: str) -> str:
        host, path = self._parts(text)
        return "" if host and host not in self.by_host else path

    def _parts(self, text: str) -> tuple[str, str]:
        """Return the host, if the text has one, and the path without slashes around it."""
        first = text.partition("/")[0]
        if "://" not in text and not text.startswith("//"):
            has_host = _bare_host(first) in self.by_host
            text = f"//{text}" if has_host else f"///{text.lstrip('/')}"
        try:
            split = urlsplit(text)
            host = split.hostname or ""
        except ValueError:
            return "", ""
        path = unquote(split.path).strip("/")
        return _bare_host(host), "" if CONTROL.search(path) else path


def _bare_host(host: str) -> str:
    return host.lower().partition(":")[0].removeprefix("www.")


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10
