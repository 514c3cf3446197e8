"""nginx in front of two processes of the site: what it sends by itself, and to whom."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client, override_settings
from wagtail.models import Site

from delivery.pages.changes import known
from delivery.pages.renewing import note_writes, renew
from home.models import HomePage, Identity
from news.models import ArticleIndexPage, ArticlePage, MachineSettings
from tests.delivery.behind_nginx import Answer, BehindNginx, skip_without_nginx
from tests.editorial.conftest import member
from tests.factories import ArticleFactory, HomePageFactory, SectionFactory
from tests.jobs.processes import database_url, wait_until
from tests.made_once import LAYERS


@pytest.fixture(scope="module")
def site(
    test_database: Any, django_db_blocker: Any, tmp_path_factory: Any
) -> Iterator[BehindNginx]:
    """The tests of this module are those of one newsroom, whose acts stay."""
    skip_without_nginx()
    folder: Path = tmp_path_factory.mktemp("nginx")
    with django_db_blocker.unblock():
        LAYERS.fold()
        home: HomePage = HomePageFactory()
        Site.objects.all().delete()
        default = Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
        for settings_of_site in (Identity, MachineSettings):
            # Else the first reader has them written, which is a change.
            settings_of_site.for_site(default)
        SectionFactory(parent=home, title="Politique", slug="politique")
        site = BehindNginx(folder, database_url())
        # This process is one of the site's as well.
        connection.close()
        with override_settings(PAGE_FILES=str(site.pages)):
            try:
                site.start()
                # Before the processes of the site do it, between two requests of a test.
                renew()
                yield site
            finally:
                site.stop()
        connection.close()
        connection.execute_wrappers.remove(note_writes)
        known.close()
        test_database.restore()


@pytest.fixture
def article(site: BehindNginx) -> ArticlePage:
    return ArticleFactory(parent=ArticleIndexPage.objects.get(slug="politique"))


def said(answer: Answer) -> dict[str, str]:
    """The headers, but for the moment; a policy is the same in any order."""
    headers = {name: value for name, value in answer.headers.items() if name != "date"}
    policy = headers.get("content-security-policy", "").split(";")
    headers["content-security-policy"] = str(sorted(part.strip() for part in policy))
    return headers


def address_of(article: ArticlePage) -> str:
    path: str = article.get_url_parts()[2]
    return path


def test_what_nginx_sends_is_what_django_sends(site: BehindNginx, article: ArticlePage) -> None:
    for path in ("/", address_of(article), "/flux/", "/flux.json"):
        for coding in ("br", "gzip", "identity", "gzip, br;q=0", "gzip, deflate, br"):
            # The header has nginx ask Django, which answers as it does to all who send none.
            django = site.ask(path, Accept_Encoding=coding, Save_Data="off")
            nginx = site.ask_twice(path, Accept_Encoding=coding)
            assert (django.status, nginx.status) == (200, 200)
            assert (django.is_file, nginx.is_file) == (False, True), (path, coding)
            assert said(nginx) == said(django)
            assert nginx.body == django.body
    assert nginx.headers["content-encoding"] == "br"
    assert "max-age=31536000" in nginx.headers["strict-transport-security"]


def test_head_and_not_modified_are_what_django_says(site: BehindNginx) -> None:
    page = site.ask_twice("/", Accept_Encoding="br")
    head = site.ask("/", "HEAD", Accept_Encoding="br")
    assert (head.is_file, head.body) == (True, b"")
    assert said(head) == said(page)
    known = {"Accept_Encoding": "br", "If_None_Match": page.headers["etag"]}
    nginx, django = site.ask("/", **known), site.ask("/", **known, Save_Data="off")
    assert (nginx.status, nginx.is_file, nginx.body) == (304, True, b"")
    assert (django.status, django.is_file) == (304, False)
    assert said(nginx) == said(django)
    assert site.ask("/", Accept_Encoding="br", If_None_Match='"1-1"').status == 200


def test_an_unchanged_page_keeps_its_etag_through_generations(
    site: BehindNginx, article: ArticlePage
) -> None:
    page = site.ask_twice("/politique/")
    ArticleFactory(parent=article.get_parent(), live=False)
    generation = (site.pages / "current").readlink()
    home = HomePage.objects.get()
    home.search_description = "Un journal."
    home.save()
    assert (site.pages / "current").readlink() != generation
    assert not site.files()
    assert site.ask_twice("/politique/").headers["etag"] == page.headers["etag"]


def test_what_advertisers_append_is_no_other_page(site: BehindNginx) -> None:
    page = site.ask_twice("/politique/")
    for query in ("?", "?fbclid=IwAR0", "?utm_source=lettre&utm_medium=e-mail&fbclid=x.y"):
        answer = site.ask(f"/politique/{query}")
        assert (answer.is_file, answer.body) == (True, page.body), query
    for query, status in {"?page=1": 200, "?autre=1": 200, "?utm_source=a%00b": 400}.items():
        answer = site.ask_twice(f"/politique/{query}")
        assert (answer.is_file, answer.status) == (False, status), query


def test_only_addresses_as_they_are_written_are_files(site: BehindNginx) -> None:
    assert site.ask_twice("/politique/").is_file
    paths = ("/politique", "//politique/", "/./politique/", "/politiqu%65/", "/politique/=.html")
    for path in (*paths, "/x/../politique/", "/politique/=.html.br", "/.snapshot"):
        assert not site.ask(path).is_file, path
    assert not site.ask("/politique/", Host="x.other.example").is_file


def test_who_gets_another_page_gets_it_from_django(site: BehindNginx, article: ArticlePage) -> None:
    address = address_of(article)
    reader = Client()
    reader.force_login(member("Chief editors"))
    session = f"{settings.SESSION_COOKIE_NAME}={reader.cookies[settings.SESSION_COOKIE_NAME].value}"
    others: list[dict[str, str]] = [
        {"Cookie": session},
        {"Cookie": "autre=1; economie=1"},
        {"Cookie": "economie=0"},
        {"Save_Data": "on"},
        {"Authorization": "Basic YTpi"},
        {"Host": "x.other.example"},
    ]
    for headers in others:
        assert site.ask_twice(address, **headers).status == 200
    assert site.ask_twice("/pas/de/page/").status == 404
    assert not any(article.slug in name or "pas/de" in name for name in site.files())
    assert site.ask_twice(address, Cookie="autre=1").is_file
    plain = site.ask(address)
    for headers in others:
        assert not site.ask(address, **headers).is_file, headers
    assert not site.ask(address, "POST").is_file
    assert "private" in site.ask(address, Cookie=session).headers["cache-control"]
    assert site.ask(address, Save_Data="on").body != plain.body


def test_a_correction_is_seen_at_the_next_request(site: BehindNginx, article: ArticlePage) -> None:
    address = address_of(article)
    assert site.ask_twice(address, Accept_Encoding="br").is_file
    for number in range(3):
        article.title = f"Le fleuve baisse, {number}e fois"
        article.save_revision().publish()
        for path in (address, "/politique/", "/flux/"):
            answer = site.ask(path, Accept_Encoding="br")
            assert article.title in brotli.decompress(answer.body).decode(), path
            assert not answer.is_file
            assert site.ask(path, Accept_Encoding="br").is_file


def test_what_the_desk_withdraws_is_gone_once_it_is_told_so(
    site: BehindNginx, article: ArticlePage
) -> None:
    address = address_of(article)
    assert site.ask_twice(address).is_file
    desk = Client()
    desk.force_login(member("Chief editors"))
    token = "c" * 32
    cookies = {settings.SESSION_COOKIE_NAME: desk.cookies[settings.SESSION_COOKIE_NAME].value}
    cookies[settings.CSRF_COOKIE_NAME] = token
    told = site.ask(
        f"/admin/pages/{article.pk}/unpublish/",
        "POST",
        "reason=Une+erreur+de+personne.",
        Content_Type="application/x-www-form-urlencoded",
        Cookie="; ".join(f"{name}={value}" for name, value in cookies.items()),
        X_CSRFToken=token,
        Referer="https://actujet.example/admin/",
    )
    assert told.status == 302
    assert site.ask(address).status in (404, 410)


def test_what_was_withdrawn_by_a_process_that_was_killed_goes_soon(
    site: BehindNginx, article: ArticlePage
) -> None:
    address = address_of(article)
    assert site.ask_twice(address).is_file
    with transaction.atomic():
        article.unpublish()
        connection.run_on_commit.clear()  # as SIGKILL does
    wait_until(lambda: site.ask(address).status in (404, 410), 5)
    assert article.title not in site.ask("/politique/").body.decode()
