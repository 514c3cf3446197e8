"""Who may do what at the desk: plain predicates that every route asks.

Which types of page a group may add, change or delete is told by Django's model permissions
(`news.add_articlepage`…); in which part of the tree, by Wagtail's page permissions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import Page, PageLogEntry, Revision, TaskState, WorkflowState

from accounts.models import User
from home.models import PolicyPage
from news.models import ArticlePage, Author

if TYPE_CHECKING:
    from editorial.models import ReviewTask

NEEDS_APPROVAL = (ArticlePage, PolicyPage)
EMERGENCY_PERMISSION = "editorial.publish_in_emergency"


def needs_approval(page_class: type[Page]) -> bool:
    """Whether pages of this class reach the readers only through their workflow."""
    return issubclass(page_class, NEEDS_APPROVAL)


def holds(user: User, action: str, page_class: type[Page]) -> bool:
    """Whether a group of `user` may `action` (add, change, delete) pages of this class."""
    opts = page_class._meta
    return user.has_perm(f"{opts.app_label}.{action}_{opts.model_name}")


def may_create(user: User, page_class: type[Page], parent: Page) -> bool:
    """Create a page below `parent`, where the site's structure has room for one of its class."""
    return holds(user, "add", page_class) and page_class.can_create_at(parent)


def may_edit(user: User, page: Page) -> bool:
    """Edit: whoever changes pages of this class, its owner, and the reviewers of its step.

    Whoever may edit may also preview, compare and read the history.
    """
    return (
        holds(user, "change", page.specific_class)
        or is_own(user, page)
        or reviews(user, page.current_workflow_task)
    )


def is_own(user: User, page: Page) -> bool:
    """Whether the page is the user's, and of a class that the user still writes."""
    return page.owner_id == user.pk and holds(user, "add", page.specific_class)


def may_delete(user: User, page: Page) -> bool:
    """Delete: whoever deletes pages of this class, and its owner unless it is under review."""
    return holds(user, "delete", page.specific_class) or _is_own_and_free(user, page)


def may_move(user: User, page: Page) -> bool:
    """Move to another section: whoever changes pages of this class, or its owner as above."""
    return holds(user, "change", page.specific_class) or _is_own_and_free(user, page)


def _is_own_and_free(user: User, page: Page) -> bool:
    lock = page.get_lock()
    return is_own(user, page) and not (lock and lock.for_user(user))


def may_publish(user: User, page: Page) -> bool:
    """Publish at once, without anybody's approval: never an article or a policy page."""
    return not needs_approval(page.specific_class) and holds(user, "change", page.specific_class)


def may_publish_in_emergency(user: User, page: Page) -> bool:
    """Publish what needs approval without it, with a reason on record."""
    return needs_approval(page.specific_class) and user.has_perm(EMERGENCY_PERMISSION)


def reviews(user: User, task: ReviewTask | None) -> bool:
    """Whether this step of a workflow is for the user's group to judge."""
    return task is not None and task.is_for(user)


def may_send_back(user: User, revision: Revision) -> bool:
    """Ask the author for changes: the reviewers of the step the text stands at."""
    return reviews(user, revision.content_object.current_workflow_task)


def may_approve(user: User, revision: Revision) -> bool:
    """Approve the step the text stands at: a reviewer of it, who is a stranger to the text.

    A stranger is neither owner, author nor submitter (`is_party`), and has not taken the text to
    this step (`has_handled`). Corrections that a reviewer makes at their own step do not bar them:
    the other step is somebody else's. Superusers are bound like everybody.
    """
    return (
        may_send_back(user, revision)
        and not is_party(user, revision)
        and not has_handled(user, revision)
    )


def is_party(user: User, revision: Revision) -> bool:
    """Whether `user` owns the page, signs the text, or has submitted it in this round."""
    page = revision.content_object
    state = page.current_workflow_state
    return (
        page.owner_id == user.pk
        or _has_submitted(user, page, state)
        or _signs(user, [revision, *_submitted_revisions(state)])
    )


def has_handled(user: User, revision: Revision) -> bool:
    """Whether `user` approved an earlier step, or wrote the text as it came to this one."""
    state = revision.content_object.current_workflow_state
    if state is None:
        return False
    approved = state.task_states.filter(status=TaskState.STATUS_APPROVED, finished_by=user)
    arrived_as = state.current_task_state and state.current_task_state.revision
    return approved.exists() or (arrived_as is not None and arrived_as.user_id == user.pk)


def _has_submitted(user: User, page: Page, state: WorkflowState | None) -> bool:
    if state is None:
        return False
    return (
        state.requested_by_id == user.pk
        or PageLogEntry.objects.filter(
            page_id=page.pk,
            user=user,
            action__in=["wagtail.workflow.start", "wagtail.workflow.resume"],
            timestamp__gte=state.created_at,
        ).exists()
    )


def _submitted_revisions(state: WorkflowState | None) -> list[Revision]:
    if state is None:
        return []
    return list(Revision.objects.filter(task_states__workflow_state=state).distinct())


def _signs(user: User, revisions: list[Revision]) -> bool:
    """Read from the stored text: a byline taken off after submission still counts."""
    bylines: list[dict[str, Any]] = [
        byline for revision in revisions for byline in revision.content.get("bylines", [])
    ]
    authors = [byline["author"] for byline in bylines if byline.get("author")]
    return Author.objects.filter(pk__in=authors, user=user).exists()


def visible_in_lists(user: User) -> Q:
    """The pages whose titles `user` may meet in lists, searches and choosers.

    A draft of what needs approval is shown to its owner and to whoever changes pages of its
    class; every other page to all.
    """
    hidden = [model for model in NEEDS_APPROVAL if not holds(user, "change", model)]
    if not hidden:
        return Q()
    types = ContentType.objects.get_for_models(*hidden).values()
    return ~Q(live=False, content_type__in=list(types)) | Q(owner_id=user.pk)
