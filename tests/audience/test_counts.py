"""What is read is counted once, by persons, and with what it came from."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone
from freezegun import freeze_time
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import User
from audience.comments.deciding import decide, undo
from audience.comments.models import Status
from audience.counts import recording, store
from audience.counts.channels import channel_of
from audience.counts.models import ArticleFigures, Channel, DailyFigures, RecentView, TrendSettings
from audience.counts.rescoring import rescore
from audience.counts.scores import added, weight_at
from audience.counts.short_way import with_counts
from delivery.readers import is_machine
from jobs.counters import Count
from news.models import ArticlePage
from tests.audience.conftest import comment_on
from tests.jobs.counts import add_up_counts
from tests.letters import ANY

PHONE = "Mozilla/5.0 (Linux; Android 11; TECNO KF6i) AppleWebKit/537.36 Chrome/96 Mobile Safari/537"
Tell = Callable[..., HttpResponse]


@pytest.fixture
def tell(article: ArticlePage) -> Tell:
    """Has a page of the article tell something, as another reader for each address."""
    forget_rates()

    def tell(
        address: str = "192.0.2.1", agent: str = PHONE, headers: Any = None, **told: object
    ) -> HttpResponse:
        client = Client(REMOTE_ADDR=address, HTTP_USER_AGENT=agent)
        return client.post(
            f"/compter/{article.pk}/",
            urlencode({"t": "view", **told}),
            content_type="application/x-www-form-urlencoded",
            headers=headers,
        )

    return tell


def forget_rates() -> None:
    recording.browsers_limit.until = recording.networks_limit.until = 0.0


def sums(*names: str) -> dict[str, int]:
    """The figures of all days and channels, those that are not nothing."""
    rows = DailyFigures.objects.values(*store.FIGURES)
    found = {name: sum(row[name] for row in rows) for name in store.FIGURES}
    return {name: number for name, number in found.items() if number}


def test_views_of_different_readers_are_added_up(tell: Tell, article: ArticlePage) -> None:
    for n in range(3):
        assert tell(f"192.0.2.{n}").status_code == 204
    add_up_counts()
    tell("192.0.2.9")
    add_up_counts()
    assert sums() == {"views": 4}
    assert ArticleFigures.objects.get(article=article).views == 4


def test_view_that_the_browser_knows_again_is_a_repeat(tell: Tell) -> None:
    tell()
    tell(a=1)
    add_up_counts()
    assert sums() == {"views": 1, "repeated": 1}


def test_many_behind_one_address_are_counted_up_to_a_limit_in_half_an_hour(tell: Tell) -> None:
    """A mobile network shows a town under one address, and telephones have one name."""
    most = recording.MOST_ALIKE
    with freeze_time(timezone.now().replace(hour=9)) as clock:
        for batch in (most - 1, 3):
            for _view in range(batch):
                tell()
            add_up_counts()
        assert sums() == {"views": most, "repeated": 2}
        clock.tick(29 * 60)
        tell()
        add_up_counts()
        assert sums() == {"views": most, "repeated": 3}
        clock.tick(2 * 60)
        tell()
        add_up_counts()
    assert sums() == {"views": most + 1, "repeated": 3}


def test_picture_counts_once_in_half_an_hour_where_all_look_alike(article: ArticlePage) -> None:
    for agent in (PHONE, PHONE, f"{PHONE} (another)"):
        Client(HTTP_USER_AGENT=agent).get(f"/compter/{article.pk}.gif")
    add_up_counts()
    assert sums() == {"views": 2, "repeated": 1}


def test_half_counted_batch_that_is_tried_again_counts_what_it_held(article: ArticlePage) -> None:
    key = (store.VIEW, str(article.pk), date.today().isoformat(), "direct", "ab" * 16, "1")
    count = Count(key, {"views": 3}, {"at": 1000})
    store.add([count])
    assert count.sums == {"views": 3}


@pytest.mark.parametrize(
    ("told", "agent"),
    [
        ({"w": 1}, PHONE),
        ({}, ""),
        ({}, "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"),
        ({}, "WhatsApp/2.23.20.0"),
        ({}, "python-requests/2.32"),
        ({}, "Mozilla/5.0 (X11; Linux) AppleWebKit/537.36 HeadlessChrome/120 Safari/537.36"),
    ],
)
def test_machines_are_filtered_and_said_to_be(tell: Tell, told: dict, agent: str) -> None:
    tell(agent=agent, **told)
    add_up_counts()
    assert sums() == {"filtered": 1}
    assert not ArticleFigures.objects.filter(views__gt=0).exists()


@pytest.mark.parametrize(
    "agent",
    [
        PHONE,
        "Mozilla/5.0 (Linux; Android 12; CUBOT_X18) AppleWebKit/537.36 Chrome/119 Mobile Safari",
        "Mozilla/5.0 (Linux; U; Android 10; fr; itel L6005) AppleWebKit/534.30 UCBrowser/13.4",
        "Mozilla/5.0 (Mobile; LYF/F90M; rv:48.0) Gecko/48.0 Firefox/48.0 KAIOS/2.5",
        "Opera/9.80 (Android; Opera Mini/36.2/191.2) Presto/2.12.423 Version/12.16",
        "Mozilla/5.0 (Linux; Android 12) Chrome/120 Mobile Safari/537.36 [FBAN/EMA;FBLC/fr_FR;]",
        "Mozilla/5.0 (Linux; Android 13) Chrome/124 Mobile Safari/537.36 Telegram-Android/11.2",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Mobile Safari/604.1",
    ],
)
def test_telephones_of_readers_are_no_machines(agent: str) -> None:
    assert not is_machine(agent)


def test_whoever_tells_more_than_anybody_reads_is_filtered(
    tell: Tell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recording.browsers_limit, "most", 15)
    monkeypatch.setattr(recording.networks_limit, "most", 30)
    for _view in range(18):
        tell()
    for n in range(15):
        tell(agent=f"{PHONE} {n}")
    tell("192.0.2.2")
    add_up_counts()
    assert sums() == {"views": 15 + 12 + 1, "filtered": 3 + 3}


def test_other_sites_and_the_newsroom_count_nothing(tell: Tell, article: ArticlePage) -> None:
    assert tell(headers={"Sec-Fetch-Site": "cross-site"}).status_code == 204
    client = Client(HTTP_USER_AGENT=PHONE)
    client.cookies["sessionid"] = "x"
    assert client.post(f"/compter/{article.pk}/", {"t": "view"}).status_code == 204
    client.get(f"/compter/{article.pk}.gif")
    add_up_counts()
    assert sums() == {}


def test_picture_counts_where_no_script_runs(article: ArticlePage) -> None:
    client = Client(HTTP_USER_AGENT=PHONE)
    page = client.get(article.url).content.decode()
    assert f'<img class="hidden" src="/compter/{article.pk}.gif"' in page
    response = client.get(f"/compter/{article.pk}.gif")
    assert (response.status_code, response["Content-Type"]) == (200, "image/gif")
    assert "no-store" in response["Cache-Control"]
    client.head(f"/compter/{article.pk}.gif")
    add_up_counts()
    assert sums() == {"views": 1}


def test_ends_and_shares_are_told_by_channel(tell: Tell) -> None:
    tell(m="whatsapp")
    tell(t="end", m="whatsapp", q=3, s=60, n=1)
    tell(t="end", m="whatsapp", q=1, s=60, n=0)
    tell(t="share", c="telegram")
    add_up_counts()
    assert sums() == {"views": 1, "ended": 1, "quarters": 4, "seconds": 120, "shares": 1}
    assert DailyFigures.objects.get(channel=Channel.WHATSAPP).seconds == 120
    assert DailyFigures.objects.get(channel=Channel.TELEGRAM).shares == 1


def test_shares_that_look_alike_are_counted_up_to_a_limit(tell: Tell) -> None:
    for _press in range(recording.MOST_ALIKE + 5):
        tell(t="share", c="whatsapp")
    tell(t="share", c="copy")
    tell("192.0.2.2", t="share", c="whatsapp")
    add_up_counts()
    assert sums() == {"shares": recording.MOST_ALIKE + 2}


def test_whoever_tells_too_much_moves_no_figure(
    tell: Tell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recording.browsers_limit, "most", 4)
    for n in range(20):
        tell(t="end" if n % 2 else "share", q=4, s=600, n=1, c="copy")
    add_up_counts()
    assert sums() == {"shares": 2, "ended": 2, "quarters": 8, "seconds": 1200}


@pytest.mark.parametrize(
    "told",
    [
        {"t": ""},
        {"t": "end"},
        {"t": "end", "q": 5, "s": 0},
        {"t": "end", "q": 1, "s": 601},
        {"t": "end", "q": "²", "s": "3"},
        {"t": "share", "c": "imported"},
        {"r": "x" * 600},
    ],
)
def test_junk_is_refused_and_counts_nothing(tell: Tell, told: dict) -> None:
    assert tell(**told).status_code == 400
    add_up_counts()
    assert sums() == {}


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from([*"trmcwqsn"]), st.text(ANY, max_size=30)))
def test_any_field_is_answered(told: dict[str, str]) -> None:
    body = urlencode(told, errors="surrogatepass")
    kind = "application/x-www-form-urlencoded"
    assert Client().post("/compter/1/", body, content_type=kind).status_code in (204, 400)


def test_unknown_and_deleted_articles_have_no_figures(tell: Tell, article: ArticlePage) -> None:
    Client(HTTP_USER_AGENT=PHONE).post("/compter/2147483647/", {"t": "view"})
    assert Client().post("/compter/9999999999/", {"t": "view"}).status_code == 400
    tell()
    article.delete()
    add_up_counts()
    assert not DailyFigures.objects.exists()


@pytest.mark.parametrize(
    ("referrer", "mark", "channel"),
    [
        ("", "", "direct"),
        ("lejournal.example", "", "site"),
        ("lejournal.example:8000", "", "site"),
        ("www.google.ml", "", "search"),
        ("www.google.co.uk", "", "search"),
        ("duckduckgo.com", "", "search"),
        ("com.google.android.googlequicksearchbox", "", "search"),
        ("l.facebook.com", "", "facebook"),
        ("lm.facebook.com", "", "facebook"),
        ("com.whatsapp", "", "whatsapp"),
        ("t.co", "", "x"),
        ("org.telegram.messenger", "", "telegram"),
        ("mail.google.com", "", "email"),
        ("malijet.example", "", "other"),
        ("notfacebook.com", "", "other"),
        ("google.example.org", "", "other"),
        ("", "whatsapp", "whatsapp"),
        ("l.facebook.com", "newsletter", "newsletter"),
        ("", "inconnu", "direct"),
    ],
)
def test_channel_is_one_of_a_fixed_list(referrer: str, mark: str, channel: str) -> None:
    assert channel_of(referrer, mark, "lejournal.example") == channel


def test_score_loses_half_with_each_half_life() -> None:
    score = added(0.0, 8, 1_800_000_000, 8)
    assert weight_at(score, 1_800_000_000, 8) == pytest.approx(8)
    assert weight_at(score, 1_800_000_000 + 8 * 3600, 8) == pytest.approx(4)
    later = added(score, 4, 1_800_000_000 + 8 * 3600, 8)
    assert weight_at(later, 1_800_000_000 + 8 * 3600, 8) == pytest.approx(8)


@given(
    st.lists(
        st.tuples(st.integers(1, 50), st.integers(1_700_000_000, 1_900_000_000)),
        min_size=1,
        max_size=20,
    )
)
def test_score_is_the_same_in_whatever_order_it_was_added(done: list[tuple[int, int]]) -> None:
    forwards = backwards = 0.0
    for weight, at in done:
        forwards = added(forwards, weight, at, 8)
    for weight, at in reversed(done):
        backwards = added(backwards, weight, at, 8)
    assert forwards == pytest.approx(backwards, abs=1e-9)


def test_views_shares_and_comments_weigh_as_the_newsroom_says(
    tell: Tell, article: ArticlePage, django_capture_on_commit_callbacks: Any
) -> None:
    TrendSettings.objects.create(view_weight=1, share_weight=5, comment_weight=3)
    tell()
    tell(t="share", c="copy")
    with django_capture_on_commit_callbacks(execute=True):
        comment_on(article)
    add_up_counts()
    score = ArticleFigures.objects.get(article=article).score
    assert weight_at(score, timezone.now().timestamp(), 8) == pytest.approx(9, rel=0.01)


def test_comment_that_is_approved_again_counts_once(
    article: ArticlePage, moderator: User, django_capture_on_commit_callbacks: Any
) -> None:
    comment = comment_on(article, Status.PENDING)
    with django_capture_on_commit_callbacks(execute=True):
        first = decide(comment.pk, Status.APPROVED)
    assert first is not None
    undo(first, moderator)
    with django_capture_on_commit_callbacks(execute=True):
        decide(comment.pk, Status.APPROVED)
    add_up_counts()
    score = ArticleFigures.objects.get(article=article).score
    assert weight_at(score, timezone.now().timestamp(), 8) == pytest.approx(3, rel=0.01)


def test_new_weights_make_scores_anew(tell: Tell, article: ArticlePage) -> None:
    rules = TrendSettings.objects.create()
    with freeze_time(timezone.now().replace(hour=12)):
        tell()
        tell("192.0.2.2")
        add_up_counts()
        rules.view_weight, rules.half_life_hours = 10, 24
        rules.save()
        rescore.call()
        score = ArticleFigures.objects.get(article=article).score
        assert weight_at(score, timezone.now().timestamp(), 24) == pytest.approx(20, rel=0.1)


def test_digests_of_readers_go_after_half_an_hour(tell: Tell) -> None:
    tell()
    add_up_counts()
    store.forget_readers(timezone.now() + timedelta(minutes=29))
    assert RecentView.objects.count() == 1
    store.forget_readers(timezone.now() + timedelta(minutes=31))
    assert not RecentView.objects.exists()


def of_wsgi(path: str, body: bytes = b"t=view", **more: str) -> str:
    """The status of what a page tells, asked of the application before Django."""
    started: list[str] = []

    def django(environ: Any, start_response: Any) -> list[bytes]:
        started.append("django")
        return []

    environ = RequestFactory(HTTP_USER_AGENT=PHONE).post(
        path, body, content_type="application/x-www-form-urlencoded", **more
    )
    with_counts(django)(environ.environ, lambda status, headers: started.append(status))
    return started[0]


def test_short_way_counts_as_django_does(
    transactional_db: None, tell: Tell, article: ArticlePage
) -> None:
    assert of_wsgi(f"/compter/{article.pk}/") == "204 No Content"
    assert of_wsgi(f"/compter/{article.pk}/", b"t=junk") == "400 Bad Request"
    assert of_wsgi(f"/compter/{article.pk}/", HTTP_HOST="elsewhere.example") == "400 Bad Request"
    assert of_wsgi(f"/compter/{article.pk}/", HTTP_COOKIE="sessionid=x") == "204 No Content"
    add_up_counts()
    assert sums() == {"views": 1}


@pytest.mark.parametrize(
    "path", ["/", "/compter/", "/compter/x/", "/compter/1", "/compter/99999999999/", "/compter/²/"]
)
def test_short_way_hands_on_all_else(path: str) -> None:
    assert of_wsgi(path) == "django"
    assert of_wsgi("/compter/1/", b"t=view&r=" + b"x" * 600) == "django"
