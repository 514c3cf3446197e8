"""The rules and settings of the gates, and the answers of other sites to the check of links."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from news.models import ArticleKind

MAX_ADDRESS = 1000  # characters; longer addresses are not checked


class Transition(models.TextChoices):
    """The steps of an article that are preceded by checks."""

    SUBMIT = "submit", _("Submission for review")
    APPROVE = "approve", _("Approval of a step")
    PUBLISH = "publish", _("Publication")
    UPDATE = "update", _("Update of a live article")


class Effect(models.TextChoices):
    OFF = "off", _("not asked")
    WARN = "warn", _("warns")
    BLOCK = "block", _("blocks")


class GateRule(models.Model):
    """The effect of a check before a transition, for all kinds of article or for one.

    Without a rule the check is off. The rule of a kind replaces that of all kinds.
    """

    transition = models.CharField(_("transition"), max_length=8, choices=Transition.choices)
    kind = models.CharField(_("kind"), max_length=16, choices=ArticleKind.choices, blank=True)
    code = models.CharField(_("check"), max_length=32)
    effect = models.CharField(_("effect"), max_length=5, choices=Effect.choices)

    class Meta:
        verbose_name = _("gate rule")
        verbose_name_plural = _("gate rules")
        default_permissions = ("change",)
        permissions = [("override_gate", "Can go past a check that blocks, with a reason")]
        constraints = [
            models.UniqueConstraint(
                fields=["transition", "kind", "code"], name="one_rule_per_check_and_transition"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code}, {self.get_transition_display()}: {self.get_effect_display()}"


class GateSettings(models.Model):
    """The one row of settings of the checks."""

    page_budget = models.PositiveIntegerField(
        _("weight of a page, in kilobytes"),
        default=400,
        validators=[MinValueValidator(50), MaxValueValidator(10_000)],
        help_text=_(
            "What a reader on a phone may have to load for an article with its pictures. "
            "Many pay for every megabyte."
        ),
    )
    checks_external_links = models.BooleanField(
        _("Ask other sites whether the links to them still answer"),
        default=False,
        help_text=_(
            "Each address is asked for after the article was saved or submitted, and again after "
            "a week. While this is off, no request leaves the site."
        ),
    )

    class Meta:
        verbose_name = _("checks before publication")
        verbose_name_plural = _("checks before publication")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.pk = 1
        super().save(*args, **kwargs)

    @classmethod
    def load(cls) -> "GateSettings":
        return cls.objects.filter(pk=1).first() or cls(pk=1)


class LinkAnswer(models.Model):
    """The last answer of another site to which an article links."""

    address = models.CharField(_("address"), max_length=MAX_ADDRESS, unique=True)
    asked_at = models.DateTimeField(_("asked for"))
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    is_dead = models.BooleanField(_("dead"), default=False)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("answer of another site")
        verbose_name_plural = _("answers of other sites")
        default_permissions = ()

    def __str__(self) -> str:
        return self.address
