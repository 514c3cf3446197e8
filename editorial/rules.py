"""Who may do what at the desk: plain predicates that every route asks.

Which types of page a group may add, change or delete is told by Django's model permissions
(`news.add_articlepage`…); in which part of the tree, by Wagtail's page permissions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import Page, PageLogEntry, Revision, TaskState, WorkflowState
from wagtail.permissions import policy_registry

from accounts.models import User
from editorial.merging import same_text
from home.models import PolicyPage
from news.models import ArticlePage, Author, Byline, TopicPage

if TYPE_CHECKING:
    from editorial.models import ReviewTask

NEEDS_APPROVAL = (ArticlePage, PolicyPage, TopicPage)
EMERGENCY_PERMISSION = "editorial.publish_in_emergency"
SUBMISSIONS = ("wagtail.workflow.start", "wagtail.workflow.resume")


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
    """Edit: whoever changes pages of this class, its owner, who signs it, its step's reviewers.

    Whoever may edit may also preview, compare and read the history.
    """
    return (
        holds(user, "change", page.specific_class)
        or is_own(user, page)
        or is_co_author(user, page)
        or reviews(user, page.current_workflow_task)
    )


def is_own(user: User, page: Page) -> bool:
    """Whether the page is the user's, and of a class that the user still writes."""
    return page.owner_id == user.pk and holds(user, "add", page.specific_class)


def is_co_author(user: User, page: Page) -> bool:
    """Whether the user signs the page, as stored or in its latest draft, and still writes such."""
    if not holds(user, "add", page.specific_class):
        return False
    if Page.objects.filter(co_signed_by(user), pk=page.pk).exists():
        return True
    draft = page.get_latest_revision() if page.live and page.has_unpublished_changes else None
    return draft is not None and signs(user, [draft])


def co_signed_by(user: User) -> Q:
    """The pages whose stored bylines name the user."""
    return Q(pk__in=Byline.objects.filter(author__user=user).values("article"))


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


def has_pages(user: User) -> bool:
    """Whether pages are any of the user's business; comments and settings may be."""
    return bool(
        policy_registry.get_by_type(Page).user_has_any_permission(
            user, {"add", "change", "publish", "bulk_delete", "lock", "unlock"}
        )
    )


def may_see_schedule(user: User) -> bool:
    """See what the clock will publish and withdraw, titles of drafts included."""
    return user.has_perm("editorial.view_publishingfailure") or holds(user, "change", ArticlePage)


def may_arrange_schedule(user: User) -> bool:
    """Publish approved texts before their time, cancel schedules, have failures tried again."""
    return user.has_perm(EMERGENCY_PERMISSION)


def may_arrange_front_page(user: User) -> bool:
    """Say which article stands where on la Une, and when that changes."""
    return user.has_perm("home.add_frontpageversion")


def reviews(user: User, task: ReviewTask | None) -> bool:
    """Whether this step of a workflow is for the user's group to judge."""
    return task is not None and task.is_for(user)


def may_send_back(user: User, revision: Revision) -> bool:
    """Ask the author for changes: the reviewers of the step the text stands at."""
    return reviews(user, revision.content_object.current_workflow_task)


def may_approve(user: User, revision: Revision) -> bool:
    """Approve the step the text stands at: a reviewer of it, who is a stranger to the text.

    A stranger is neither owner, author nor submitter (`is_party`), has approved no other step of
    it (`has_approved`) and has written nothing in it since its last approval (`has_written`).
    Superusers are bound like everybody.

    An approval covers exactly one text. Whoever changes it afterwards, the steps that had approved
    it are asked again, from the first on: their reviewers have not read what would go out in their
    name, and those who wrote it cannot read it with a stranger's eyes. That holds for the chief
    editors as well, whose corrections go through the copy desk once more. Without a change of the
    text (a save of the same words, a margin comment, an hour of publication) approvals stand.
    """
    return (
        may_send_back(user, revision)
        and not is_party(user, revision)
        and not has_approved(user, revision)
        and not has_written(user, revision)
    )


def who_may_approve(revision: Revision) -> list[User]:
    """The members of the step's groups who may approve the text as it stands, by name."""
    task = revision.content_object.current_workflow_task
    if task is None:
        return []
    members = User.objects.filter(groups__in=task.groups.all(), is_active=True).distinct()
    return [
        person
        for person in members.order_by("last_name", "first_name", "pk")
        if may_approve(person, revision)
    ]


def is_party(user: User, revision: Revision) -> bool:
    """Whether `user` owns the page, signs the text, or has submitted it in this round."""
    page = revision.content_object
    state = page.current_workflow_state
    return (
        page.owner_id == user.pk
        or _has_submitted(user, page, state)
        or signs(user, [revision, *_submitted_revisions(page, state)])
    )


def has_approved(user: User, revision: Revision) -> bool:
    """Whether an approval of another step that still stands is theirs."""
    state = revision.content_object.current_workflow_state
    return state is not None and state.successful_task_states.filter(finished_by=user).exists()


def has_written(user: User, revision: Revision) -> bool:
    """Whether `user` has changed the text since its last approval, or ever if it has none."""
    versions = revision.content_object.revisions.order_by("created_at", "pk")
    approval = (
        TaskState.objects.for_instance(revision.content_object)
        .filter(status=TaskState.STATUS_APPROVED)
        .select_related("revision")
        .order_by("finished_at", "pk")
        .last()
    )
    if approval is not None:
        versions = versions.filter(created_at__gte=approval.revision.created_at)
    if not versions.filter(user=user).exclude(pk=approval and approval.revision_id).exists():
        return False
    before: Revision | None = None
    for version in versions:
        if version.user_id == user.pk and not (approval and version == approval.revision):
            if before is None or not same_text(before.content, version.content):
                return True
        before = version
    return False


def _has_submitted(user: User, page: Page, state: WorkflowState | None) -> bool:
    if state is None:
        return False
    return (
        state.requested_by_id == user.pk
        or PageLogEntry.objects.filter(
            page_id=page.pk,
            user=user,
            action__in=SUBMISSIONS,
            timestamp__gte=state.created_at,
        ).exists()
    )


def _submitted_revisions(page: Page, state: WorkflowState | None) -> list[Revision]:
    """What was handed to reviewers in this round, as it was when they got it."""
    if state is None:
        return []
    submissions = PageLogEntry.objects.filter(
        page_id=page.pk, action__in=SUBMISSIONS, timestamp__gte=state.created_at
    )
    return list(
        page.revisions.filter(
            Q(task_states__workflow_state=state) | Q(pk__in=submissions.values("revision"))
        ).distinct()
    )


def signs(user: User, revisions: list[Revision]) -> bool:
    """Read from the stored text: a byline taken off after submission still counts."""
    bylines: list[dict[str, Any]] = [
        byline for revision in revisions for byline in revision.content.get("bylines", [])
    ]
    authors = [byline["author"] for byline in bylines if byline.get("author")]
    return Author.objects.filter(pk__in=authors, user=user).exists()


def visible_in_lists(user: User) -> Q:
    """The pages whose titles `user` may meet in lists, searches and choosers.

    A draft of what needs approval is shown to its owner, to those who sign it and to whoever
    changes pages of its class; every other page to all.
    """
    hidden = [model for model in NEEDS_APPROVAL if not holds(user, "change", model)]
    if not hidden:
        return Q()
    types = ContentType.objects.get_for_models(*hidden).values()
    own = Q(owner_id=user.pk) | co_signed_by(user)
    return ~Q(live=False, content_type__in=list(types)) | own
