"""Notices, and the preferences by which they are sent."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from editorial.events.kinds import Choice, Event
from editorial.events.models import Announcement


class DailyDigest(models.Model):
    """The mail with one person's notices of a day."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    day = models.DateField(_("day"))
    until = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(_("sent"), null=True)

    class Meta:
        verbose_name = _("daily digest")
        verbose_name_plural = _("daily digests")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["recipient", "day"], name="one_digest_per_day")
        ]

    def __str__(self) -> str:
        return f"{self.recipient}, {self.day}"


class Notice(models.Model):
    """One announcement for one person.

    It is claimed before it is sent: a worker that is killed in between may have sent it, so it is
    not sent again by itself. The next digest lists it.
    """

    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="notices")
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices"
    )
    choice = models.CharField(max_length=8, choices=Choice.choices, default=Choice.NOW)
    digest = models.ForeignKey(
        DailyDigest, null=True, on_delete=models.SET_NULL, related_name="notices"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(_("sent"), null=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["announcement", "recipient"], name="one_notice_per_person"
            )
        ]
        indexes = [
            models.Index(
                fields=["recipient", "created_at"],
                condition=Q(choice="digest", sent_at=None),
                name="notices_for_digest",
            )
        ]

    def __str__(self) -> str:
        return f"{self.announcement}: {self.recipient}"


class NoticePreference(models.Model):
    """How a person wants to be notified of an event; without a row, by the default."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_preferences"
    )
    event = models.CharField(_("event"), max_length=16, choices=Event.choices)
    choice = models.CharField(_("choice"), max_length=8, choices=Choice.choices)

    class Meta:
        verbose_name = _("notice preference")
        verbose_name_plural = _("notice preferences")
        constraints = [
            models.UniqueConstraint(fields=["user", "event"], name="one_choice_per_event")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.event}, {self.choice}"


class SectionWatch(models.Model):
    """A section that a reviewer watches; a reviewer without one watches all sections."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="watched_sections"
    )
    section = models.ForeignKey(
        "news.ArticleIndexPage",
        verbose_name=_("section"),
        on_delete=models.CASCADE,
        related_name="watchers",
    )

    class Meta:
        verbose_name = _("watched section")
        verbose_name_plural = _("watched sections")
        constraints = [
            models.UniqueConstraint(fields=["user", "section"], name="one_watch_per_section")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.section}"
