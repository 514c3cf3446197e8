"""Finds the recipients of an announcement: one function for each reason to notify a user."""

from collections.abc import Iterable

from django.db.models import Q
from wagtail.models import Page, PageLogEntry, PageSubscription, TaskState

from accounts.models import User
from editorial import rules
from editorial.alerts.approving import approvers as approvers_of_alert
from editorial.assets.models import AssetProposal
from editorial.assets.rules import deciders
from editorial.events.kinds import Event
from editorial.events.models import Announcement
from editorial.notices import mentions, waiting_comments
from editorial.notices.models import SectionWatch
from editorial.workflow.models import ConfirmationRequest, ReviewTask
from home.models import Alert
from news.models import Author
from news.page_facts import facts_of

CHIEFS = Q(groups__permissions__codename="publish_in_emergency")
MODERATORS = Q(groups__permissions__codename="moderate_comment")


def recipients_of(announcement: Announcement) -> set[User]:
    """Return the users to notify: active, able to open the admin, and not the actor."""
    page = Page.objects.filter(pk=announcement.page_id).first()
    people = _recipients_by_event(announcement, page.specific if page else None)
    return {
        person
        for person in people
        if person.is_active
        and person.pk != announcement.actor_id
        and person.has_perm("wagtailadmin.access_admin")
    }


def _recipients_by_event(announcement: Announcement, page: Page | None) -> set[User]:
    if announcement.event == Event.CLOCK_LATE:
        return chiefs(None)
    if announcement.event == Event.COMMENTS_WAIT:
        return set() if waiting_comments.are_decided(announcement) else moderators()
    if announcement.event in (Event.PROPOSED, Event.PROPOSAL_DECIDED):
        return recipients_of_proposal(announcement)
    if announcement.event in (Event.ALERT_WAITS, Event.ALERT_URGENT):
        return recipients_of_alert(announcement)
    if page is None:
        return set()
    match announcement.event:
        case Event.SUBMITTED:
            return reviewers(page) if _still_waits(announcement, page) else set()
        case Event.TO_CONFIRM:
            return confirmers(announcement, page)
        case Event.DECLINED:
            return set(User.objects.filter(pk=announcement.details.get("asked_by")))
        case Event.SENT_BACK | Event.APPROVED:
            return people_of_text(page)
        case Event.MOVED:
            return people_of_text(page) | approvers(page)
        case Event.PUBLISHED:
            return (people_of_text(page) | approvers(page)) - publisher(page)
        case Event.FAILED | Event.OVERRIDDEN:
            return people_of_text(page) | chiefs(page)
        case Event.EMERGENCY | Event.WITHDRAWN:
            return people_of_text(page) | desk(page)
        case Event.DEADLINE_NEAR:
            return reviewers(page) | owner(page)
        case Event.MENTIONED:
            return {
                person for person in mentions.mentioned_users(announcement) if may_see(person, page)
            }
        case Event.ANSWERED:
            return _who_may_see(page, people_in_thread(announcement))
        case Event.COMMENTED:
            return _who_may_see(page, followers(page))
    return set()


def recipients_of_proposal(announcement: Announcement) -> set[User]:
    """Return who decides on an open proposal; of a decided one, who made it."""
    proposal = AssetProposal.objects.filter(pk=announcement.details.get("proposal")).first()
    if proposal is None:
        return set()
    if announcement.event == Event.PROPOSED:
        return deciders(proposal) if proposal.waits else set()
    return {proposal.proposed_by} if proposal.proposed_by else set()


def recipients_of_alert(announcement: Announcement) -> set[User]:
    """Return who may approve a waiting alert, or read an urgent one afterwards."""
    alert = Alert.objects.filter(pk=announcement.details.get("alert")).first()
    if alert is None or (announcement.event == Event.ALERT_WAITS and not alert.waits):
        return set()
    return approvers_of_alert(alert)


def owner(page: Page) -> set[User]:
    return {page.owner} if page.owner else set()


def people_of_text(page: Page) -> set[User]:
    """Return the owner, the authors with an account, and who submitted the text last."""
    state = page.current_workflow_state or page.workflow_states.order_by("-pk").first()
    submitter = {state.requested_by} if state and state.requested_by else set()
    return owner(page) | authors(page) | submitter


