"""The settings of the search."""

from typing import Any, ClassVar
from uuid import uuid4

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from search.relevance import HALF_LIFE

SHORTEST, LONGEST = 7, 3650  # days


@register_setting(icon="search")
class SearchSettings(BaseGenericSetting):
    """The settings that editors make for the search, in one row.

    stamp: another one whenever editors change anything that the search goes by, here or in
    synonyms and promoted results; it tells each process that what it has read is out of date.
    """

    half_life = models.PositiveSmallIntegerField(
        _("half-life of news, in days"),
        default=int(HALF_LIFE),
        validators=[MinValueValidator(SHORTEST), MaxValueValidator(LONGEST)],
        help_text=_(
            "Of two articles that suit a search equally, the newer one comes first. After so many "
            "days an article has lost half of that lead. 30 favours the latest news, 180 suits a "
            "daily paper, 1000 and more bring back the archive. From 7 to 3650 days; the search "
            "follows at once."
        ),
    )
    stamp = models.UUIDField(default=uuid4, editable=False)

    panels: ClassVar[list[Panel]] = [FieldPanel("half_life")]

    class Meta:
        verbose_name = _("search")
        verbose_name_plural = _("search")

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.stamp = uuid4()
        super().save(*args, **kwargs)

    @classmethod
    def renew_stamp(cls) -> None:
        """Have all processes read again what editors have set, once this is committed."""
        if not cls.objects.update(stamp=uuid4()):
            cls.objects.bulk_create([cls(pk=1)], ignore_conflicts=True)
