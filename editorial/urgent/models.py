"""Records of publications without approval, to be read afterwards."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision


class UnreviewedKind(models.TextChoices):
    EMERGENCY = "emergency", _("Published in an emergency")
    CORRECTION = "correction", _("Corrected at once")
    FORM = "form", _("Correction of form")


class EmergencyReviewQuerySet(models.QuerySet["EmergencyReview"]):
    def waiting(self) -> "EmergencyReviewQuerySet":
        return self.filter(reviewed_at=None)

    def done(self) -> "EmergencyReviewQuerySet":
        return self.exclude(reviewed_at=None).order_by("-reviewed_at", "-pk")

    def of(self, page_classes: list[type[Page]]) -> "EmergencyReviewQuerySet":
        """Those of pages of these classes."""
        names = [page_class._meta.model_name for page_class in page_classes]
        return self.filter(page__content_type__model__in=names)


class EmergencyReview(models.Model):
    """One publication without approval, to be read afterwards by somebody else."""

    page = models.ForeignKey(
        Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="emergency_reviews"
    )
    revision = models.ForeignKey(
        Revision,
        verbose_name=_("version"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    before = models.ForeignKey(
        Revision,
        verbose_name=_("version before"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        help_text=_("What was approved or online; none for a text that nobody had read."),
    )
    kind = models.CharField(
        _("kind"), max_length=12, choices=UnreviewedKind.choices, default=UnreviewedKind.EMERGENCY
    )
    reason = models.TextField(_("reason"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("published by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    published_at = models.DateTimeField(_("published at"))
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("read afterwards by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    reviewed_at = models.DateTimeField(_("read afterwards at"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    objects = EmergencyReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("text to read afterwards")
        verbose_name_plural = _("texts to read afterwards")
        ordering = ["published_at", "pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["reviewed_at", "published_at"], name="read_afterwards")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.page}"
