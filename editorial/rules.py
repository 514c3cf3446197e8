"""Says who may do what at the desk, in predicates that every route calls.

The rule of the desk:

1. Two people stand behind every published version: whoever changed it last, and somebody else who
   approved it after that. What was approved is what is published.
2. A reviewer may correct and approve in one go: the approval is of the text as corrected.
3. A step is taken by a reviewer of it who neither owns, signs nor submitted the text, and took no
   other step of it; where its group has no such person, by those of the later steps.
4. Who changes the text at the last step has the change confirmed by any other reviewer (by the
   author, where there is none), publishes a correction of form, or takes the change back.
5. In a newsroom of two, one step by another person is enough; alone, who writes publishes.

Which types of page a group may add, change or delete is told by Django's model permissions
(`news.add_articlepage`…, which hold for kinds of article too); in which part of the tree, by
Wagtail's page permissions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from wagtail.models import Page, PageLogEntry, Revision, TaskState, Workflow, WorkflowState
from wagtail.permissions import policy_registry

from accounts.models import User
from delivery.request_cache import cached_for_request
from editorial.newsroom import NewsroomSize, newsroom
from editorial.versions.authorship import changed_last
from editorial.versions.canonical import Content
from editorial.versions.merging import same_text
from news.models import ArticlePage, Author, Byline
from news.models.base import PublicPage
from news.page_facts import Approval, PageFacts, facts_of, page_types

EMERGENCY_PERMISSION = "editorial.publish_in_emergency"
SUBMISSIONS = ("wagtail.workflow.start", "wagtail.workflow.resume")
SUCCESSFUL = (TaskState.STATUS_APPROVED, TaskState.STATUS_SKIPPED)


class Step(Protocol):
    """A step of a workflow that groups review: Wagtail's `Task` with two methods."""

    pk: int
    name: str

    def judges(self) -> list[Group]: ...

    def is_for(self, user: User) -> bool: ...


class AskedConfirmation(Protocol):
    """A change by `asked_by` that waits for somebody else to confirm it."""

    page: Page
    asked_by: User
    revision: Revision


def needs_approval(page_class: type[Page]) -> bool:
    """Whether pages of this class are published only through their workflow."""
    return facts_of(page_class).approval is not Approval.NONE


def types_needing_approval() -> list[type[PublicPage]]:
    """Return the types of page that are published only through their workflow."""
    return [page_class for page_class in page_types() if needs_approval(page_class)]


def has_type_permission(user: User, action: str, page_class: type[Page]) -> bool:
    """Whether a group of `user` may `action` (add, change, delete) pages of this class."""
    judged_as = page_class.permission_model() if issubclass(page_class, PageFacts) else page_class
    opts = judged_as._meta
    permission = f"{opts.app_label}.{action}_{opts.model_name}"
    return cached_for_request(
        ("permission", user.pk, permission), lambda: user.has_perm(permission)
    )


def types_changed_by(user: User) -> list[type[PublicPage]]:
    """Those of the types needing approval whose pages a group of `user` changes."""
    return [
        page_class
        for page_class in types_needing_approval()
        if has_type_permission(user, "change", page_class)
    ]


def may_write_articles(user: User) -> bool:
    """Begin articles of one's own."""
    return has_type_permission(user, "add", ArticlePage)


def may_change_articles(user: User) -> bool:
    """Change the articles of others: copy editors and chief editors."""
    return has_type_permission(user, "change", ArticlePage)


def may_create(user: User, page_class: type[Page], parent: Page) -> bool:
    """Whether the user may create a page of this class below `parent`."""
    return has_type_permission(user, "add", page_class) and page_class.can_create_at(parent)


def may_edit(user: User, page: Page) -> bool:
    """Whether the user may edit, preview and compare the page and read its history.

    Those are who may change pages of this class, its owner, authors and current reviewers.
    """
    return (
        has_type_permission(user, "change", page.specific_class)
        or is_own(user, page)
        or is_co_author(user, page)
        or reviews(user, page.current_workflow_task)
    )


def is_own(user: User, page: Page) -> bool:
    """Whether the user owns the page, and may still add pages of its class."""
    return page.owner_id == user.pk and has_type_permission(user, "add", page.specific_class)


