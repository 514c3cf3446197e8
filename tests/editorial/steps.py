"""The steps of a review: taken without their forms before what a test is about, and asked for."""

from wagtail.models import Page, WorkflowState

from accounts.models import User
from editorial.versions.tokens import revision_token
from editorial.workflow.deciding import Decision
from news.models import ArticlePage


def submit(page: Page, user: User) -> None:
    fresh = ArticlePage.objects.get(pk=page.pk)
    fresh.get_workflow().start(fresh, user)


def approve(page: Page, user: User) -> None:
    """Approve the step at which the newest version is, with all that is asked before."""
    fresh = ArticlePage.objects.get(pk=page.pk)
    token = revision_token(fresh.latest_revision)
    Decision(fresh.current_workflow_task_state, user, "approve", token).execute()


def was_submitted(page: Page) -> bool:
    return WorkflowState.objects.for_instance(page).exists()


def state_of(page: Page) -> WorkflowState:
    """The newest review of a page."""
    return WorkflowState.objects.for_instance(page).latest("created_at")


def step_of(page: Page) -> str:
    """The step at which it is, or at which it ended."""
    return state_of(page).current_task_state.task.name
