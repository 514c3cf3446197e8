"""Figures of the past come from a file, are shown first, and go as they came."""

import io
from datetime import date, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import ModelLogEntry, Site, UploadedFile

from audience.counts.desk import loading, past
from audience.counts.models import ArticleFigures, DailyFigures
from home.models import HomePage
from news.models import ArticlePage
from tests.audience.conftest import signed_in
from tests.editorial.conftest import member
from tests.editorial.races import at_once
from tests.factories import ArticleFactory, SectionFactory

pytestmark = pytest.mark.django_db
PAST = "/admin/reports/figures/past/"
DAY = date(2025, 3, 1)


@pytest.fixture
def bridge(home_page: HomePage) -> ArticlePage:
    section = SectionFactory(parent=home_page, slug="politique")
    return ArticleFactory(parent=section, slug="le-pont", title="Le pont")


@pytest.fixture
def harvest(bridge: ArticlePage) -> ArticlePage:
    return ArticleFactory(parent=bridge.get_parent(), slug="la-recolte")


@pytest.fixture
def chief(db: None) -> Client:
    return signed_in(member("Chief editors"))


def read(text: str | bytes) -> past.Understood:
    return past.understand(io.BytesIO(text.encode() if isinstance(text, str) else text))


def facts(understood: past.Understood) -> list[tuple[int, date, int]]:
    return [row[1:] for row in understood.good]


def upload(client: Client, content: str | bytes, name: str = "lectures.csv") -> Any:
    content = content.encode() if isinstance(content, str) else content
    return client.post(PAST, {"file": SimpleUploadedFile(name, content)})


def token(response: Any) -> str:
    shown = BeautifulSoup(response.content, "html.parser")
    return str(shown.select_one("input[name=token]")["value"])


def bring(client: Client, content: str) -> None:
    shown = upload(client, content)
    client.post(f"{PAST}load/", {"token": token(shown)})


def total(article: ArticlePage) -> int:
    return ArticleFigures.objects.get(article=article).views


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_file_is_read_however_it_was_saved(
    bridge: ArticlePage, delimiter: str, encoding: str, end: str
) -> None:
    lines = [
        "clé|jour|“vues”",
        f"{bridge.pk}|1er août 2025|1\u00a0240",
        f'"{bridge.pk}"|"2025-03-01"|"7"',
    ]
    text = end.join(lines).replace("|", delimiter).replace("“vues”", "vues")
    assert facts(read(text.encode(encoding))) == [
        (bridge.pk, date(2025, 8, 1), 1240),
        (bridge.pk, DAY, 7),
    ]


def test_columns_are_found_by_name_or_stand_in_order(bridge: ArticlePage) -> None:
    assert facts(read(f"Vues,Titre,Date,URL\n3,x,2025-03-01,{bridge.pk}\n"))[0][2] == 3
    assert facts(read(f"sep=;\n\n{bridge.pk};01/03/2025;4"))[0][2] == 4
    assert read(f"sep=;\n\n{bridge.pk};01/03/2025;x").bad[0].line == 3


def test_article_is_known_by_key_path_address_and_where_it_was(bridge: ArticlePage) -> None:
    host = Site.objects.get().hostname
    Redirect.objects.create(old_path="/2019/pont", redirect_page=bridge)
    named = [
        str(bridge.pk),
        "/politique/le-pont/",
        "politique/le-pont",
        "/politique/le-pont?utm_source=x#haut",
        "/politique/le%2Dpont/",
        f"https://{host}/politique/le-pont/",
        f"http://www.{host}:8000/politique/le-pont",
        f"{host}/politique/le-pont/",
        "/2019/pont/",
    ]
    for text in named:
        assert facts(read(f"{text};2025-03-01;1")) == [(bridge.pk, DAY, 1)], text


