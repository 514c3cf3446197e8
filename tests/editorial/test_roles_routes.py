"""What each role meets in the admin, on every way in, crafted addresses included."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.admin.panels import get_edit_handler
from wagtail.admin.viewsets.pages import page_viewset_registry
from wagtail.models import Page, get_page_models

from accounts.models import User
from editorial.editor.viewset import NewsroomPageViewSet
from editorial.permissions import NewsroomPermissions
from home.models import HomePage, PolicyPage
from news.models import ArticleIndexPage, ArticlePage, Author
from tests.factories import ArticleFactory
from tests.forms import send
from tests.made_once import made_once

SignIn = Callable[[User], Client]
REFUSED = {302, 403}  # Wagtail answers a refusal by sending the person to the dashboard.


def url_of(name: str, *args: Any) -> str:
    return reverse(f"wagtailadmin_pages:{name}", args=args)


def is_refused(client: Client, url: str) -> bool:
    """Neither a GET nor a POST is let in; a redirect goes to the dashboard and nowhere else."""
    for response in (client.get(url), client.post(url, {"action-publish": "1"})):
        if response.status_code == 302 and response.url != reverse("wagtailadmin_home"):
            return False
        if response.status_code not in REFUSED:
            return False
    return True


@pytest.fixture
@made_once
def foreign(section: ArticleIndexPage, other_writer: User) -> ArticlePage:
    """Another writer's draft of two versions."""
    article: ArticlePage = ArticleFactory(
        parent=section, owner=other_writer, live=False, title="Scoop de l’autre"
    )
    article.save_revision(user=other_writer)
    article.save_revision(user=other_writer)
    return article


