"""What a cache in front of the site is told about a page, and for how long it may show it."""

import time

import pytest
from django.test import RequestFactory

from delivery.lifetimes import longest_use, shortened
from delivery.pages.answers import StartResponse, finished
from delivery.pages.basis import Basis
from delivery.pages.cdn_headers import MOST, cdn_headers, names_of, names_to_purge
from delivery.pages.dependencies import Dependencies, depends_on
from delivery.pages.front import Environ, PageCache
from delivery.pages.snapshots import Snapshot
from delivery.pages.views import PLACE, KeepFor

SAID = "public, s-maxage=1, max-age=60, stale-while-revalidate=10, stale-if-error=300"
PUBLIC = [("Cache-Control", SAID)]


@pytest.fixture(params=["Surrogate-Key", "Cache-Tag"])
def header(request: pytest.FixtureRequest, settings) -> str:
    settings.CDN_TAG_HEADER = request.param
    return request.param


def test_no_copy_is_shown_beyond_a_known_change_stale_ones_included() -> None:
    assert longest_use(SAID) == 360
    assert shortened(SAID, 1000) == SAID
    near = shortened(SAID, 65)
    assert near == "public, s-maxage=1, max-age=60, stale-while-revalidate=5, stale-if-error=5"
    nearer = shortened(SAID, 20)
    assert nearer == "public, s-maxage=1, max-age=20, stale-while-revalidate=0, stale-if-error=0"
    assert shortened(SAID, 0).count("=0") == 4


def sent(ends_in: float, at_most: float | None = None) -> dict[str, str]:
    told = [("Content-Type", "text/html"), *PUBLIC, ("CDN-Cache-Control", "max-age=86400")]
    answer = finished(told, b"la Une", Basis(frozenset(), Snapshot(1, 1), time.time() + ends_in))
    got: dict[str, str] = {}

    def start(status: str, headers: list[tuple[str, str]]) -> None:
        got.update(headers)

    environ = RequestFactory().get("/").environ
    answer.send(environ, start, **({} if at_most is None else {"at_most": at_most}))
    return got


def test_a_kept_answer_is_kept_by_others_no_longer_than_by_us() -> None:
    assert sent(100_000)["Cache-Control"] == SAID
    near = sent(30.5)
    assert "max-age=30" in near["Cache-Control"] and "error=0" in near["Cache-Control"]
    assert near["CDN-Cache-Control"] == "max-age=30"


def test_a_copy_of_a_moment_ago_is_kept_by_nobody_else() -> None:
    old = sent(100_000, at_most=0)
    assert "s-maxage=0" in old["Cache-Control"] and old["CDN-Cache-Control"] == "max-age=0"


@pytest.mark.django_db
def test_a_page_says_how_long_it_may_be_shown_stale(reader, home_page) -> None:
    assert reader.get("/")["Cache-Control"] == SAID


def test_an_answer_names_what_it_depends_on(header: str, settings) -> None:
    settings.CDN_MAX_AGE = 3600
    found = Dependencies({"pages", "page:7"})
    (name, tags), (lifetime, said) = cdn_headers(PUBLIC, found)
    assert name == header
    assert tags == {"Surrogate-Key": "all pages page:7", "Cache-Tag": "all,pages,page:7"}[header]
    told_to = {"Surrogate-Key": "Surrogate-Control", "Cache-Tag": "CDN-Cache-Control"}
    assert lifetime == told_to[header] and said.startswith("max-age=3600")


def test_a_cdn_is_told_nothing_of_what_it_could_not_purge_or_must_not_keep(header: str) -> None:
    assert cdn_headers([("Cache-Control", "private, max-age=60")], Dependencies({"pages"})) == []
    assert cdn_headers(PUBLIC, Dependencies({"pages"}, {"unheard_of"})) == []


def test_nothing_is_told_by_default() -> None:
    assert cdn_headers(PUBLIC, Dependencies({"pages"})) == []


def test_what_does_not_fit_into_the_header_is_purged_by_a_tag_of_every_purge() -> None:
    many = {"content", *(f"page:{number}" for number in range(5000))}
    names = names_of(many)
    assert len(" ".join(names)) <= MOST
    assert {"all", "content", "more"} <= set(names)
    assert "more" in names_to_purge({"page:4999"})
    assert "more" not in names_of({"content"})
    assert names_to_purge({"*", "page:1"}) == ["all"]


@pytest.mark.django_db
def test_the_page_cache_sends_the_tags_of_an_answer_made_and_kept(header: str) -> None:
    made: list[str] = []

    def application(environ: Environ, start_response: StartResponse) -> list[bytes]:
        made.append(environ["PATH_INFO"])
        environ[PLACE] = KeepFor(60, frozenset())
        depends_on("page:7")
        start_response("200 OK", [("Content-Type", "text/html"), *PUBLIC])
        return [b"la Une"]

    cache = PageCache(application)
    for _made_then_kept in range(2):
        got: dict[str, str] = {}
        cache(RequestFactory().get("/").environ, lambda status, told, got=got: got.update(told))
        assert got[header] in ("all page:7", "all,page:7")
    assert made == ["/"]
