"""What readers get is kept, is right the moment something changes, and is the same for all."""

import gzip
import threading
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from time import sleep
from types import SimpleNamespace
from typing import Any

import brotli
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from delivery.models import ContentChange
from delivery.pages import changes, triggers
from delivery.pages.answers import Answer
from delivery.pages.changes import known
from delivery.pages.front import PageCache
from delivery.pages.kept import kept
from home.models import HomePage, Identity
from news.models import ArticlePage
from tests.factories import ArticleFactory, SectionFactory
from tests.jobs.counts import waiting_counts

pytestmark = pytest.mark.usefixtures("transactional_db")
BROWSER = {"HTTP_USER_AGENT": "Mozilla/5.0", "HTTP_ACCEPT_ENCODING": "gzip, br"}


class Reader:
    """Asks the page cache, in front of Django, as a web server does."""

    def __init__(self) -> None:
        self.cache = PageCache(WSGIHandler())

    def get(self, address: str, method: str = "GET", **headers: str) -> Any:
        path, _, query = address.partition("?")
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "HTTP_HOST": "localhost",
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(),
            **BROWSER,
            **headers,
        }
        sent: dict[str, Any] = {}
        body = self.cache(environ, lambda status, headers: sent.update(s=status, h=headers))
        content = b"".join(body)
        if hasattr(body, "close"):
            body.close()
        fields = dict(sent["h"])
        coding = fields.get("Content-Encoding")
        text = {"br": brotli.decompress, "gzip": gzip.decompress}.get(
            coding if content else None, bytes
        )(content)
        status = int(sent["s"][:3])
        said = text.decode("utf-8", "replace")
        return SimpleNamespace(status=status, headers=fields, body=content, text=said)

    def kept(self, path: str) -> Answer:
        """The one answer that is kept of a page."""
        (key,) = [key for key in self.cache.memory.keys() if key.path == path]
        answer = self.cache.memory.get(key)
        assert answer
        return answer

    def keeps(self, address: str, **headers: str) -> bool:
        """Whether the answer comes without asking the database anything."""
        self.get(address, **headers)
        with CaptureQueriesContext(connection) as queries:
            self.get(address, **headers)
        return not queries.captured_queries


@pytest.fixture
def article(home_page: HomePage) -> ArticlePage:
    section = SectionFactory(parent=home_page, title="Société", slug="societe")
    return ArticleFactory(parent=section, title="Le pont ouvre", slug="le-pont")


@pytest.fixture
def reader(article: ArticlePage) -> Iterator[Reader]:
    # Between two readings PostgreSQL may be a tenth of a second behind.
    waits = dict(changes.BETWEEN_READS)
    changes.BETWEEN_READS.update(dict.fromkeys(waits, 0.0))
    known.close()
    # The first reader of all has the settings of the site written.
    Reader().get("/")
    Reader().get("/robots.txt")
    yield Reader()
    changes.BETWEEN_READS.update(waits)
    known.close()


PAGE = "/societe/le-pont/"


@pytest.mark.parametrize(
    "address",
    ["/", "/societe/", PAGE, "/flux/", "/sitemap.xml", "/recherche/?q=pont", "/robots.txt"],
)
def test_second_reader_costs_no_query(reader: Reader, address: str) -> None:
    assert reader.keeps(address)


def test_correction_is_seen_by_the_next_reader(reader: Reader, article: ArticlePage) -> None:
    for address in ("/", "/societe/", PAGE, "/flux/", "/recherche/?q=pont"):
        assert "Le pont ouvre" in reader.get(address).text
    article.title = "Le pont ferme"
    article.save_revision().publish()
    for address in ("/", "/societe/", PAGE, "/flux/"):
        assert "Le pont ferme" in reader.get(address).text
        assert "Le pont ouvre" not in reader.get(address).text


def test_withdrawn_text_is_gone_for_the_next_reader(reader: Reader, article: ArticlePage) -> None:
    assert reader.get(PAGE).status == 200
    article.unpublish()
    assert reader.get(PAGE).status in (404, 410)
    assert "Le pont" not in reader.get("/").text


def test_what_a_transaction_takes_back_was_never_there(
    reader: Reader, article: ArticlePage
) -> None:
    before = reader.get(PAGE)
    with pytest.raises(RuntimeError), transaction.atomic():
        ArticlePage.objects.filter(pk=article.pk).update(title="Jamais")
        assert kept("title", lambda: ArticlePage.objects.get().title) == "Jamais"
        raise RuntimeError
    assert reader.get(PAGE).body == before.body
    assert kept("title", lambda: ArticlePage.objects.get().title) == "Le pont ouvre"