class TestWriters:
    @pytest.mark.parametrize(
        "name",
        [
            "edit",
            "delete",
            "move",
            "copy",
            "view_draft",
            "history",
            "workflow_history",
            "usage",
            "preview_on_edit",
            "unpublish",
            "set_privacy",
        ],
    )
    def test_no_side_door_leads_to_anothers_draft(
        self, name: str, foreign: ArticlePage, writer: User, sign_in: SignIn
    ) -> None:
        assert is_refused(sign_in(writer), url_of(name, foreign.pk))

    def test_no_version_of_anothers_draft_is_shown_compared_or_brought_back(
        self, foreign: ArticlePage, writer: User, sign_in: SignIn
    ) -> None:
        first, second = foreign.revisions.order_by("pk")
        client = sign_in(writer)
        assert is_refused(client, url_of("revisions_view", foreign.pk, first.pk))
        assert is_refused(client, url_of("revisions_revert", foreign.pk, first.pk))
        assert is_refused(client, url_of("revisions_compare", foreign.pk, first.pk, second.pk))

    def test_bulk_actions_leave_anothers_draft_alone(
        self, foreign: ArticlePage, writer: User, sign_in: SignIn, home_page: HomePage
    ) -> None:
        client = sign_in(writer)
        for action in ("delete", "publish", "unpublish", "move"):
            url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
            client.post(f"{url}?id={foreign.pk}", {"chooser": str(home_page.pk)})
        page = Page.objects.get(pk=foreign.pk)
        assert (page.live, page.get_parent().pk) == (False, foreign.get_parent().pk)

    def test_titles_of_others_drafts_stay_out_of_lists_searches_and_choosers(
        self,
        foreign: ArticlePage,
        draft: ArticlePage,
        writer: User,
        copy_editor: User,
        sign_in: SignIn,
    ) -> None:
        client, desk = sign_in(writer), sign_in(copy_editor)
        section = foreign.get_parent()
        for url in (
            reverse("wagtailadmin_explore", args=[section.pk]),
            reverse("wagtailadmin_choose_page_child", args=[section.pk]),
            reverse("wagtailadmin_pages:search") + "?q=Scoop",
            reverse("wagtailadmin_choose_page_search") + "?q=Scoop",
            reverse("wagtailadmin_reports:site_history"),
            reverse("wagtailadmin_api:pages:listing") + f"?child_of={section.pk}&for_explorer=1",
        ):
            assert "Scoop de l" not in client.get(url).content.decode(), url
            assert "Scoop de l" in desk.get(url).content.decode(), url
        explorer = client.get(reverse("wagtailadmin_explore", args=[section.pk]))
        assert draft.title in explorer.content.decode()

    @pytest.mark.parametrize(
        "name",
        [
            "wagtailusers_users:index",
            "wagtailusers_users:add",
            "wagtailusers_groups:index",
            "wagtailadmin_workflows:index",
            "wagtailadmin_workflows:task_index",
            "wagtailsites:index",
            "wagtailredirects:index",
            "wagtailadmin_collections:index",
        ],
    )
    def test_users_groups_and_settings_are_closed(
        self, name: str, home_page: HomePage, writer: User, sign_in: SignIn
    ) -> None:
        assert is_refused(sign_in(writer), reverse(name))

    def test_the_menu_names_no_settings(
        self, home_page: HomePage, writer: User, sign_in: SignIn
    ) -> None:
        page = sign_in(writer).get(reverse("wagtailadmin_home")).content.decode()
        assert reverse("wagtailusers_users:index") not in page
        assert reverse("wagtailadmin_workflows:index") not in page

    def test_only_articles_are_offered_in_a_section(
        self, section: ArticleIndexPage, writer: User, sign_in: SignIn
    ) -> None:
        response = sign_in(writer).get(url_of("add_subpage", section.pk))
        assert response.url == url_of("add", "news", "articlepage", section.pk)

    @pytest.mark.parametrize(
        "model", ["news.articleindexpage", "home.policypage", "home.faqpage", "home.contactpage"]
    )
    def test_a_crafted_address_creates_nothing_else(
        self,
        model: str,
        home_page: HomePage,
        section: ArticleIndexPage,
        writer: User,
        sign_in: SignIn,
    ) -> None:
        client, pages = sign_in(writer), Page.objects.count()
        for parent in (home_page, section):
            url = url_of("add", *model.split("."), parent.pk)
            assert is_refused(client, url)
            assert is_refused(client, url_of("preview_on_add", *model.split("."), parent.pk))
        assert Page.objects.count() == pages

    def test_nothing_is_offered_below_the_front_page(
        self, home_page: HomePage, writer: User, sign_in: SignIn
    ) -> None:
        assert is_refused(sign_in(writer), url_of("add_subpage", home_page.pk))

    def test_a_text_under_review_is_not_edited_moved_or_deleted(
        self, draft: ArticlePage, writer: User, sign_in: SignIn
    ) -> None:
        client = sign_in(writer)
        send(client, url_of("edit", draft.pk), button="action-submit")
        send(client, url_of("edit", draft.pk), {"title": "Changé en douce"})
        assert is_refused(client, url_of("delete", draft.pk))
        assert is_refused(client, url_of("move", draft.pk))
        assert Page.objects.get(pk=draft.pk).draft_title == "Le pont ferme"

    def test_the_live_page_of_another_is_read_not_edited(
        self, foreign: ArticlePage, writer: User, sign_in: SignIn
    ) -> None:
        foreign.get_latest_revision().publish()
        client = sign_in(writer)
        assert is_refused(client, url_of("edit", foreign.pk))
        chooser = reverse("wagtailadmin_choose_page_child", args=[foreign.get_parent().pk])
        assert "Scoop" in client.get(chooser).content.decode()

    def test_no_emergency_is_theirs(
        self, draft: ArticlePage, writer: User, copy_editor: User, sign_in: SignIn
    ) -> None:
        url = reverse("publish_in_emergency", args=[draft.pk])
        assert is_refused(sign_in(writer), url)
        assert is_refused(sign_in(copy_editor), url)


