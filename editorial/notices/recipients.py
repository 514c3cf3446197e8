"""Who is concerned: plain functions, one for each reason to be told."""

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
from editorial.notices import mentions
from editorial.notices.models import SectionWatch
from editorial.workflow.models import ConfirmationRequest, ReviewTask
from home.models import Alert
from news.models import Author
from news.page_facts import facts_of

CHIEFS = Q(groups__permissions__codename="publish_in_emergency")


def recipients_of(announcement: Announcement) -> set[User]:
    """Everybody to be told of it: active, able to open the admin, and not who did it."""
    page = Page.objects.filter(pk=announcement.page_id).first()
    people = _chosen_by_event(announcement, page.specific if page else None)
    return {
        person
        for person in people
        if person.is_active
        and person.pk != announcement.actor_id
        and person.has_perm("wagtailadmin.access_admin")
    }


def _chosen_by_event(announcement: Announcement, page: Page | None) -> set[User]:
    if announcement.event == Event.CLOCK_LATE:
        return chiefs(None)
    if announcement.event in (Event.PROPOSED, Event.PROPOSAL_DECIDED):
        return concerned_by_proposal(announcement)
    if announcement.event in (Event.ALERT_WAITS, Event.ALERT_URGENT):
        return about_alert(announcement)
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
            return party(page)
        case Event.MOVED:
            return party(page) | approvers(page)
        case Event.PUBLISHED:
            return (party(page) | approvers(page)) - publisher(page)
        case Event.FAILED | Event.OVERRIDDEN:
            return party(page) | chiefs(page)
        case Event.EMERGENCY | Event.WITHDRAWN:
            return party(page) | desk(page)
        case Event.DEADLINE_NEAR:
            return reviewers(page) | owner(page)
        case Event.MENTIONED:
            return {person for person in mentions.named(announcement) if may_see(person, page)}
        case Event.ANSWERED:
            return {person for person in thread(announcement) if may_see(person, page)}
        case Event.COMMENTED:
            return {person for person in followers(page) if may_see(person, page)}
    return set()


def concerned_by_proposal(announcement: Announcement) -> set[User]:
    """Who decides on a change of a picture or document while it waits; then who proposed it."""
    proposal = AssetProposal.objects.filter(pk=announcement.details.get("proposal")).first()
    if proposal is None:
        return set()
    if announcement.event == Event.PROPOSED:
        return deciders(proposal) if proposal.waits else set()
    return {proposal.proposed_by} if proposal.proposed_by else set()


def about_alert(announcement: Announcement) -> set[User]:
    """Who may approve an alert that still waits, or read afterwards one that was urgent."""
    alert = Alert.objects.filter(pk=announcement.details.get("alert")).first()
    if alert is None or (announcement.event == Event.ALERT_WAITS and not alert.waits):
        return set()
    return approvers_of_alert(alert)


def owner(page: Page) -> set[User]:
    return {page.owner} if page.owner else set()


def party(page: Page) -> set[User]:
    """Whose text it is: owner, authors with an account, and who submitted it last."""
    state = page.current_workflow_state or page.workflow_states.order_by("-pk").first()
    submitter = {state.requested_by} if state and state.requested_by else set()
    return owner(page) | authors(page) | submitter


def authors(page: Page) -> set[User]:
    """Those who sign the newest version and have an account."""
    if not facts_of(page.specific_class).has_bylines:
        return set()
    revision = page.get_latest_revision()
    rows = revision.content.get("bylines", []) if revision else page.bylines.values("author")
    signing = Author.objects.filter(pk__in=[row["author"] for row in rows if row.get("author")])
    return set(User.objects.filter(author__in=signing))


def reviewers(page: Page) -> set[User]:
    """Those who can approve the step at which the text is; the section's desk first."""
    task = page.current_workflow_task
    if not isinstance(task, ReviewTask):
        return set()
    able = set(rules.who_may_approve(page.get_latest_revision()))
    return watching(page, able or rules.members_of([task]))


def confirmers(announcement: Announcement, page: Page) -> set[User]:
    """Those who may confirm a change, as long as it waits; the section's desk first."""
    request = ConfirmationRequest.objects.open().filter(
        pk=announcement.details.get("request"), page=page
    )
    waiting = request.select_related("asked_by", "page").first()
    if waiting is None:
        return set()
    people = rules.members_of(rules.steps_of(page.get_workflow())) | party(page)
    return watching(page, {person for person in people if rules.may_confirm(person, waiting)})


def desk(page: Page) -> set[User]:
    """The members of all steps of the page's workflow who watch its section, and its chiefs."""
    members = rules.members_of(rules.steps_of(page.get_workflow()))
    return watching(page, members) | chiefs(page)


def chiefs(page: Page | None) -> set[User]:
    """Who may publish in an emergency, by their group: being a superuser is no reason."""
    members = set(User.objects.filter(CHIEFS, is_active=True).distinct())
    return watching(page, members) if page else members


def approvers(page: Page) -> set[User]:
    """Who approved a step of the last round."""
    state = page.workflow_states.order_by("-pk").first()
    if state is None:
        return set()
    approved = state.task_states.filter(status=TaskState.STATUS_APPROVED)
    return set(User.objects.filter(finished_task_states__in=approved))


def publisher(page: Page) -> set[User]:
    """Who published it with their own hand."""
    entry = (
        PageLogEntry.objects.filter(
            page=page.pk, action__in=["wagtail.publish", "wagtail.publish.scheduled"]
        )
        .order_by("-timestamp", "-pk")
        .first()
    )
    return {entry.user} if entry and entry.user_id else set()


def watching(page: Page, members: Iterable[User]) -> set[User]:
    """Those of `members` who watch the page's section; all of them where nobody does.

    Whoever names no section watches them all, and no text falls between two desks.
    """
    members = set(members)
    if not facts_of(page.specific_class).has_section_desk:
        return members
    named: dict[int, set[int]] = {}
    for user_id, section_id in SectionWatch.objects.filter(user__in=members).values_list(
        "user_id", "section_id"
    ):
        named.setdefault(user_id, set()).add(section_id)
    above = set(page.get_ancestors().values_list("pk", flat=True))
    those = {person for person in members if named.get(person.pk, above) & above}
    return those or members


def thread(announcement: Announcement) -> set[User]:
    """Who began a comment thread or wrote in it, and who follows the page's comments."""
    comment = mentions.comment_of(announcement)
    if comment is None:
        return set()
    answered = User.objects.filter(comment_replies__comment=comment)
    return {comment.user, *answered} | followers(comment.page)


def followers(page: Page) -> set[User]:
    """Who has switched on the comments of this page."""
    follows = PageSubscription.objects.filter(page=page, comment_notifications=True)
    return set(User.objects.filter(page_subscriptions__in=follows))


def may_see(person: User, page: Page) -> bool:
    """Whether the person can open the page in the admin, or read it as any reader does."""
    if page.permissions_for_user(person).can_edit():
        return True
    return page.live and not page.get_view_restrictions().exists()


def _still_waits(announcement: Announcement, page: Page) -> bool:
    """Whether the text is still at the step that it was submitted to."""
    state = page.current_workflow_task_state
    return state is not None and state.pk == announcement.details.get("task_state", state.pk)