def test_change_past_the_models_is_seen_too(reader: Reader) -> None:
    reader.get("/")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE wagtailcore_page SET title = 'À la main' WHERE slug = 'le-pont'")
    assert "À la main" in reader.get("/").text


def test_draft_changes_nothing(reader: Reader, article: ArticlePage) -> None:
    assert reader.keeps(PAGE)
    article.title = "Un brouillon"
    article.save_revision()
    with CaptureQueriesContext(connection) as queries:
        assert "Le pont ouvre" in reader.get(PAGE).text
    assert not queries.captured_queries


def test_change_while_a_page_is_made_is_not_lost(reader: Reader, article: ArticlePage) -> None:
    """The page is read, the change is committed, and only then is the page kept."""
    inner = reader.cache.application

    def changed_meanwhile(environ: Any, start_response: Any) -> Any:
        answer = inner(environ, start_response)
        reader.cache.application = inner
        ArticlePage.objects.filter(pk=article.pk).update(title="Corrigé entre-temps")
        return answer

    reader.cache.application = changed_meanwhile
    assert "Le pont ouvre" in reader.get(PAGE).text
    assert "Corrigé entre-temps" in reader.get(PAGE).text


def test_parts_of_a_page_are_no_newer_than_what_they_show(
    reader: Reader, article: ArticlePage
) -> None:
    """An article is loaded, a correction is committed, and only then is its card rendered."""
    from home.templatetags import site_frame

    inner = site_frame._surroundings

    def slow(site: Any) -> Any:
        ArticlePage.objects.filter(pk=article.pk).update(title="Corrigé entre-temps")
        return inner(site)

    site_frame._surroundings = slow
    try:
        reader.get("/societe/")
    finally:
        site_frame._surroundings = inner
    assert "Corrigé entre-temps" in reader.get("/societe/").text
    assert "Le pont ouvre" not in reader.get("/societe/").text


def test_stray_parameters_make_no_other_page(reader: Reader) -> None:
    plain = reader.get("/societe/")
    with CaptureQueriesContext(connection) as queries:
        campaign = reader.get("/societe/?utm_source=mali&fbclid=xyz")
    assert campaign.body == plain.body
    assert not queries.captured_queries
    reader.cache.memory.clear()
    first = reader.get("/societe/?utm_source=<b>mali</b>")
    assert first.body == plain.body


@pytest.mark.parametrize("asked", ["Société pont", "Soci%C3%A9t%C3%A9+pont"])
def test_query_is_the_same_however_it_is_written(reader: Reader, asked: str) -> None:
    address = f"/recherche/?q={asked}".encode().decode("latin-1")
    assert "Société pont" in reader.get(address).text
    assert [key.query for key in reader.cache.memory.keys()] == ["q=Soci%C3%A9t%C3%A9+pont"]


def test_month_of_a_section_is_a_page_of_its_own_from_the_first_request_on(
    reader: Reader, article: ArticlePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As in a process that has shown no section yet.
    none: set[str] = set()
    monkeypatch.setattr("delivery.pages.views.all_parameters", none)
    monkeypatch.setattr("delivery.pages.front.all_parameters", none)
    month = f"/societe/?mois={article.first_published_at:%Y-%m}"
    first, plain = reader.get(month), reader.get("/societe/")
    assert first.body != plain.body
    assert reader.get(month).body == first.body
    assert reader.get("/societe/").body == plain.body
    assert {key.query for key in reader.cache.memory.keys()} == {month.partition("?")[2], ""}


def test_parameter_of_another_view_is_not_kept(reader: Reader) -> None:
    assert reader.get(f"{PAGE}?tri=date").status == 200
    assert [key.query for key in reader.cache.memory.keys()] == []


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_COOKIE": "sessionid=abc"},
        {"HTTP_AUTHORIZATION": "Basic x"},
        {"REQUEST_METHOD": "POST"},
    ],
)
def test_personal_requests_pass_by(reader: Reader, headers: dict[str, str]) -> None:
    method = headers.pop("REQUEST_METHOD", "GET")
    reader.get(PAGE, method, **headers)
    assert not reader.cache.memory.keys()