class TestCopyEditors:
    def test_they_edit_any_draft_and_publish_none(
        self, foreign: ArticlePage, copy_editor: User, sign_in: SignIn
    ) -> None:
        client = sign_in(copy_editor)
        send(client, url_of("edit", foreign.pk), {"title": "Relu"}, "action-publish")
        page = Page.objects.get(pk=foreign.pk)
        assert (page.draft_title, page.live) == ("Relu", False)

    def test_they_delete_no_draft_of_others_but_move_it(
        self, foreign: ArticlePage, copy_editor: User, sign_in: SignIn
    ) -> None:
        client = sign_in(copy_editor)
        assert is_refused(client, url_of("delete", foreign.pk))
        assert client.get(url_of("move", foreign.pk)).status_code == 200

    def test_policy_pages_and_sections_are_not_theirs(
        self,
        home_page: HomePage,
        section: ArticleIndexPage,
        copy_editor: User,
        sign_in: SignIn,
    ) -> None:
        policy = home_page.add_child(instance=PolicyPage(title="Mentions légales"))
        client = sign_in(copy_editor)
        for page in (policy, section, home_page):
            assert is_refused(client, url_of("edit", page.pk))
        assert is_refused(client, url_of("unpublish", section.pk))


class TestChiefEditors:
    def test_they_make_and_publish_sections(
        self, home_page: HomePage, chief: User, sign_in: SignIn
    ) -> None:
        client = sign_in(chief)
        url = url_of("add", "news", "articleindexpage", home_page.pk)
        send(client, url, {"title": "Santé", "slug": "sante"})
        section = ArticleIndexPage.objects.get(slug="sante")
        send(client, url_of("edit", section.pk), button="action-publish")
        assert ArticleIndexPage.objects.get(slug="sante").live

    def test_users_and_settings_are_closed_to_them_too(
        self, home_page: HomePage, chief: User, sign_in: SignIn
    ) -> None:
        client = sign_in(chief)
        for name in ("wagtailusers_users:index", "wagtailadmin_workflows:index"):
            assert is_refused(client, reverse(name))


class TestLegal:
    def test_they_meet_policy_pages_only(
        self,
        home_page: HomePage,
        section: ArticleIndexPage,
        draft: ArticlePage,
        lawyer: User,
        sign_in: SignIn,
    ) -> None:
        policy = home_page.add_child(instance=PolicyPage(title="Mentions légales"))
        client = sign_in(lawyer)
        assert client.get(url_of("edit", policy.pk)).status_code == 200
        for page in (draft, section, home_page):
            assert is_refused(client, url_of("edit", page.pk))
        explorer = client.get(reverse("wagtailadmin_explore", args=[section.pk]))
        assert draft.title not in explorer.content.decode()


class TestModerators:
    def test_they_enter_the_admin_and_no_page(
        self, draft: ArticlePage, moderator: User, sign_in: SignIn
    ) -> None:
        client = sign_in(moderator)
        assert client.get(reverse("wagtailadmin_home")).status_code == 200
        assert is_refused(client, url_of("edit", draft.pk))
        assert is_refused(client, url_of("add", "news", "articlepage", draft.get_parent().pk))


def test_the_account_behind_an_author_is_the_administrators_business(
    chief: User, admin: User
) -> None:
    form = get_edit_handler(Author).get_form_class()
    assert "user" not in form(for_user=chief).fields
    assert "user" in form(for_user=admin).fields


def test_a_new_page_names_no_workflow_that_is_not_its_own(
    home_page: HomePage, chief: User, sign_in: SignIn
) -> None:
    url = url_of("add", "home", "policypage", home_page.pk)
    page = BeautifulSoup(sign_in(chief).get(url).content, "html.parser")
    assert "Relecture" not in page.select_one('[name="action-submit"]').get_text()


@pytest.mark.parametrize("model", [m for m in get_page_models() if m is not Page])
def test_every_class_of_page_asks_the_rules_of_the_desk(model: type[Page], admin: User) -> None:
    reverse("wagtailadmin_home")  # Viewsets are registered with the admin's addresses.
    page = model(title="x", path="00010001", depth=2)
    assert isinstance(page.permissions_for_user(admin), NewsroomPermissions)
    assert isinstance(page_viewset_registry.get_by_type(model), NewsroomPageViewSet)