def authors(page: Page) -> set[User]:
    """Return the users with a byline in the newest version."""
    if not facts_of(page.specific_class).has_bylines:
        return set()
    revision = page.get_latest_revision()
    rows = revision.content.get("bylines", []) if revision else page.bylines.values("author")
    signing = Author.objects.filter(pk__in=[row["author"] for row in rows if row.get("author")])
    return set(User.objects.filter(author__in=signing))


def reviewers(page: Page) -> set[User]:
    """Return who can approve the current step; those who watch the section, if there are any."""
    task = page.current_workflow_task
    if not isinstance(task, ReviewTask):
        return set()
    able = set(rules.who_may_approve(page.get_latest_revision()))
    return watchers(page, able or rules.members_of([task]))


def confirmers(announcement: Announcement, page: Page) -> set[User]:
    """Return who may confirm an open request; those who watch the section, if there are any."""
    request = ConfirmationRequest.objects.open().filter(
        pk=announcement.details.get("request"), page=page
    )
    waiting = request.select_related("asked_by", "page").first()
    if waiting is None:
        return set()
    people = rules.members_of(rules.steps_of(page.get_workflow())) | people_of_text(page)
    return watchers(page, {person for person in people if rules.may_confirm(person, waiting)})


def desk(page: Page) -> set[User]:
    """Return the reviewers of all steps and the chief editors who watch the section."""
    members = rules.members_of(rules.steps_of(page.get_workflow()))
    return watchers(page, members) | chiefs(page)


def chiefs(page: Page | None) -> set[User]:
    """Return who may publish in an emergency by their group; superusers are not included."""
    members = set(User.objects.filter(CHIEFS, is_active=True).distinct())
    return watchers(page, members) if page else members


def moderators() -> set[User]:
    """Return who may moderate comments by their group; superusers are not included."""
    return set(User.objects.filter(MODERATORS, is_active=True).distinct())


def approvers(page: Page) -> set[User]:
    """Return who approved a step of the last review."""
    state = page.workflow_states.order_by("-pk").first()
    if state is None:
        return set()
    approved = state.task_states.filter(status=TaskState.STATUS_APPROVED)
    return set(User.objects.filter(finished_task_states__in=approved))


def publisher(page: Page) -> set[User]:
    """Return the user who published the page last, if it was not the clock."""
    entry = (
        PageLogEntry.objects.filter(
            page=page.pk, action__in=["wagtail.publish", "wagtail.publish.scheduled"]
        )
        .order_by("-timestamp", "-pk")
        .first()
    )
    return {entry.user} if entry and entry.user_id else set()


def watchers(page: Page, members: Iterable[User]) -> set[User]:
    """Return the `members` who watch the page's section; all of them where nobody does.

    A user who has chosen no section watches all of them.
    """
    members = set(members)
    if not facts_of(page.specific_class).has_section_desk:
        return members
    chosen: dict[int, set[int]] = {}
    for user_id, section_id in SectionWatch.objects.filter(user__in=members).values_list(
        "user_id", "section_id"
    ):
        chosen.setdefault(user_id, set()).add(section_id)
    above = set(page.get_ancestors().values_list("pk", flat=True))
    watchers_of_section = {person for person in members if chosen.get(person.pk, above) & above}
    return watchers_of_section or members


def people_in_thread(announcement: Announcement) -> set[User]:
    """Return who wrote in a comment thread, and who follows the comments of its page."""
    comment = mentions.comment_of(announcement)
    if comment is None:
        return set()
    answered = User.objects.filter(comment_replies__comment=comment)
    return {comment.user, *answered} | followers(comment.page)


def followers(page: Page) -> set[User]:
    """Return who has switched on notifications for the comments of this page."""
    follows = PageSubscription.objects.filter(page=page, comment_notifications=True)
    return set(User.objects.filter(page_subscriptions__in=follows))


def may_see(person: User, page: Page) -> bool:
    """Whether the person can open the page in the admin, or read it as any reader does."""
    if page.permissions_for_user(person).can_edit():
        return True
    return page.live and not page.get_view_restrictions().exists()


def _who_may_see(page: Page, people: set[User]) -> set[User]:
    return {person for person in people if may_see(person, page)}


def _still_waits(announcement: Announcement, page: Page) -> bool:
    """Whether the text is still at the step that it was submitted to."""
    state = page.current_workflow_task_state
    return state is not None and state.pk == announcement.details.get("task_state", state.pk)
