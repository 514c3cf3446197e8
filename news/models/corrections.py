"""Corrections: dated public notices of what has changed in an article."""

from datetime import datetime
from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Orderable

from news.diff import Change, Passage, changes_between
from news.moments.widgets import PastDateTimeInput
from news.visibility import below_q, shut_pages

PASSAGE_LENGTH = 2000


class CorrectionKind(models.TextChoices):
    CORRECTION = "correction", _("Correction")
    CLARIFICATION = "clarification", _("Clarification")
    # Wagtail has a button of the same word.
    UPDATE = "update", pgettext_lazy("kind of correction", "Update")


class CorrectionPlace(models.TextChoices):
    TOP = "top", _("Above the text")
    FOOT = "foot", _("Under the text")


class CorrectionQuerySet(models.QuerySet):
    def published(self) -> Self:
        """Those of articles that readers can open, newest first."""
        visible = self.filter(article__live=True)
        for page in shut_pages():
            visible = visible.exclude(below_q(page.path, inclusive=True, prefix="article__"))
        return visible.order_by("-published_at", "-pk")

    def for_listing(self) -> Self:
        """With article and section, in a number of queries that does not grow with the list."""
        whole = self.select_related("article").defer("article__body")
        return whole.prefetch_related("article__section")


class Correction(Orderable):
    """A dated public notice of what was wrong or has changed in an article.

    It belongs to the article's revision: drafted, reviewed and published with the text it explains.
    """

    article = ParentalKey("news.ArticlePage", on_delete=models.CASCADE, related_name="corrections")
    published_at = models.DateTimeField(
        _("date"),
        default=timezone.now,
        db_index=True,
        help_text=_(
            "Readers and search engines take it for the date of the article’s last change."
        ),
    )
    kind = models.CharField(
        _("kind"),
        max_length=16,
        choices=CorrectionKind.choices,
        default=CorrectionKind.CORRECTION,
        help_text=_(
            "A correction: we were wrong. A clarification: it could be misunderstood. "
            "An update: the facts have changed."
        ),
    )
    place = models.CharField(
        _("place"),
        max_length=8,
        choices=CorrectionPlace.choices,
        default=CorrectionPlace.FOOT,
        help_text=_("Above the text where the error changed what the article says."),
    )
    text = models.TextField(_("text"), help_text=_("What was wrong, and what is right."))
    before = models.TextField(
        _("passage before"),
        max_length=PASSAGE_LENGTH,
        blank=True,
        help_text=_("What stood there, word for word. Left empty if nothing was taken out."),
    )
    after = models.TextField(
        _("passage after"),
        max_length=PASSAGE_LENGTH,
        blank=True,
        help_text=_("What stands there now. Readers see the words that changed."),
    )

    objects = CorrectionQuerySet.as_manager()

    panels: ClassVar[list] = [
        FieldPanel("published_at", widget=PastDateTimeInput),
        FieldPanel("kind"),
        FieldPanel("place"),
        FieldPanel("text"),
        MultiFieldPanel(
            [FieldPanel("before"), FieldPanel("after")],
            heading=_("The passage that changed"),
        ),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} : {self.text[:60]}"

    def clean(self) -> None:
        super().clean()
        if self.published_at and self.published_at > self._latest_date():
            raise ValidationError(
                {"published_at": _("Readers would see this date before its time.")}
            )
        if self.before.split() and self.before.split() == self.after.split():
            raise ValidationError({"after": _("Both passages say the same.")})

    def _latest_date(self) -> datetime:
        """Now, or the hour for which its article is planned."""
        planned = self.article.go_live_at
        return max(timezone.now(), planned) if planned else timezone.now()

    @property
    def anchor(self) -> str:
        """Its place on the article's page; not its key, which a publication may change."""
        return f"correction-{self.published_at:%Y%m%d%H%M%S}-{self.sort_order or 0}"

    @cached_property
    def difference(self) -> list[Change]:
        """The changes in the passage, line by line and word by word; empty if none is given."""
        return changes_between(_passages(self.before), _passages(self.after))


def _passages(text: str) -> list[Passage]:
    return [Passage("text", " ".join(line.split())) for line in text.splitlines() if line.strip()]
