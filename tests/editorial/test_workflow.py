"""From a writer's first line to a scheduled article, through the admin's own pages."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Workflow, WorkflowPage, WorkflowState

from accounts.models import User
from editorial.versions.tokens import revision_token
from editorial.workflow.models import ReviewTask
from home.models import HomePage, PolicyPage
from news.models import ArticleIndexPage, ArticlePage
from tests.editorial.steps import approve, state_of, step_of, submit
from tests.forms import comment, fields_sent, send

SignIn = Callable[[User], Client]


def edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def add_url(model: str, parent: Page) -> str:
    return reverse("wagtailadmin_pages:add", args=[*model.split("."), parent.pk])


def act(client: Client, page: Page, action: str, **changes: str) -> object:
    """Press a reviewer's button in the page editor."""
    return send(
        client,
        edit_url(page),
        {"action-workflow-action": "true", "workflow-action-name": action, **changes},
    )


def latest(page: Page) -> Page:
    """The page's latest version, as it stands in the database."""
    return Page.objects.get(pk=page.pk).get_latest_revision_as_object()


@pytest.mark.postgres
def test_an_article_goes_from_first_line_to_its_hour(
    section: ArticleIndexPage,
    writer: User,
    copy_editor: User,
    chief: User,
    sign_in: SignIn,
) -> None:
    # The writer creates and saves.
    desk = sign_in(writer)
    url = add_url("news.articlepage", section)
    response = send(desk, url, {"title": "Le pont ferme", "slug": "le-pont-ferme"})
    article = ArticlePage.objects.get(slug="le-pont-ferme")
    assert response.url == edit_url(article)
    assert (article.live, article.owner) == (False, writer)

    # Submits, and from then on cannot touch it.
    send(desk, edit_url(article), {"standfirst": "Un mois de travaux."}, "action-submit")
    assert step_of(article) == "Secrétariat de rédaction"
    send(desk, edit_url(article), {"title": "Autre titre"})
    assert latest(article).title == "Le pont ferme"

    # The copy editor finds it, comments in the margin and sends it back with a reason.
    review = sign_in(copy_editor)
    assert "Le pont ferme" in review.get(reverse("wagtailadmin_home")).content.decode()
    fields = fields_sent(review, edit_url(article))
    review.post(edit_url(article), fields | comment(fields, "Quel pont ?"))
    act(
        review,
        article,
        "reject",
        **{"workflow-action-extra-data": '{"comment": "Dire quel pont."}'},
    )
    assert state_of(article).status == WorkflowState.STATUS_NEEDS_CHANGES
    assert state_of(article).current_task_state.comment == "Dire quel pont."

    # The writer reads both, changes the text and submits again.
    page = desk.get(edit_url(article)).content.decode()
    assert "Quel pont ?" in page
    send(desk, edit_url(article), {"title": "Le pont de Sotuba ferme"}, "action-submit")
    assert state_of(article).status == WorkflowState.STATUS_IN_PROGRESS

    # The copy editor passes it on.
    act(review, article, "approve")
    assert step_of(article) == "Rédaction en chef"

    # The chief editor approves with an hour ahead.
    hour = timezone.localtime() + timedelta(hours=2)
    act(sign_in(chief), article, "approve", go_live_at=hour.strftime("%Y-%m-%d %H:%M"))
    article.refresh_from_db()
    assert state_of(article).status == WorkflowState.STATUS_APPROVED
    assert not article.live
    approved = latest(article).latest_revision.approved_go_live_at
    assert approved == hour.replace(second=0, microsecond=0)
    assert latest(article).title == "Le pont de Sotuba ferme"


def test_the_last_approval_publishes_at_once_without_a_time(
    draft: ArticlePage, writer: User, copy_editor: User, chief: User, sign_in: SignIn
) -> None:
    submit(draft, writer)
    approve(draft, copy_editor)
    act(sign_in(chief), draft, "approve")
    draft.refresh_from_db()
    assert draft.live


def test_a_writer_takes_a_text_back_from_review(
    draft: ArticlePage, writer: User, sign_in: SignIn
) -> None:
    desk = sign_in(writer)
    submit(draft, writer)
    send(desk, edit_url(draft), button="action-cancel-workflow")
    assert state_of(draft).status == WorkflowState.STATUS_CANCELLED
    send(desk, edit_url(draft), {"title": "Le pont rouvre"})
    assert latest(draft).title == "Le pont rouvre"


