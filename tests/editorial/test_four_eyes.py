"""The author or submitter of a text never approves it: every way in, through the real views."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from accounts.models import User
from editorial.versions.tokens import revision_token
from news.models import ArticlePage, Byline
from tests.editorial.conftest import member
from tests.editorial.steps import approve, state_of, step_of, submit
from tests.factories import ArticleFactory, AuthorFactory
from tests.forms import fields_of, fields_sent, send
from tests.made_once import made_once
from tests.scale import scaled

SignIn = Callable[[User], Client]


def edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def action_url(page: Page, action: str = "approve", name: str = "workflow_action") -> str:
    task_state = state_of(page).current_task_state
    url = reverse(f"wagtailadmin_pages:{name}", args=[page.pk, action, task_state.pk])
    return f"{url}?seen={revision_token(Page.objects.get(pk=page.pk).latest_revision)}"


@pytest.fixture
@made_once
def own_text(draft: ArticlePage, copy_editor: User, chief: User) -> ArticlePage:
    """A text that the copy editor owns and has submitted to the copy desk."""
    draft.owner = copy_editor
    draft.save()
    draft.save_revision(user=copy_editor)
    submit(draft, copy_editor)
    return draft


def is_still_at_the_copy_desk(page: Page) -> bool:
    return step_of(page) == "Secrétariat de rédaction" and not Page.objects.get(pk=page.pk).live


def test_the_editor_offers_no_approval_of_ones_own_text(
    own_text: ArticlePage, copy_editor: User, sign_in: SignIn
) -> None:
    page = sign_in(copy_editor).get(edit_url(own_text)).content.decode()
    assert 'data-workflow-action-name="approve"' not in page
    assert 'data-workflow-action-name="reject"' in page


def test_the_editor_says_why_it_offers_none(
    own_text: ArticlePage, copy_editor: User, admin: User, sign_in: SignIn
) -> None:
    own = sign_in(copy_editor).get(edit_url(own_text))
    other = sign_in(admin).get(edit_url(own_text))
    assert len(list(own.context["messages"])) == len(list(other.context["messages"])) + 1


def test_a_crafted_post_of_the_editor_approves_nothing(
    own_text: ArticlePage, copy_editor: User, sign_in: SignIn
) -> None:
    changes = {"action-workflow-action": "true", "workflow-action-name": "approve"}
    send(sign_in(copy_editor), edit_url(own_text), changes)
    assert is_still_at_the_copy_desk(own_text)


def test_the_workflow_view_refuses(
    own_text: ArticlePage, copy_editor: User, sign_in: SignIn
) -> None:
    client = sign_in(copy_editor)
    assert client.get(action_url(own_text)).status_code in {302, 403}
    assert client.post(action_url(own_text)).status_code in {302, 403}
    collect = action_url(own_text, name="collect_workflow_action_data")
    client.post(collect, {"comment": ""})
    assert is_still_at_the_copy_desk(own_text)


def test_the_step_of_ones_own_text_cannot_be_reached_through_another_page(
    own_text: ArticlePage, writer: User, copy_editor: User, sign_in: SignIn
) -> None:
    other = ArticleFactory(parent=own_text.get_parent(), owner=writer, live=False)
    other.save_revision(user=writer)
    submit(other, writer)
    own_step = state_of(own_text).current_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[other.pk, "approve", own_step.pk])
    sign_in(copy_editor).post(url)
    assert is_still_at_the_copy_desk(own_text)
    assert is_still_at_the_copy_desk(other)


def test_the_dashboard_offers_no_approval_of_ones_own_text(
    own_text: ArticlePage, copy_editor: User, admin: User, sign_in: SignIn
) -> None:
    home = reverse("wagtailadmin_home")
    assert action_url(own_text) not in sign_in(copy_editor).get(home).content.decode()
    assert action_url(own_text) in sign_in(admin).get(home).content.decode()


def test_a_superuser_approves_no_text_of_their_own(
    draft: ArticlePage, admin: User, sign_in: SignIn
) -> None:
    client = sign_in(admin)
    draft.save_revision(user=admin)
    submit(draft, admin)
    client.post(action_url(draft))
    changes = {"action-workflow-action": "true", "workflow-action-name": "approve"}
    send(client, edit_url(draft), changes)
    assert is_still_at_the_copy_desk(draft)


def test_a_chief_editor_does_not_approve_what_they_sign(
    draft: ArticlePage,
    writer: User,
    copy_editor: User,
    chief: User,
    other_chief: User,
    sign_in: SignIn,
) -> None:
    draft.bylines = [Byline(author=AuthorFactory(user=chief))]
    draft.save()
    draft.save_revision(user=writer)
    submit(draft, writer)
    approve(draft, copy_editor)
    sign_in(chief).post(action_url(draft))
    assert step_of(draft) == "Rédaction en chef"
    assert not Page.objects.get(pk=draft.pk).live


def test_signing_and_approving_in_one_go_is_refused_with_the_text_kept(
    submitted: ArticlePage, copy_editor: User, sign_in: SignIn
) -> None:
    draft, author = submitted, AuthorFactory(user=copy_editor)
    byline = {
        "bylines-TOTAL_FORMS": "1",
        "bylines-0-author": str(author.pk),
        "bylines-0-role": "",
        "bylines-0-ORDER": "1",
        "bylines-0-id": "",
        "bylines-0-DELETE": "",
        "title": "Titre tapé avant",
    }
    approval = {"action-workflow-action": "true", "workflow-action-name": "approve"}
    response = send(sign_in(copy_editor), edit_url(draft), byline | approval)
    assert response.status_code == 403
    assert "Titre tapé avant" in response.content.decode()
    assert is_still_at_the_copy_desk(draft)
    assert Page.objects.get(pk=draft.pk).get_latest_revision().content["bylines"] == []


def test_one_person_with_two_roles_approves_one_step(
    submitted: ArticlePage, chief: User, sign_in: SignIn
) -> None:
    draft, both = submitted, member("Chief editors", username="double")
    both.groups.add(*member("Copy editors", username="passant").groups.all())
    client = sign_in(both)
    client.post(action_url(draft))
    assert step_of(draft) == "Rédaction en chef"
    client.post(action_url(draft))
    assert not Page.objects.get(pk=draft.pk).live
    approve(draft, chief)
    assert Page.objects.get(pk=draft.pk).live


def test_a_copy_editor_corrects_and_approves_in_one_go(
    submitted: ArticlePage, copy_editor: User, chief: User, sign_in: SignIn
) -> None:
    draft = submitted
    approval = {"action-workflow-action": "true", "workflow-action-name": "approve"}
    send(sign_in(copy_editor), edit_url(draft), {"title": "Titre corrigé"} | approval)
    assert step_of(draft) == "Rédaction en chef"
    first = state_of(draft).task_states.get(finished_by=copy_editor)
    assert first.revision.content["title"] == "Titre corrigé"
    approve(draft, chief)
    page = Page.objects.get(pk=draft.pk)
    assert (page.live, page.title) == (True, "Titre corrigé")


def test_where_nobody_else_may_approve_the_editor_says_what_is_left(
    draft: ArticlePage, copy_editor: User, sign_in: SignIn
) -> None:
    draft.owner = copy_editor
    draft.save()
    draft.title = "Le pont de Sotuba ferme"
    draft.save_revision(user=copy_editor)
    submit(draft, copy_editor)
    told = [str(m) for m in sign_in(copy_editor).get(edit_url(draft)).context["messages"]]
    assert any("Secrétariat de rédaction" in text for text in told)


def test_ones_own_text_is_approved_by_a_colleague(own_text: ArticlePage, sign_in: SignIn) -> None:
    colleague = member("Copy editors", username="collegue")
    sign_in(colleague).post(action_url(own_text))
    assert step_of(own_text) == "Rédaction en chef"


PEOPLE = ["writer", "copy_editor", "chief", "admin"]


class TestNoDirectPublishing:
    """Articles and policy pages are published by their workflow, whoever asks."""

    @pytest.fixture(params=PEOPLE)
    def person(self, request: pytest.FixtureRequest) -> User:
        return request.getfixturevalue(request.param)

    @pytest.fixture(params=PEOPLE if scaled(0, 1) else ["writer", "admin"])
    def least_or_most(self, request: pytest.FixtureRequest) -> User:
        """Who may least and who may most; the others may what lies between."""
        return request.getfixturevalue(request.param)

    def test_not_from_the_editor(self, person: User, draft: ArticlePage, sign_in: SignIn) -> None:
        client = sign_in(person)
        page = client.get(edit_url(draft)).content.decode()
        assert 'name="action-publish"' not in page
        client.post(edit_url(draft), fields_of(page) | {"action-publish": "1"})
        assert not Page.objects.get(pk=draft.pk).live

    def test_not_while_creating(
        self, least_or_most: User, draft: ArticlePage, sign_in: SignIn
    ) -> None:
        section = draft.get_parent()
        url = reverse("wagtailadmin_pages:add", args=["news", "articlepage", section.pk])
        client = sign_in(least_or_most)
        page = client.get(url).content.decode()
        assert 'name="action-publish"' not in page
        typed = {"title": "Direct", "slug": "direct", "action-publish": "1"}
        client.post(url, fields_of(page) | typed)
        assert not Page.objects.get(slug="direct").live

    def test_not_in_bulk(self, person: User, draft: ArticlePage, sign_in: SignIn) -> None:
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        sign_in(person).post(f"{url}?id={draft.pk}")
        sign_in(person).post(f"{url}?id={draft.get_parent().pk}", {"include_descendants": "on"})
        assert not Page.objects.get(pk=draft.pk).live

    def test_not_through_the_api(self, person: User, draft: ArticlePage, sign_in: SignIn) -> None:
        """Wagtail's admin has one that writes; the site offers none."""
        client = sign_in(person)
        url = reverse("wagtailadmin_api:pages:action", args=[draft.pk, "publish"])
        assert client.post(url).status_code == 403
        assert not Page.objects.get(pk=draft.pk).live

    def test_not_through_the_api_as_a_copy_or_an_alias(
        self, person: User, draft: ArticlePage, sign_in: SignIn
    ) -> None:
        draft.get_latest_revision().publish()
        client = sign_in(person)
        place = {"destination_page_id": draft.get_parent().pk}
        for action, fields in (
            ("copy", {"slug": "copie-api", "keep_live": True}),
            ("create_alias", {"update_slug": "copie-alias"}),
        ):
            url = reverse("wagtailadmin_api:pages:action", args=[draft.pk, action])
            client.post(url, place | fields)
        assert not Page.objects.filter(slug__startswith="copie-", live=True).exists()

    def test_not_by_an_approval_without_a_workflow(
        self, person: User, draft: ArticlePage, sign_in: SignIn
    ) -> None:
        approval = {"action-workflow-action": "true", "workflow-action-name": "approve"}
        send(sign_in(person), edit_url(draft), approval)
        assert not Page.objects.get(pk=draft.pk).live

    def test_not_by_copying(self, person: User, draft: ArticlePage, sign_in: SignIn) -> None:
        draft.get_latest_revision().publish()
        url = reverse("wagtailadmin_pages:copy", args=[draft.pk])
        for extra in ({"publish_copies": "on"}, {"alias": "on"}):
            fields = {
                "new_title": "Copie",
                "new_slug": f"copie-{next(iter(extra))}",
                "new_parent_page": str(draft.get_parent().pk),
            }
            sign_in(person).post(url, fields | extra)
        assert not Page.objects.filter(slug__startswith="copie-", live=True).exists()

    def test_not_by_bringing_back_an_old_version(
        self, least_or_most: User, draft: ArticlePage, sign_in: SignIn
    ) -> None:
        old = draft.get_latest_revision()
        draft.save_revision(user=draft.owner)
        url = reverse("wagtailadmin_pages:revisions_revert", args=[draft.pk, old.pk])
        send(sign_in(least_or_most), url, button="action-publish")
        assert not Page.objects.get(pk=draft.pk).live


