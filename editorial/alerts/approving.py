"""Approves, publishes and ends news alerts, and says who may."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.log_actions import log

from accounts.models import User
from editorial import rules
from editorial.alerts.models import UrgentAlert
from editorial.events.announcing import announce
from editorial.events.kinds import Event
from editorial.newsroom import NewsroomSize, newsroom
from home.models import Alert
from news.models import ArticlePage

APPROVED_ACTION = "editorial.approve_alert"
ALONE_ACTION = "editorial.approve_alert_alone"
URGENT_ACTION = "editorial.alert_in_emergency"
READ_ACTION = "editorial.read_alert_afterwards"
WRITE = "home.change_alert"


class UnseenRevision(Exception):
    """The alert was changed or decided since the user saw it."""


class AlreadyRead(Exception):
    """The alert was reviewed already."""


def may_write(user: User) -> bool:
    """Whether the user may write an alert, set its times and end it."""
    return bool(user.has_perm(WRITE))


def may_approve(user: User, alert: Alert) -> bool:
    """Whether the user may approve the alert: an editor who has not written it.

    In a newsroom of two it is anybody else who adds articles; in one of one, the writer.
    """
    alone = newsroom().size == NewsroomSize.SOLO
    return may_approve_any(user) and (alone or alert.changed_by_id != user.pk)


def may_approve_any(user: User) -> bool:
    writes = newsroom().size == NewsroomSize.DUO and rules.has_type_permission(
        user, "add", ArticlePage
    )
    return may_write(user) or writes


def may_put_online(user: User, alert: Alert) -> bool:
    """Whether the user may publish the alert without its approval, with a reason."""
    urgent = user.has_perm(rules.EMERGENCY_PERMISSION)
    return urgent and may_write(user) and not may_approve(user, alert)


def approvers(alert: Alert) -> set[User]:
    """Return who may approve, by their groups, to be notified; superusers are not included."""
    codenames = ["change_alert"]
    if newsroom().size == NewsroomSize.DUO:
        codenames.append("add_articlepage")
    held = Q(groups__permissions__codename__in=codenames)
    people = User.objects.filter(held, is_active=True).distinct()
    return {person for person in people if may_approve(person, alert)}


def waiting_for(user: User) -> list[Alert]:
    """Return the alerts that wait for an approval by `user`."""
    if not may_approve_any(user):
        return []
    alerts = Alert.objects.not_over(timezone.now()).select_related("page", "changed_by")
    return [alert for alert in alerts if alert.waits and may_approve(user, alert)]


def alert_token(alert: Alert) -> str:
    """Return the token of the current text, so that an approval is of the text that was read."""
    return alert.changed_at.isoformat()


@transaction.atomic
def keep_approved_text(alert: Alert, user: User) -> None:
    """Set approval and author of an alert before it is saved; the approved text is kept.

    An alert that is over and gets new times needs a new approval. In a newsroom of one, writing is
    approving.
    """
    before = Alert.objects.select_for_update().filter(pk=alert.pk).first()
    if before is not None:
        alert.approved_text, alert.approved_page_id = before.approved_text, before.approved_page_id
        alert.approved_by_id, alert.approved_at = before.approved_by_id, before.approved_at
        alert.changed_by_id = before.changed_by_id
        if before.is_over and not alert.is_over:
            _reset_approval(alert, user)
    if before is None or (before.text, before.page_id) != (alert.text, alert.page_id):
        alert.changed_by = user
    if newsroom().size == NewsroomSize.SOLO and alert.waits:
        alert.approved_text, alert.approved_page_id = alert.text, alert.page_id
        alert.approved_by, alert.approved_at = user, timezone.now()


def _reset_approval(alert: Alert, user: User) -> None:
    alert.approved_text, alert.approved_page_id = "", None
    alert.approved_by_id, alert.approved_at = None, None
    # Who renews the alert counts as its author.
    alert.changed_by = user


def request_approval(alert: Alert, user: User) -> None:
    """Announce a saved alert that waits, or log, in a newsroom of one, that nobody else read it."""
    if alert.waits:
        announce(Event.ALERT_WAITS, actor=user, alert=alert.pk, text=alert.text)
    elif newsroom().size == NewsroomSize.SOLO and not alert.is_over:
        log(alert, ALONE_ACTION, user=user, data={"text": alert.text})


@transaction.atomic
def approve(alert_id: int, user: User, seen: str) -> Alert:
    """Approve the text of an alert as `user` has seen it.

    Raises PermissionDenied, UnseenRevision.
    """
    alert = _locked(alert_id, seen)
    if not may_approve(user, alert):
        raise PermissionDenied
    alert.approve(user)
    log(alert, APPROVED_ACTION, user=user, data={"text": alert.text})
    return alert


@transaction.atomic
def publish_in_emergency(alert_id: int, user: User, reason: str, seen: str) -> Alert:
    """Publish an alert without its approval, to be reviewed afterwards.

    Raises PermissionDenied, UnseenRevision.
    """
    alert = _locked(alert_id, seen)
    if not may_put_online(user, alert):
        raise PermissionDenied
    alert.approve(user)
    UrgentAlert.objects.create(
        alert=alert, text=alert.text, reason=reason, published_by=user, published_at=timezone.now()
    )
    log(alert, URGENT_ACTION, user=user, data={"text": alert.text, "reason": reason})
    announce(Event.ALERT_URGENT, actor=user, alert=alert.pk, text=alert.text, reason=reason)
    return alert


def _locked(alert_id: int, seen: str) -> Alert:
    alert = Alert.objects.select_for_update().get(pk=alert_id)
    if not alert.waits or alert_token(alert) != seen:
        raise UnseenRevision
    return alert


def end(alert: Alert, user: User) -> bool:
    """End a running alert now; return whether it was running."""
    if not alert.end_now():
        return False
    log(alert, "wagtail.edit", user=user)
    return True


def may_read_afterwards(user: User, entry: UrgentAlert) -> bool:
    return may_write(user) and entry.published_by_id != user.pk


@transaction.atomic
def mark_read(entry_id: int, user: User, note: str) -> UrgentAlert:
    """Record and log that `user` has reviewed an urgent alert.

    Raises AlreadyRead, PermissionDenied.
    """
    entry = UrgentAlert.objects.select_for_update().get(pk=entry_id)
    if entry.reviewed_at is not None:
        raise AlreadyRead
    if not may_read_afterwards(user, entry):
        raise PermissionDenied
    entry.reviewed_by, entry.reviewed_at, entry.note = user, timezone.now(), note
    entry.save(update_fields=["reviewed_by", "reviewed_at", "note"])
    if entry.alert is not None:
        log(entry.alert, READ_ACTION, user=user, data={"note": note})
    return entry


def urgent_for(user: User, since: datetime | None = None) -> list[UrgentAlert]:
    """Return the urgent alerts that wait for a review, or those reviewed since `since`."""
    if not may_write(user):
        return []
    entries = UrgentAlert.objects.select_related("alert", "published_by", "reviewed_by")
    if since is None:
        return list(entries.filter(reviewed_at=None))
    return list(entries.filter(reviewed_at__gte=since).order_by("-reviewed_at", "-pk"))
