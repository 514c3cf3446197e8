"""What Wagtail tells by its signals is announced; nothing is sent from inside a request."""

from datetime import datetime
from typing import Any

from django.db.models.signals import post_save
from wagtail.models import Comment, CommentReply, Page, TaskState, WorkflowState
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
    announced.connect(spread_later, dispatch_uid="notices: announced")
    task_submitted.connect(tell_reviewers, dispatch_uid="notices: submitted")
    workflow_rejected.connect(tell_sent_back, dispatch_uid="notices: sent back")
    workflow_approved.connect(tell_approved, dispatch_uid="notices: approved")
    clock_was_silent.connect(tell_clock_was_silent, dispatch_uid="notices: clock")
    page_published.connect(tell_published, dispatch_uid="notices: published")
    post_save.connect(tell_mentioned, sender=Comment, dispatch_uid="notices: comment")
    post_save.connect(tell_mentioned, sender=CommentReply, dispatch_uid="notices: reply")


def silence_wagtail() -> None:
    """Take off the receivers by which Wagtail's admin mails from inside the request."""
    for signal, sender, name in (
        (task_submitted, TaskState, "group_approval_task_submitted_email_notification"),
        (workflow_submitted, WorkflowState, "workflow_state_submitted_email_notification"),
        (workflow_rejected, WorkflowState, "workflow_state_rejected_email_notification"),
        (workflow_approved, WorkflowState, "workflow_state_approved_email_notification"),
    ):
        signal.disconnect(sender=sender, dispatch_uid=name)


def spread_later(announcement: Announcement, **kwargs: Any) -> None:
    """Have the queue find the recipients of an announcement, once it is committed."""
    fan_out.enqueue(announcement.pk)


def tell_reviewers(instance: TaskState, user: User | None = None, **kwargs: Any) -> None:
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


def tell_sent_back(instance: WorkflowState, user: User | None = None, **kwargs: Any) -> None:
    page, state = instance.content_object, instance.current_task_state
    if isinstance(page, Page):
        announce(Event.SENT_BACK, page, actor=user, step=state.task.name, words=state.get_comment())


def tell_approved(instance: WorkflowState, user: User | None = None, **kwargs: Any) -> None:
    if isinstance(instance.content_object, Page):
        announce(Event.APPROVED, instance.content_object, actor=user)


def tell_published(instance: Page, revision: Any = None, **kwargs: Any) -> None:
    """Wagtail sends its signal for a page that is only scheduled too: that one is not live."""
    if instance.live and rules.needs_approval(type(instance)) and not instance.alias_of_id:
        again = instance.first_published_at != instance.last_published_at
        announce(Event.PUBLISHED, instance, again=again)


def tell_mentioned(
    instance: Comment | CommentReply,
    created: bool,
    raw: bool = False,
    update_fields: Any = None,
    **kwargs: Any,
) -> None:
    """Every save of a page saves its comments again: what was told before is not told again."""
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
        told = Announcement.objects.filter(once__in=keys).values_list("once", flat=True)
        for key in keys.keys() - set(told):
            announce(Event.MENTIONED, page, actor=instance.user, once=key, name=keys[key], **about)


def tell_clock_was_silent(since: datetime, **kwargs: Any) -> None:
    """Once for each silence, by whoever notices it first."""
    announce(Event.CLOCK_LATE, once=f"clock silent since {since.isoformat()}")