def is_co_author(user: User, page: Page) -> bool:
    """Whether the user has a byline, stored or in the draft, and may still add such pages."""
    if not has_type_permission(user, "add", page.specific_class):
        return False
    if Page.objects.filter(co_signed_by(user), pk=page.pk).exists():
        return True
    draft = page.get_latest_revision() if page.live and page.has_unpublished_changes else None
    return draft is not None and has_byline(user, [draft])


def co_signed_by(user: User) -> Q:
    """Return the condition for pages whose stored bylines name the user."""
    return Q(pk__in=Byline.objects.filter(author__user=user).values("article"))


def may_delete(user: User, page: Page) -> bool:
    """Whether the user may delete the page: its owner may unless it is under review."""
    return has_type_permission(user, "delete", page.specific_class) or _is_own_and_free(user, page)


def may_move(user: User, page: Page) -> bool:
    """Whether the user may move the page: its owner may unless it is under review."""
    return has_type_permission(user, "change", page.specific_class) or _is_own_and_free(user, page)


def _is_own_and_free(user: User, page: Page) -> bool:
    lock = page.get_lock()
    return is_own(user, page) and not (lock and lock.for_user(user))


def may_publish(user: User, page: Page) -> bool:
    """Whether the user may publish the page at once: never a page that needs approval."""
    return not needs_approval(page.specific_class) and has_type_permission(
        user, "change", page.specific_class
    )


def may_publish_in_emergency(user: User, page: Page) -> bool:
    """Whether the user may publish the page without its approval, with a logged reason."""
    return needs_approval(page.specific_class) and user.has_perm(EMERGENCY_PERMISSION)


def has_pages(user: User) -> bool:
    """Whether the user works on pages at all, and not only on comments or settings."""
    return bool(
        policy_registry.get_by_type(Page).user_has_any_permission(
            user, {"add", "change", "publish", "bulk_delete", "lock", "unlock"}
        )
    )


def shares_library(user: User) -> bool:
    """Whether the user may choose among all pictures and documents."""
    return may_write_articles(user) or may_change_articles(user)


def may_see_schedule(user: User) -> bool:
    """Whether the user may see the schedule, titles of drafts included."""
    return user.has_perm("editorial.view_publishingfailure") or may_change_articles(user)


def may_arrange_schedule(user: User) -> bool:
    """Whether the user may publish early, cancel a schedule and retry a failed publication."""
    return user.has_perm(EMERGENCY_PERMISSION)


def may_arrange_front_page(user: User) -> bool:
    """Whether the user may arrange la Une."""
    return user.has_perm("home.add_frontpageversion")


def reviews(user: User, task: Step | None) -> bool:
    """Whether a group of the user reviews this step of a workflow."""
    return task is not None and task.is_for(user)


def reviews_any_step(user: User, page: Page) -> bool:
    """Whether a group of the user reviews a step of the page's workflow."""
    return any(reviews(user, step) for step in steps_of(page.get_workflow()))


def steps_of(workflow: Workflow | None) -> list[Step]:
    """Return the active steps of a workflow, in order."""
    if workflow is None:
        return []
    active = workflow.tasks.filter(active=True)
    return cached_for_request(("steps", workflow.pk), lambda: [task.specific for task in active])


def may_send_back(user: User, revision: Revision) -> bool:
    """Whether the user may send the text back: reviewers of the step and their stand-ins may."""
    page = revision.content_object
    return reviews(user, page.current_workflow_task) or may_take_step(user, revision)


def may_approve(user: User, revision: Revision) -> bool:
    """Whether the user may approve the current step by the rule of the desk (see above)."""
    return may_take_step(user, revision) and not lacks_second_person(user, revision)


def may_take_step(user: User, revision: Revision) -> bool:
    """Whether the user may decide on the current step, if need be with a confirmation (line 4)."""
    page = revision.content_object
    task = page.current_workflow_task
    if task is None or not reviews_any_step(user, page):
        return False
    if newsroom().size != NewsroomSize.DESK:
        return True
    if reviews(user, task) and is_free(user, revision):
        return True
    return user in stand_ins(revision)


def is_free(user: User, revision: Revision) -> bool:
    """Whether the user is not involved in the text and has approved no other step of it."""
    return not is_involved(user, revision) and not has_approved(user, revision)