@pytest.mark.parametrize(
    "day",
    ["2025-03-01", "20250301", "2025-03-01T00:00:00Z", "1/3/2025", "01.03.25", "1er mars 2025"],
)
def test_days_are_read_in_french_and_as_iso(bridge: ArticlePage, day: str) -> None:
    assert facts(read(f"{bridge.pk};{day};1")) == [(bridge.pk, DAY, 1)]


def test_rows_that_are_not_understood_are_named_with_their_line(bridge: ArticlePage) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    rows = [
        "article;jour;lectures",
        "/politique/rien/;2025-03-01;1",
        "https://autre.example/politique/le-pont/;2025-03-01;1",
        "http://[mal;2025-03-01;1",
        f"{bridge.pk};{tomorrow};1",
        f"{bridge.pk};31/02/2025;1",
        f"{bridge.pk};hier;1",
        f"{bridge.pk};1/3;1",
        f"{bridge.pk};1825-03-01;1",
        f"{bridge.pk};2025-03-01;1,5",
        f"{bridge.pk};2025-03-01;-1",
        f"{bridge.pk};2025-03-01;٣",
        f"{bridge.pk};2025-03-01;99999999999999999999",
        f"{bridge.pk};2025-03-01",
        f"{bridge.pk};2025-03-01;1",
        f"{bridge.pk};01/03/2025;1",
        f"{bridge.section.pk};2025-03-01;1",
    ]
    understood = read("\n".join(rows))
    assert [row.line for row in understood.good] == [15]
    assert [row.line for row in understood.bad] == [*range(2, 15), 16, 17]
    assert len({row.reason for row in understood.bad}) >= 8
    assert "15" in understood.bad[-2].reason


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        b"article;jour;lectures\n",
        b"un seul mot",
        b"article;jour\n1;2025-03-01",
        b"PK\x03\x04xlsx",
        b"a\x00b;c;d",
        b'"' + b"x" * 200_000,
        b"\xff\xfe",
        b"1;2025-03-01;1\n" * (past.MOST_LINES + 1),
        b"1" * (past.MOST_BYTES + 1),
    ],
    ids=range(11),
)
def test_file_that_is_none_is_refused_with_a_sentence(content: bytes, chief: Client) -> None:
    response = upload(chief, content)
    assert response.status_code == 422
    assert BeautifulSoup(response.content, "html.parser").select_one(".error-message").text.strip()
    assert not UploadedFile.objects.exists()


@given(some.binary(max_size=200) | some.text(max_size=200).map(lambda text: text.encode()))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_any_bytes_are_understood_or_refused(home_page: HomePage, content: bytes) -> None:
    for data in (content, b"article;jour;lectures\n" + content, b"1;2025-03-01;" + content):
        try:
            read(data)
        except past.UnreadableFile as error:
            assert str(error)


def test_first_step_loads_nothing_and_the_second_what_is_good(
    chief: Client, bridge: ArticlePage
) -> None:
    response = upload(chief, f"{bridge.pk};2025-03-01;30\n{bridge.pk};2025-03-02;x\n")
    assert response.status_code == 200
    assert not DailyFigures.objects.exists()
    chief.post(f"{PAST}load/", {"token": token(response)})
    row = DailyFigures.objects.get()
    assert (row.article_id, row.day, row.channel, row.views) == (bridge.pk, DAY, "imported", 30)
    figures = ArticleFigures.objects.get()
    assert (figures.views, figures.has_moved, figures.score) == (30, True, 0)
    assert not UploadedFile.objects.exists()
    entry = ModelLogEntry.objects.get(action="audience.figures.load")
    assert (entry.data["rows"], entry.object_id) == (1, "1")
    history = chief.get("/admin/reports/site-history/").content.decode()
    assert str(entry.message) in history