def test_an_approval_that_comes_twice_counts_once(
    submitted: ArticlePage, copy_editor: User, sign_in: SignIn
) -> None:
    draft, url = submitted, action_url(submitted)
    client = sign_in(copy_editor)
    client.post(url)
    client.post(url)
    assert step_of(draft) == "Rédaction en chef"


def test_the_schedule_of_an_article_is_no_way_around(
    draft: ArticlePage, writer: User, sign_in: SignIn
) -> None:
    client = sign_in(writer)
    fields: dict[str, Any] = fields_sent(client, edit_url(draft))
    client.post(edit_url(draft), fields | {"go_live_at": "2020-01-01 08:00"})
    page = Page.objects.get(pk=draft.pk)
    assert not page.live
    assert page.get_latest_revision().approved_go_live_at is None


def test_what_a_crafted_approval_brings_along_is_dropped(
    submitted: ArticlePage, copy_editor: User, sign_in: SignIn
) -> None:
    client = sign_in(copy_editor)
    fields = fields_sent(client, edit_url(submitted))
    approval = {"action-workflow-action": "true", "workflow-action-name": "approve"}
    outcomes = {}
    for extra in (
        "{", "[]", '"x"', '{"update": false}', '{"user": 1}', '{"seen": "1-1", "x": 1}'
    ):  # fmt: skip
        with transaction.atomic():
            crafted = approval | {"workflow-action-extra-data": extra}
            answer = client.post(edit_url(submitted), fields | crafted)
            outcomes[extra] = (answer.status_code, step_of(submitted))
            transaction.set_rollback(True)
    assert outcomes == dict.fromkeys(outcomes, (302, "Rédaction en chef"))


def test_an_old_version_brought_back_through_the_api_is_not_approved_unseen(
    draft: ArticlePage, writer: User, copy_editor: User, chief: User, sign_in: SignIn
) -> None:
    first = draft.get_latest_revision()
    desk = sign_in(writer)
    draft.title = "Le pont rouvre"
    draft.save_revision(user=writer)
    submit(draft, writer)
    approve(draft, copy_editor)
    approval = action_url(draft)
    url = reverse("wagtailadmin_api:pages:action", args=[draft.pk, "revert_to_page_revision"])
    desk.post(url, {"revision_id": first.pk})
    sign_in(chief).post(approval)
    assert step_of(draft) == "Rédaction en chef"
    assert not Page.objects.get(pk=draft.pk).live


def test_writing_at_the_last_step_bars_through_the_dashboard_too(
    at_the_chiefs: ArticlePage, chief: User, sign_in: SignIn
) -> None:
    draft, client = at_the_chiefs, sign_in(chief)
    send(client, edit_url(draft), {"title": "Titre de la cheffe"})
    response = client.post(action_url(draft))
    assert response.url == reverse("own_change", args=[draft.pk])
    assert not Page.objects.get(pk=draft.pk).live