@pytest.mark.parametrize("address", ["/rien/", "/admin/login/", "/societe/?page=99"])
def test_errors_and_the_newsrooms_pages_are_not_kept(reader: Reader, address: str) -> None:
    reader.get(address)
    assert not reader.cache.memory.keys()


def test_host_that_is_not_ours_gets_nothing_kept(reader: Reader) -> None:
    reader.get(PAGE)
    assert reader.get(PAGE, HTTP_HOST="evil.example").status == 400
    assert {key.host for key in reader.cache.memory.keys()} == {"localhost"}


def test_pages_without_pictures_are_others(reader: Reader) -> None:
    whole, saved = reader.get(PAGE), reader.get(PAGE, HTTP_SAVE_DATA="on")
    chosen = reader.get(PAGE, HTTP_COOKIE="economie=1")
    assert "Save-Data" in whole.headers["Vary"]
    assert saved.body != whole.body
    assert "private" in chosen.headers["Cache-Control"]
    assert reader.get(PAGE).body == whole.body


@pytest.mark.parametrize(("accepted", "coding"), [("gzip, br", "br"), ("gzip", "gzip"), ("", None)])
def test_each_browser_gets_the_coding_it_takes(
    reader: Reader, accepted: str, coding: str | None
) -> None:
    plain = reader.get(PAGE).text
    answer = reader.get(PAGE, HTTP_ACCEPT_ENCODING=accepted)
    assert answer.headers.get("Content-Encoding") == coding
    assert answer.text == plain
    assert answer.headers["Content-Length"] == str(len(answer.body))
    again = reader.get(
        PAGE, HTTP_ACCEPT_ENCODING=accepted, HTTP_IF_NONE_MATCH=answer.headers["ETag"]
    )
    assert (again.status, again.body) == (304, b"")
    assert "Vary" in again.headers


def test_head_has_the_headers_and_no_body(reader: Reader) -> None:
    head, get = reader.get(PAGE, "HEAD"), reader.get(PAGE)
    assert head.body == b""
    assert head.headers["ETag"] == get.headers["ETag"]
    assert head.headers["Content-Length"] == get.headers["Content-Length"]


def test_kept_answer_has_the_headers_of_the_first(reader: Reader) -> None:
    first, second = reader.get(PAGE), reader.get(PAGE)
    assert first.headers == second.headers
    assert {"Content-Security-Policy", "X-Content-Type-Options"} <= second.headers.keys()
    assert "X-Request-ID" not in second.headers


def test_one_reader_has_a_page_made_for_all_who_wait(reader: Reader) -> None:
    inner, made = reader.cache.application, []
    started, go_on = threading.Event(), threading.Event()

    def slow(environ: Any, start_response: Any) -> Any:
        made.append(environ["PATH_INFO"])
        started.set()
        go_on.wait(20)
        return inner(environ, start_response)

    reader.cache.application = slow
    answers: list[Any] = []

    def ask() -> None:
        answers.append(reader.get(PAGE))
        connections.close_all()

    readers = [threading.Thread(target=ask) for _ in range(5)]
    readers[0].start()
    assert started.wait(20)
    for other in readers[1:]:
        other.start()
    go_on.set()
    for each in readers:
        each.join(30)
    assert made == [PAGE]
    assert len({answer.body for answer in answers}) == 1


@pytest.mark.parametrize("is_withdrawn", [False, True])
def test_others_get_the_copy_of_a_moment_ago_unless_it_was_withdrawn(
    reader: Reader, article: ArticlePage, is_withdrawn: bool
) -> None:
    reader.get(PAGE)
    inner = reader.cache.application
    started, go_on = threading.Event(), threading.Event()

    def slow(environ: Any, start_response: Any) -> Any:
        started.set()
        go_on.wait(20)
        return inner(environ, start_response)

    if is_withdrawn:
        article.unpublish()
    else:
        article.title = "Le pont ferme"
        article.save_revision().publish()
    reader.cache.application = slow
    first = threading.Thread(target=lambda: (reader.get(PAGE), connections.close_all()))
    first.start()
    assert started.wait(20)
    if is_withdrawn:
        go_on.set()
    second = reader.get(PAGE)
    go_on.set()
    first.join(30)
    assert (second.status == 200) is not is_withdrawn
    assert ("Le pont ouvre" in second.text) is not is_withdrawn


