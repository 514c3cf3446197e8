"""What a reader sees when something is wrong."""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection
from django.http import Http404
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import path

from config import urls
from config.urls import handler400, handler403, handler404, handler500  # noqa: F401
from home.errors import page_not_found
from tests.factories import ArticleFactory, SectionFactory


def break_down(request):
    raise RuntimeError("secret detail")


def refuse(request):
    raise PermissionDenied("secret detail")


urlpatterns = [path("panne/", break_down), path("refus/", refuse), *urls.urlpatterns]


def face(response, status):
    """The page, once it is sure that it is one of ours."""
    assert response.status_code == status
    html = response.content.decode()
    page = BeautifulSoup(html, "html.parser")
    assert page.html["lang"] == "fr"
    assert page.find("main").h1.text.strip()
    assert page.find("a", href="/")
    assert page.title.text.strip()
    assert "secret detail" not in html and "Traceback" not in html
    return page


def test_missing_page_offers_search_and_the_newest_articles(home_page, reader):
    article = ArticleFactory(parent=SectionFactory(parent=home_page))
    page = face(reader.get("/nulle-part/"), 404)
    assert page.find("main").find("form", role="search")
    assert article.title in page.find("main").text


def test_missing_page_of_an_empty_site_is_still_a_page(home_page, reader):
    face(reader.get("/nulle-part/"), 404)


def test_missing_page_shows_no_draft(home_page, reader):
    draft = ArticleFactory(parent=SectionFactory(parent=home_page), live=False, title="Embargo")
    assert draft.title not in reader.get("/nulle-part/").content.decode()


@pytest.mark.urls(__name__)
def test_broken_page_says_so_without_details(home_page, reader):
    face(reader.get("/panne/"), 500)


@pytest.mark.urls(__name__)
def test_forbidden_page_says_so_without_details(home_page, reader):
    face(reader.get("/refus/"), 403)


def test_form_without_its_token_is_answered_in_plain_words(home_page):
    strict = Client(enforce_csrf_checks=True)
    face(strict.post("/admin/login/", {"username": "a", "password": "b"}), 403)


@pytest.mark.parametrize("address", ["/%00", "/sport%00s/", "/flux/?x=%00", "/?page=%00"])
def test_address_that_is_no_text_is_refused(home_page, reader, address):
    face(reader.get(address), 400)


def test_unknown_host_is_refused(home_page, reader):
    face(reader.get("/", HTTP_HOST="elsewhere.example"), 400)


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "429", "500"])
def test_every_error_page_shows_without_a_database(name):
    """No `db` fixture: pytest-django fails the test on the first query."""
    page = BeautifulSoup(render_to_string(f"{name}.html"), "html.parser")
    assert page.html["lang"] == "fr" and page.find("main").h1.text.strip()


def without_database(execute, sql, params, many, context):
    raise OperationalError("the server closed the connection")


def test_missing_page_is_a_404_even_if_the_database_goes_away(home_page, rf: RequestFactory):
    with connection.execute_wrapper(without_database):
        face(page_not_found(rf.get("/nulle-part/"), Http404()), 404)


def test_no_page_of_the_site_needs_the_database_to_say_that_it_is_gone(home_page, reader):
    with connection.execute_wrapper(without_database):
        face(reader.get("/"), 500)