def stand_ins(revision: Revision) -> set[User]:
    """Return who takes the step if no member of its group is free; nobody if one is.

    They are the free reviewers of the later steps. If there are none, they are all reviewers of
    this step and the later ones, except, before the last step, who stands behind the text alone;
    at the last step that person needs a confirmation.
    """
    page = revision.content_object
    own, later = members_from_step(page)
    if any(is_free(person, revision) for person in own):
        return set()
    if ends_review(page.current_workflow_state):
        return own
    free = {person for person in later if is_free(person, revision)}
    if free:
        return free
    content = revision.content
    return {person for person in own | later if not would_stand_alone(person, page, content)}


def members_from_step(page: Page) -> tuple[set[User], set[User]]:
    """Return the active reviewers of the page's step, and those of the later steps."""
    task, state = page.current_workflow_task, page.current_workflow_state
    if task is None or state is None:
        return set(), set()
    steps = steps_of(state.workflow)
    later = steps[steps.index(task) + 1 :] if task in steps else []
    return members_of([task]), members_of(later)


def members_of(tasks: list[Step]) -> set[User]:
    """Return the active members of the groups of these steps."""

    def ask() -> set[User]:
        groups = [group for task in tasks for group in task.judges()]
        return set(User.objects.filter(groups__in=groups, is_active=True))

    return cached_for_request(("members", *(task.pk for task in tasks)), ask)


def lacks_second_person(user: User, revision: Revision) -> bool:
    """Whether an approval by `user` would publish a text without a second person.

    Only the last step publishes. The second person is who changed the text last, or who approved
    an earlier step of it as it reads now.
    """
    page = revision.content_object
    state = page.current_workflow_state
    if state is None or not ends_review(state) or newsroom().size == NewsroomSize.SOLO:
        return False
    return would_stand_alone(user, page, revision.content)


def would_stand_alone(user: User, page: Page, content: Content) -> bool:
    """Whether nobody but `user` has written or approved the text `content`, typed or stored."""
    if changed_last(page, content, typed_by=user) != user.pk:
        return False
    state = page.current_workflow_state
    approvals = (
        state.task_states.filter(status=TaskState.STATUS_APPROVED).exclude(finished_by=user)
        if state
        else []
    )
    return not any(same_text(approval.revision.content, content) for approval in approvals)


def ends_review(state: WorkflowState) -> bool:
    """Whether the approval of the current step publishes the text."""
    if newsroom().size != NewsroomSize.DESK:
        return True
    steps, step = steps_of(state.workflow), state.current_task_state
    return bool(steps) and step is not None and step.task_id == steps[-1].pk


def may_confirm(user: User, request: AskedConfirmation) -> bool:
    """Whether the user may confirm another's change: any reviewer, one of the two of the last step.

    Where the newsroom has no other reviewer, those involved in the text may.
    """
    page, asker = request.page, request.asked_by
    if asker == user:
        return False
    if not any(judges_last_step(person, page) for person in (user, asker)):
        return False
    if reviews_any_step(user, page):
        return True
    others = members_of(steps_of(page.get_workflow())) - {asker}
    return not others and user.is_active and is_involved(user, request.revision)


def judges_last_step(user: User, page: Page) -> bool:
    """Whether the user reviews the last step of the page's workflow."""
    steps = steps_of(page.get_workflow())
    if newsroom().size == NewsroomSize.DESK:
        steps = steps[-1:]
    return any(reviews(user, step) for step in steps)


def who_may_approve(revision: Revision) -> list[User]:
    """Return who may approve the text as it is, by name."""
    page = revision.content_object
    own, later = members_from_step(page)
    able = [person for person in own | later if may_approve(person, revision)]
    return sorted(able, key=lambda person: (person.last_name, person.first_name, person.pk))


def is_involved(user: User, revision: Revision) -> bool:
    """Whether `user` owns the page, has a byline, or has submitted it to the current review."""
    page = revision.content_object
    state = page.current_workflow_state
    return (
        page.owner_id == user.pk
        or _has_submitted(user, page, state)
        or has_byline(user, [revision, *_submitted_revisions(page, state)])
    )


def has_approved(user: User, revision: Revision) -> bool:
    """Whether the user has approved another step in the current review."""
    state = revision.content_object.current_workflow_state
    if state is None:
        return False
    people = state.successful_task_states.values_list("finished_by", flat=True)
    return user.pk in cached_for_request(("approvers", state.pk), lambda: set(people))


def _has_submitted(user: User, page: Page, state: WorkflowState | None) -> bool:
    if state is None:
        return False
    if state.requested_by_id == user.pk:
        return True
    people = _submissions(page, state).values_list("user", flat=True)
    return user.pk in cached_for_request(("submitters", state.pk), lambda: set(people))