def test_page_that_changes_by_itself_is_kept_until_then(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader.get(PAGE)
    answer = reader.kept(PAGE)
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    assert answer.ends_at <= midnight.timestamp() + 24 * 3600
    monkeypatch.setattr("delivery.pages.answers.time.time", lambda: answer.ends_at - 7)
    assert "max-age=7" in reader.get(PAGE).headers["Cache-Control"]
    monkeypatch.setattr("delivery.pages.answers.time.time", lambda: answer.ends_at)
    assert not answer.is_right(known)


def test_least_used_pages_give_way(reader: Reader) -> None:
    reader.get("/")
    answer = reader.kept("/")
    reader.cache.memory.most_bytes = int(answer.size * 1.5)
    reader.get(PAGE)
    assert [key.path for key in reader.cache.memory.keys()] == [PAGE]


def test_without_its_triggers_nothing_is_kept(reader: Reader) -> None:
    triggers.remove(connection)
    known.close()
    try:
        assert not reader.keeps(PAGE)
    finally:
        triggers.install(connection)
    known.close()
    assert reader.keeps(PAGE)


def test_triggers_that_come_back_make_everything_anew(reader: Reader) -> None:
    before = reader.get("/")
    triggers.remove(connection)
    site = HomePage.objects.get().get_site()
    Identity.objects.update_or_create(site=site, defaults={"name": "X"})
    triggers.install(connection)
    assert reader.get("/").body != before.body


def test_searches_are_counted_for_each_reader(reader: Reader) -> None:
    from search.analytics.buffer import buffer

    for _ in range(3):
        reader.get("/recherche/?q=pont", HTTP_SEC_FETCH_SITE="same-origin")
    counts = waiting_counts(buffer.path)
    assert [count.sums["searches"] for count in counts] == [3]


def test_log_of_changes_is_cut_without_a_page_made_anew(
    reader: Reader, article: ArticlePage
) -> None:
    reader.get(PAGE)
    noted = ContentChange.objects.count()
    assert noted
    assert changes.forget_older(timezone.now()) == noted
    assert reader.keeps(PAGE)


@pytest.fixture
def lagging(reader: Reader, settings: Any) -> Reader:
    settings.PAGE_LAG = 60.0
    return reader


def becomes(reader: Reader, address: str, said: str) -> bool:
    """Whether a page says that at last, without anybody who asked having had it made."""
    return any(said in reader.get(address).text or sleep(0.05) for _ in range(400))


def test_nobody_waits_where_only_what_stands_around_has_changed(
    lagging: Reader, article: ArticlePage
) -> None:
    lagging.get("/")
    lagging.get(PAGE)
    makers = set()
    inner = lagging.cache.application

    def noted(environ: Any, start_response: Any) -> Any:
        makers.add(threading.current_thread().name)
        return inner(environ, start_response)

    lagging.cache.application = noted
    article.title = "Le pont ferme"
    article.save_revision().publish()
    before = lagging.get("/")
    assert "Le pont ouvre" in before.text
    assert "max-age=0" in before.headers["Cache-Control"]
    assert becomes(lagging, "/", "Le pont ferme")
    assert makers == {"remaking"}
    # What the page itself is about is right for the next one who asks.
    assert "Le pont ferme" in lagging.get(PAGE).text


def test_a_search_is_counted_for_readers_and_not_for_being_made_anew(
    lagging: Reader, article: ArticlePage
) -> None:
    from search.analytics.buffer import buffer

    address = "/recherche/?q=pont"
    asked = 0

    def is_found(title: str) -> bool:
        nonlocal asked
        asked += 1
        return title in lagging.get(address, HTTP_SEC_FETCH_SITE="same-origin").text

    assert is_found("Le pont ouvre")
    article.title = "Le pont ferme"
    article.save_revision().publish()
    assert not is_found("Le pont ferme")
    assert any(is_found("Le pont ferme") or sleep(0.05) for _ in range(400))
    assert [count.sums["searches"] for count in waiting_counts(buffer.path)] == [asked]


@pytest.mark.parametrize("why", ["withdrawn", "long ago"])
def test_one_waits_for_the_page_where_the_old_one_would_be_wrong(
    lagging: Reader, article: ArticlePage, why: str
) -> None:
    lagging.get("/")
    if why == "withdrawn":
        article.unpublish()
    else:
        article.title = "Le pont ferme"
        article.save_revision().publish()
    if why == "long ago":
        ContentChange.objects.update(at=timezone.now() - timedelta(minutes=2))
    assert "Le pont ouvre" not in lagging.get("/").text