def test_a_text_is_not_sent_back_without_a_word(
    draft: ArticlePage, writer: User, copy_editor: User, sign_in: SignIn
) -> None:
    submit(draft, writer)
    state = state_of(draft).current_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[draft.pk, "reject", state.pk])
    headers = {"X-Requested-With": "XMLHttpRequest"}
    response = sign_in(copy_editor).post(url, {"comment": ""}, headers=headers)
    assert "comment" in response.json()["html"]
    assert state_of(draft).status == WorkflowState.STATUS_IN_PROGRESS


def test_chief_editors_unschedule_and_unpublish(
    draft: ArticlePage, writer: User, copy_editor: User, chief: User, sign_in: SignIn
) -> None:
    draft.go_live_at = timezone.now() + timedelta(hours=2)
    draft.save_revision(user=writer)
    submit(draft, writer)
    approve(draft, copy_editor)
    approve(draft, chief)
    desk = sign_in(chief)
    revision = latest(draft).latest_revision
    desk.post(reverse("wagtailadmin_pages:revisions_unschedule", args=[draft.pk, revision.pk]))
    revision.refresh_from_db()
    assert revision.approved_go_live_at is None

    revision.publish(user=chief, skip_permission_checks=True)
    draft.refresh_from_db()
    draft.live = True
    draft.save()
    desk.post(
        reverse("wagtailadmin_pages:unpublish", args=[draft.pk]),
        {"reason": "Une erreur de personne."},
    )
    draft.refresh_from_db()
    assert not draft.live


def test_an_article_under_review_can_still_be_withdrawn_from_readers(
    draft: ArticlePage, writer: User, chief: User, sign_in: SignIn
) -> None:
    draft.get_latest_revision().publish()
    draft.title = "Le pont rouvre"
    draft.save_revision(user=writer)
    submit(draft, writer)
    sign_in(chief).post(
        reverse("wagtailadmin_pages:unpublish", args=[draft.pk]),
        {"reason": "Une erreur de personne."},
    )
    draft.refresh_from_db()
    assert not draft.live


def test_policy_pages_go_to_legal_and_articles_to_the_desk(
    home_page: HomePage, draft: ArticlePage
) -> None:
    policy = home_page.add_child(instance=PolicyPage(title="Mentions légales", live=False))
    assert policy.get_workflow().name == "Validation juridique"
    assert draft.get_workflow().name == "Relecture"


def test_legal_approves_a_policy_page(
    home_page: HomePage, chief: User, lawyer: User, sign_in: SignIn
) -> None:
    url = add_url("home.policypage", home_page)
    fields = {
        "title": "Confidentialité",
        "slug": "confidentialite",
        "body-count": "1",
        "body-0-type": "heading",
        "body-0-value-text": "Vos données",
        "body-0-value-level": "2",
        "body-0-order": "0",
        "body-0-deleted": "",
        "body-0-id": "",
    }
    send(sign_in(chief), url, fields, "action-submit")
    policy = PolicyPage.objects.get(slug="confidentialite")
    assert step_of(policy) == "Direction juridique"
    url = reverse(
        "wagtailadmin_pages:workflow_action",
        args=[policy.pk, "approve", state_of(policy).current_task_state.pk],
    )
    sign_in(lawyer).post(f"{url}?seen={revision_token(policy.get_latest_revision())}")
    policy.refresh_from_db()
    assert policy.live


@pytest.mark.postgres
def test_the_migrations_leave_two_workflows_of_reviews(db: None) -> None:
    steps = {
        workflow.name: [
            (task.name, [group.name for group in task.specific.groups.all()])
            for task in workflow.tasks
        ]
        for workflow in Workflow.objects.all()
    }
    assert steps == {
        "Relecture": [
            ("Secrétariat de rédaction", ["Copy editors"]),
            ("Rédaction en chef", ["Chief editors"]),
        ],
        "Validation juridique": [("Direction juridique", ["Legal"])],
    }
    assert ReviewTask.objects.count() == 3
    assert WorkflowPage.objects.get(page__depth=1).workflow.name == "Relecture"
