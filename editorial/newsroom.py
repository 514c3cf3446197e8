"""Settings of the newsroom: its size, the workflow of policy pages, the limit of corrections."""

from typing import Any

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.models import Workflow

from delivery.request_cache import cached_for_request


class NewsroomSize(models.TextChoices):
    DESK = "desk", _("Newsroom: the copy desk, then the chief editors")
    DUO = "duo", _("Duo: one other person approves")
    SOLO = "solo", _("Alone: who writes also publishes")


@register_setting(icon="group", order=140)
class NewsroomSettings(BaseGenericSetting):
    """The one row of settings, which only administrators change: no group has the permission."""

    size = models.CharField(
        _("size of the newsroom"),
        max_length=4,
        choices=NewsroomSize.choices,
        default=NewsroomSize.DESK,
        help_text=_(
            "It holds from the next decision on, also for what waits already. Alone, the checks "
            "still ask, and the history of each text says that nobody else has read it."
        ),
    )
    form_correction_limit = models.PositiveSmallIntegerField(
        _("longest correction of form, in characters"),
        default=40,
        validators=[MaxValueValidator(500)],
        help_text=_(
            "So much of typing, spelling and spacing may be corrected and published at once, to "
            "be read afterwards by somebody else. 0: nothing. Titles, headings, figures, words "
            "with a capital, negations and links never count as form."
        ),
    )

    policy_workflow = models.ForeignKey(
        Workflow,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"active": True},
        verbose_name=_("workflow of policy pages"),
        help_text=_(
            "New policy pages (legal notice, privacy, terms) go through it. Without one they go "
            "through the workflow of articles."
        ),
    )

    panels = [
        FieldPanel("size"),
        FieldPanel("form_correction_limit"),
        FieldPanel("policy_workflow"),
    ]

    class Meta:
        verbose_name = _("newsroom")
        default_permissions = ("change",)

    def __str__(self) -> str:
        return str(self.get_size_display())

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.pk = 1
        super().save(*args, **kwargs)


def newsroom() -> NewsroomSettings:
    """Return the settings as stored, or the defaults."""
    stored = NewsroomSettings.objects.filter(pk=1)
    return cached_for_request("newsroom", lambda: stored.first() or NewsroomSettings(pk=1))