@pytest.mark.postgres
def test_loading_twice_replaces(chief: Client, bridge: ArticlePage, harvest: ArticlePage) -> None:
    ArticleFigures.objects.create(article=bridge, views=1000, score=5)
    DailyFigures.objects.create(article=bridge, day=DAY, channel="direct", views=1000)
    text = f"{bridge.pk};2025-03-01;30\n{harvest.pk};2025-03-01;4"
    bring(chief, text)
    ArticleFigures.objects.update(has_moved=False)
    bring(chief, text)
    assert (total(bridge), total(harvest)) == (1030, 4)
    assert not ArticleFigures.objects.filter(has_moved=True).exists()
    bring(chief, f"{bridge.pk};2025-03-01;10\n{bridge.pk};2025-03-02;1")
    assert (total(bridge), total(harvest)) == (1011, 4)
    assert ArticleFigures.objects.get(article=bridge).score == 5
    assert DailyFigures.objects.filter(channel="imported").count() == 3


@pytest.mark.postgres
def test_all_that_was_loaded_is_taken_out(
    chief: Client, bridge: ArticlePage, harvest: ArticlePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "CHUNK", 1)
    DailyFigures.objects.create(article=bridge, day=DAY, channel="direct", views=7)
    ArticleFigures.objects.create(article=bridge, views=7)
    bring(chief, f"{bridge.pk};2025-03-01;30\n{harvest.pk};2025-03-01;4")
    assert chief.get(f"{PAST}remove/").status_code == 200
    assert DailyFigures.objects.count() == 3
    chief.post(f"{PAST}remove/")
    assert DailyFigures.objects.get().channel == "direct"
    assert (total(bridge), total(harvest)) == (7, 0)


@pytest.mark.postgres
def test_files_loaded_at_once_count_once(
    transactional_db: None, bridge: ArticlePage, harvest: ArticlePage
) -> None:
    keys = (bridge.pk, harvest.pk)
    good = read(
        "\n".join(f"{key};2025-03-{day:02};10" for key in keys for day in range(1, 29))
    ).good
    assert at_once(*[lambda: loading.load(good)] * 3) == [56] * 3
    assert (total(bridge), total(harvest)) == (280, 280)
    assert at_once(loading.remove_all, loading.remove_all).count(None) == 0
    assert (total(bridge), total(harvest)) == (0, 0)


def test_article_deleted_since_the_file_was_read_is_left_out(
    bridge: ArticlePage, harvest: ArticlePage
) -> None:
    understood = read(f"{bridge.pk};2025-03-01;30\n{harvest.pk};2025-03-01;4")
    harvest.delete()
    assert loading.load(understood.good) == 1


def test_more_views_than_can_be_kept_are_refused(chief: Client, bridge: ArticlePage) -> None:
    ArticleFigures.objects.create(article=bridge, views=loading.MOST_IN_ALL)
    response = upload(chief, f"{bridge.pk};2025-03-01;30")
    chief.post(f"{PAST}load/", {"token": token(response)})
    assert not DailyFigures.objects.exists()


def test_file_is_loaded_once_by_who_brought_it(chief: Client, bridge: ArticlePage) -> None:
    mark = token(upload(chief, f"{bridge.pk};2025-03-01;30"))
    for wrong in ("", "x", mark[:-1], mark + "x"):
        assert chief.post(f"{PAST}load/", {"token": wrong}).status_code == 302
    signed_in(member("Chief editors")).post(f"{PAST}load/", {"token": mark})
    assert not DailyFigures.objects.exists()


@pytest.mark.parametrize("group", ["Writers", "Copy editors", "Moderators", "Legal"])
def test_others_load_nothing(group: str, bridge: ArticlePage) -> None:
    client = signed_in(member(group))
    assert client.get(PAST).status_code == 302
    assert upload(client, f"{bridge.pk};2025-03-01;30").status_code == 302
    for address in ("load/", "remove/"):
        assert client.post(f"{PAST}{address}").status_code == 302
    assert not UploadedFile.objects.exists()


def test_what_a_row_says_is_shown_as_text(chief: Client) -> None:
    response = upload(chief, '"<script>alert(1)</script>";2025-03-01;1')
    assert b"<script>alert(1)" not in response.content
    assert b"&lt;script&gt;alert(1)" in response.content
