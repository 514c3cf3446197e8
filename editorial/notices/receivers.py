"""Announces what Wagtail's signals report; mails are left to the queue."""

from collections.abc import Collection
from datetime import datetime

from django.db.models.signals import post_save
from wagtail.models import Comment, CommentReply, Page, Revision, TaskState, WorkflowState
from wagtail.signals import (
    page_published,
    task_submitted,
    workflow_approved,
    workflow_rejected,
    workflow_submitted,
)

from accounts.models import User
from editorial import rules
from editorial.events.announcing import announce, announced
from editorial.events.kinds import Event
from editorial.events.models import Announcement
from editorial.notices.mentions import names_in
from editorial.notices.tasks import fan_out
from jobs.signals import clock_was_silent


def connect() -> None:
    announced.connect(fan_out_later, dispatch_uid="notices: announced")
    task_submitted.connect(announce_submission, dispatch_uid="notices: submitted")
    workflow_rejected.connect(announce_sent_back, dispatch_uid="notices: sent back")
    workflow_approved.connect(announce_approval, dispatch_uid="notices: approved")
    clock_was_silent.connect(announce_silent_clock, dispatch_uid="notices: clock")
    page_published.connect(announce_publication, dispatch_uid="notices: published")
    post_save.connect(announce_comment, sender=Comment, dispatch_uid="notices: comment")
    post_save.connect(announce_comment, sender=CommentReply, dispatch_uid="notices: reply")


def disconnect_wagtail_mails() -> None:
    """Disconnect the receivers by which Wagtail's admin mails from inside the request."""
    for signal, sender, name in (
        (task_submitted, TaskState, "group_approval_task_submitted_email_notification"),
        (workflow_submitted, WorkflowState, "workflow_state_submitted_email_notification"),
        (workflow_rejected, WorkflowState, "workflow_state_rejected_email_notification"),
        (workflow_approved, WorkflowState, "workflow_state_approved_email_notification"),
    ):
        signal.disconnect(sender=sender, dispatch_uid=name)


def fan_out_later(announcement: Announcement, **kwargs: object) -> None:
    """Enqueue finding the recipients of an announcement, once it is committed."""
    fan_out.enqueue(announcement.pk)


def announce_submission(instance: TaskState, user: User | None = None, **kwargs: object) -> None:
    page = instance.workflow_state.content_object
    if isinstance(page, Page):
        announce(
            Event.SUBMITTED,
            page,
            actor=user,
            step=instance.task.name,
            task_state=instance.pk,
            approved=instance.workflow_state.successful_task_states.exists(),
        )


def announce_sent_back(instance: WorkflowState, user: User | None = None, **kwargs: object) -> None:
    page, state = instance.content_object, instance.current_task_state
    if isinstance(page, Page):
        announce(Event.SENT_BACK, page, actor=user, step=state.task.name, words=state.get_comment())


def announce_approval(instance: WorkflowState, user: User | None = None, **kwargs: object) -> None:
    if isinstance(instance.content_object, Page):
        announce(Event.APPROVED, instance.content_object, actor=user)


def announce_publication(
    instance: Page, revision: Revision | None = None, **kwargs: object
) -> None:
    """Announce a publication; Wagtail also sends the signal when a page is only scheduled."""
    if instance.live and rules.needs_approval(type(instance)) and not instance.alias_of_id:
        again = instance.first_published_at != instance.last_published_at
        announce(Event.PUBLISHED, instance, again=again)


def announce_comment(
    instance: Comment | CommentReply,
    created: bool,
    raw: bool = False,
    update_fields: Collection[str] | None = None,
    **kwargs: object,
) -> None:
    """Announce a new comment and its mentions, once: each save of a page saves them again."""
    if raw or (update_fields and "text" not in update_fields):
        return
    if isinstance(instance, CommentReply):
        about = {"comment": instance.comment_id, "reply": instance.pk}
        page = instance.comment.page
    else:
        about, page = {"comment": instance.pk, "reply": None}, instance.page
    kind = "reply" if about["reply"] else "comment"
    if created:
        event = Event.ANSWERED if about["reply"] else Event.COMMENTED
        announce(event, page, actor=instance.user, once=f"{event}:{instance.pk}", **about)
    keys = {f"{kind}:{instance.pk}@{name.casefold()}": name for name in names_in(instance.text)}
    if keys:
        announced_before = Announcement.objects.filter(once__in=keys).values_list("once", flat=True)
        for key in keys.keys() - set(announced_before):
            announce(Event.MENTIONED, page, actor=instance.user, once=key, name=keys[key], **about)


def announce_silent_clock(since: datetime, **kwargs: object) -> None:
    """Announce that the clock is late, once for each silence."""
    announce(Event.CLOCK_LATE, once=f"clock silent since {since.isoformat()}")
