"""Other sites are asked in the queue, where the newsroom wants it, and nobody inside the house."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.models import User
from editorial.gates.checks.external_links import Answer, ask
from editorial.gates.models import GateSettings, LinkAnswer
from editorial.gates.tasks import ask_for_links_of, ask_other_sites
from news.models import ArticleIndexPage, ArticlePage
from tests.editorial.test_gates import edit_url
from tests.factories import ArticleFactory
from tests.forms import send
from tests.made_once import made_once

ADDRESS = "https://ailleurs.example/rapport"


class Site(BaseHTTPRequestHandler):
    """Another site, with an address for each way in which one can answer."""

    def answer(self) -> None:
        kind = self.path.partition("?")[0].strip("/")
        self.server.asked.append((self.command, self.path))  # type: ignore[attr-defined]
        if kind == "get-only" and self.command == "HEAD":
            self.send_response(405)
        elif kind == "inside":
            self.send_response(302)
            self.send_header("Location", "http://127.0.0.1:1/admin/")
        elif kind == "loop":
            self.send_response(302)
            self.send_header("Location", "/loop")
        elif kind == "moved":
            self.send_response(301)
            self.send_header("Location", "/200")
        else:
            self.send_response(int(kind) if kind.isdecimal() else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_HEAD = answer

    def log_message(self, *args: object) -> None:
        """Nothing on the tests' screen."""


@pytest.fixture
def site() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.asked = []  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=[0.01], daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def asked_of(site: ThreadingHTTPServer, path: str) -> Answer:
    """The answer where this very server may be asked, as a public one would be."""
    port = site.server_port
    return ask(f"http://localhost:{port}/{path}", lambda _ip, asked: asked == port)


@pytest.mark.parametrize(
    ("path", "is_dead"),
    [
        ("200", False),
        ("moved", False),
        ("get-only", False),
        ("été?q=ça", False),
        ("403", False),
        ("429", False),
        ("503", False),
        ("404", True),
        ("410", True),
        ("loop", True),
        ("inside", True),
    ],
)
def test_only_what_is_gone_is_dead(site: ThreadingHTTPServer, path: str, is_dead: bool) -> None:
    answer = asked_of(site, path)
    assert answer.is_dead == is_dead and bool(answer.reason) == is_dead


def test_a_redirect_into_the_house_is_not_followed(site: ThreadingHTTPServer) -> None:
    assert asked_of(site, "inside").is_dead
    assert [path for _method, path in site.asked] == ["/inside"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "2130706433"],  # noqa: S104
)
def test_our_own_machines_are_never_asked(site: ThreadingHTTPServer, host: str) -> None:
    assert ask(f"http://{host}:{site.server_port}/200").is_dead
    assert site.asked == []  # type: ignore[attr-defined]


def test_silence_is_no_answer() -> None:
    assert ask("http://127.0.0.1:9/", lambda _ip, _port: True).is_dead
    assert ask("ftp://ailleurs.example/").is_dead


@pytest.fixture
@made_once
def article(section: ArticleIndexPage, writer: User) -> ArticlePage:
    page = ArticleFactory(
        parent=section,
        owner=writer,
        live=False,
        body=[("paragraph", f'<p><a href="{ADDRESS}">le rapport</a></p>')],
    )
    page.save_revision(user=writer)
    return ArticlePage.objects.get(pk=page.pk)


def queued() -> list[list[str]]:
    results = DBTaskResult.objects.filter(task_path=ask_other_sites.module_path)
    return [result.args_kwargs["args"][0] for result in results]


def test_nothing_is_asked_unless_the_newsroom_wants_it(
    article: ArticlePage, writer: User, sign_in: Callable[[User], Client]
) -> None:
    assert not GateSettings.load().checks_external_links
    send(sign_in(writer), edit_url(article), {"kicker": "Crue"})
    assert queued() == [] and not LinkAnswer.objects.exists()


def test_a_save_has_the_queue_ask_once_a_week(article: ArticlePage) -> None:
    GateSettings(checks_external_links=True).save()
    assert ask_for_links_of(article) == 1
    assert ask_for_links_of(article) == 0
    assert queued() == [[ADDRESS]]
    LinkAnswer.objects.update(asked_at=timezone.now() - timedelta(days=8))
    assert ask_for_links_of(article) == 1


def test_the_answer_is_kept_with_its_date(site: ThreadingHTTPServer, db: None) -> None:
    """The task asks only public sites, so this one is found dead without being asked."""
    GateSettings(checks_external_links=True).save()
    address = f"http://127.0.0.1:{site.server_port}/200"
    LinkAnswer.objects.create(address=address, asked_at=timezone.now())
    ask_other_sites.func([address])
    answer = LinkAnswer.objects.get()
    assert answer.is_dead and answer.answered_at is not None and answer.reason
    assert site.asked == []  # type: ignore[attr-defined]


def test_what_was_switched_off_meanwhile_is_not_asked(db: None) -> None:
    LinkAnswer.objects.create(address=ADDRESS, asked_at=timezone.now())
    ask_other_sites.func([ADDRESS])
    assert LinkAnswer.objects.get().answered_at is None
