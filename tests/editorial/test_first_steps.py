"""What each person meets first, and pages that only an address leads to."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext
from wagtail.admin.menu import admin_menu
from wagtail.models import Page

from accounts.models import User
from editorial.gates.evaluate import final_transition
from editorial.gates.models import Transition
from news.models import ArticleIndexPage, ArticlePage

SignIn = Callable[[User], Client]
HOME = reverse("wagtailadmin_home")


def links(client: Client, address: str) -> set[str]:
    response = client.get(address)
    assert response.status_code == 200
    page = BeautifulSoup(response.content, "html.parser")
    return {str(link["href"]) for link in page.select("main a[href]")}


def test_writer_begins_an_article_from_the_dashboard(writer: User, sign_in: SignIn):
    assert reverse("articles:choose_parent") in links(sign_in(writer), HOME)


def test_moderator_is_told_that_nothing_waits(moderator: User, sign_in: SignIn):
    response = sign_in(moderator).get(HOME)

    assert "Rien ne vous attend ici" in response.content.decode()
    assert 'role="search"' not in response.content.decode()
    names = [item.name for item in admin_menu.menu_items_for_request(response.wsgi_request)]
    assert "articles" not in names


def test_dashboard_leads_nowhere_outside(chief: User, sign_in: SignIn):
    outside = {link for link in links(sign_in(chief), HOME) if link.startswith("http")}
    assert not outside


@pytest.mark.parametrize("menu", ["reports", "settings"])
def test_menu_has_a_page_at_its_own_address(menu: str, chief: User, sign_in: SignIn):
    found = links(sign_in(chief), f"/admin/{menu}/")

    expected = {"reports": "wagtailadmin_reports:locked_pages", "settings": "gates"}
    assert reverse(expected[menu]) in found


def test_page_of_a_menu_without_entries_is_refused(moderator: User, sign_in: SignIn):
    response = sign_in(moderator).get("/admin/settings/")
    assert response.status_code == 302 and response.url == HOME


def test_all_sections_are_listed_from_the_report_of_page_types(
    chief: User, section: ArticleIndexPage, sign_in: SignIn
):
    address = reverse("wagtailadmin_pages:type_use", args=["news", "articleindexpage"])
    assert section.title in sign_in(chief).get(address).content.decode()


@pytest.mark.django_db
def test_new_article_is_told_of_its_publication_not_of_an_update():
    assert final_transition(ArticlePage()) == Transition.PUBLISH


def test_browsers_know_every_time_zone_that_is_offered():
    zones = set(settings.WAGTAIL_USER_TIME_ZONES)
    assert "Africa/Bamako" in zones and not zones & {"localtime", "Factory"}


def test_lists_say_yes_and_no_in_french(admin: User, sign_in: SignIn):
    page = sign_in(admin).get(reverse("wagtailusers_users:index")).content.decode()
    assert "oui" in page and ">True<" not in page.replace(" ", "")


@pytest.mark.parametrize(("word", "french"), [("Type", "Type"), ("Promote", "Promotion")])
def test_words_of_the_newsroom_replace_none_of_wagtails(word: str, french: str):
    """One catalogue serves both: a heading of ours may be a column of theirs."""
    assert gettext(word) == french


def test_the_page_that_an_empty_site_begins_with_opens(admin: User, sign_in: SignIn):
    root = Page.get_first_root_node()
    assert root.title == "Tout le site"
    welcome = root.add_child(instance=Page(title="Bienvenue"))
    assert links(sign_in(admin), reverse("wagtailadmin_pages:edit", args=[welcome.pk]))