def _submissions(page: Page, state: WorkflowState) -> QuerySet[PageLogEntry]:
    return PageLogEntry.objects.order_by().filter(
        page_id=page.pk, action__in=SUBMISSIONS, timestamp__gte=state.created_at
    )


def _submitted_revisions(page: Page, state: WorkflowState | None) -> list[Revision]:
    """Return the versions that were submitted to the current review."""
    if state is None:
        return []
    submissions = _submissions(page, state).values("revision")
    theirs = page.revisions.filter(Q(task_states__workflow_state=state) | Q(pk__in=submissions))
    return cached_for_request(("submitted", state.pk), lambda: list(theirs.distinct()))


def has_byline(user: User, revisions: list[Revision]) -> bool:
    """Whether one of the stored versions has a byline of the user."""
    authors = _signing(revisions)
    people = Author.objects.filter(pk__in=authors).values_list("user", flat=True)
    return user.pk in cached_for_request(("signed by", authors), lambda: set(people))


def _signing(revisions: Iterable[Revision]) -> frozenset[int]:
    """The authors of the bylines of these versions."""
    bylines: list[dict[str, Any]] = [
        byline for revision in revisions for byline in revision.content.get("bylines", [])
    ]
    return frozenset(byline["author"] for byline in bylines if byline.get("author"))


def read_reviews(states: list[WorkflowState], latest: dict[int, Revision]) -> None:
    """Ask at once for what the texts under these reviews are judged by, in a request that reads.

    states: each with its current step. latest: the latest versions of the pages, by their keys.
    """
    if not states:
        return
    taken = list(TaskState.objects.filter(workflow_state__in=states))
    sent = PageLogEntry.objects.order_by().filter(
        page__in=list(latest),
        action__in=SUBMISSIONS,
        timestamp__gte=min(state.created_at for state in states),
    )
    sent = list(sent.values_list("page", "timestamp", "user", "revision"))
    keys = {each.revision_id for each in taken} | {revision for *_others, revision in sent}
    versions = Revision.objects.in_bulk(keys - {None})
    signed: dict[frozenset[int], set[int | None]] = {}
    for state in states:
        page = int(state.object_id)
        here = [entry for entry in sent if entry[0] == page and entry[1] >= state.created_at]
        done = [each for each in taken if each.workflow_state_id == state.pk]
        theirs = {each.revision_id for each in done} | {revision for *_others, revision in here}
        submitted = [versions[key] for key in theirs if key in versions]
        signed[_signing([latest[page], *submitted])] = set()
        facts = {
            ("state", page): state,
            ("submitters", state.pk): {user for _page, _time, user, _revision in here},
            ("submitted", state.pk): submitted,
            ("approvers", state.pk): {
                each.finished_by_id for each in done if each.status in SUCCESSFUL
            },
        }
        _keep(facts)
    authors = Author.objects.filter(pk__in=frozenset().union(*signed))
    people = dict(authors.values_list("pk", "user"))
    _keep({("signed by", keys): {people.get(key) for key in keys} for keys in signed})


def _keep(facts: Mapping[Any, object]) -> None:
    for key, fact in facts.items():
        cached_for_request(key, lambda fact=fact: fact)  # type: ignore[misc]


def visible_in_lists(user: User) -> Q:
    """Return the condition for pages whose titles `user` may see in lists, searches and choosers.

    A draft that needs approval is shown to its owner, its authors and who may change pages of its
    class; other pages to all who add or change some.
    """
    changed = types_changed_by(user)
    hidden = [model for model in types_needing_approval() if model not in changed]
    if not hidden:
        return Q()
    if not has_pages(user):
        return Q(live=True)
    types = ContentType.objects.get_for_models(*hidden).values()
    own = Q(owner_id=user.pk) | co_signed_by(user)
    return ~Q(live=False, content_type__in=list(types)) | own


def may_see(user: User, page: Page) -> bool:
    """Whether the user may see the page's title, in lists or as a reviewer of its step."""
    if (
        page.live
        or has_type_permission(user, "change", page.specific_class)
        or page.owner_id == user.pk
    ):
        return True
    if Page.objects.filter(visible_in_lists(user), pk=page.pk).exists():
        return True
    return reviews(user, page.current_workflow_task)
