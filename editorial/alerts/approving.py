"""Who lets an alert go out, and the acts by which it does."""

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

APPROVED_ACTION = "editorial.approve_alert"
ALONE_ACTION = "editorial.approve_alert_alone"
URGENT_ACTION = "editorial.alert_in_emergency"
READ_ACTION = "editorial.read_alert_afterwards"
WRITE = "home.change_alert"


class UnseenRevision(Exception):
    """The alert reads otherwise than when it was looked at."""


class AlreadyRead(Exception):
    """Somebody else was faster."""


def may_write(user: User) -> bool:
    """Word an alert, set its hours and end it."""
    return bool(user.has_perm(WRITE))


def may_approve(user: User, alert: Alert) -> bool:
    """Approve: another editor than whoever worded it last.

    In a newsroom of two any other person who writes articles; alone, whoever worded it.
    """
    alone = newsroom().size == NewsroomSize.SOLO
    return may_approve_some(user) and (alone or alert.changed_by_id != user.pk)


def may_approve_some(user: User) -> bool:
    writes = newsroom().size == NewsroomSize.DUO and rules.may_write_articles(user)
    return may_write(user) or writes


def may_put_online(user: User, alert: Alert) -> bool:
    """Put it online before anybody has approved it, with a reason."""
    urgent = user.has_perm(rules.EMERGENCY_PERMISSION)
    return urgent and may_write(user) and not may_approve(user, alert)


def approvers(alert: Alert) -> set[User]:
    """Those who may approve, by their groups: being a superuser is no reason to be told."""
    codenames = ["change_alert"]
    if newsroom().size == NewsroomSize.DUO:
        codenames.append("add_articlepage")
    held = Q(groups__permissions__codename__in=codenames)
    people = User.objects.filter(held, is_active=True).distinct()
    return {person for person in people if may_approve(person, alert)}


def waiting_for(user: User) -> list[Alert]:
    """The alerts that wait for a second person, and whose second person `user` may be."""
    if not may_approve_some(user):
        return []
    alerts = Alert.objects.not_over(timezone.now()).select_related("page", "changed_by")
    return [alert for alert in alerts if alert.waits and may_approve(user, alert)]


def version(alert: Alert) -> str:
    """Names the alert as it is typed now, so that nobody approves what they have not read."""
    return alert.changed_at.isoformat()


@transaction.atomic
def keep_what_is_approved(alert: Alert, user: User) -> None:
    """Before the alert is saved as it was typed: what is approved, and by whom it is worded.

    An alert that is over and is given new hours asks again. Alone, who words it also approves it.
    """
    before = Alert.objects.select_for_update().filter(pk=alert.pk).first()
    if before is not None:
        alert.approved_text, alert.approved_page_id = before.approved_text, before.approved_page_id
        alert.approved_by_id, alert.approved_at = before.approved_by_id, before.approved_at
        alert.changed_by_id = before.changed_by_id
        if before.is_over and not alert.is_over:
            _ask_again(alert, user)
    if before is None or (before.text, before.page_id) != (alert.text, alert.page_id):
        alert.changed_by = user
    if newsroom().size == NewsroomSize.SOLO and alert.waits:
        alert.approved_text, alert.approved_page_id = alert.text, alert.page_id
        alert.approved_by, alert.approved_at = user, timezone.now()


def _ask_again(alert: Alert, user: User) -> None:
    alert.approved_text, alert.approved_page_id = "", None
    alert.approved_by_id, alert.approved_at = None, None
    # Who brings it back stands for its words.
    alert.changed_by = user


def ask_for_a_second_person(alert: Alert, user: User) -> None:
    """After it was saved: tell those who may approve it, or keep that nobody else has read it."""
    if alert.waits:
        announce(Event.ALERT_WAITS, actor=user, alert=alert.pk, text=alert.text)
    elif newsroom().size == NewsroomSize.SOLO and not alert.is_over:
        log(alert, ALONE_ACTION, user=user, data={"text": alert.text})


@transaction.atomic
def approve(alert_id: int, user: User, seen: str) -> Alert:
    """Give readers the line as it is typed, and as `user` has seen it.

    Raises PermissionDenied, ChangedSince.
    """
    alert = _locked(alert_id, seen)
    if not may_approve(user, alert):
        raise PermissionDenied
    alert.approve(user)
    log(alert, APPROVED_ACTION, user=user, data={"text": alert.text})
    return alert


@transaction.atomic
def put_online_in_emergency(alert_id: int, user: User, reason: str, seen: str) -> Alert:
    """Give readers the line before anybody else has read it; somebody else reads it afterwards.

    Raises PermissionDenied, ChangedSince.
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
    if not alert.waits or version(alert) != seen:
        raise UnseenRevision
    return alert


def end(alert: Alert, user: User) -> bool:
    """Take it off every page, from this moment on; whether it was on them."""
    if not alert.end_now():
        return False
    log(alert, "wagtail.edit", user=user)
    return True


def may_read_afterwards(user: User, entry: UrgentAlert) -> bool:
    return may_write(user) and entry.published_by_id != user.pk


@transaction.atomic
def mark_read(entry_id: int, user: User, note: str) -> UrgentAlert:
    """Keep that `user` has read it; in the history of the alert as well.

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
    """What went out as urgent: what waits to be read, or what was read since then."""
    if not may_write(user):
        return []
    entries = UrgentAlert.objects.select_related("alert", "published_by", "reviewed_by")
    if since is None:
        return list(entries.filter(reviewed_at=None))
    return list(entries.filter(reviewed_at__gte=since).order_by("-reviewed_at", "-pk"))
