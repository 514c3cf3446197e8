"""Numbers of searches and clicks by day, without anything about readers."""

from django.db import models
from django.utils.translation import gettext_lazy as _

MAX_KEY = 80


class SearchCount(models.Model):
    """The numbers of one search on one day.

    key: its folded words, by which spellings of it are one; text: as it was last typed.
    found: results of the last search; nothing: searches that found nothing with all the words.
    clicks: results that were opened from its list.
    """

    key = models.CharField(max_length=MAX_KEY)
    text = models.CharField(_("searched"), max_length=MAX_KEY)
    day = models.DateField(_("day"))
    searches = models.PositiveIntegerField(_("searches"), default=0)
    nothing = models.PositiveIntegerField(_("without result"), default=0)
    found = models.PositiveIntegerField(_("results"), default=0)
    clicks = models.PositiveIntegerField(_("clicks"), default=0)

    class Meta:
        verbose_name = _("search of readers")
        verbose_name_plural = _("searches of readers")
        constraints = [models.UniqueConstraint(fields=["day", "key"], name="search_count_of_a_day")]

    def __str__(self) -> str:
        return self.text


class ClickCount(models.Model):
    """The numbers of one result of a search on one day.

    target: « p12 » a page, « d3 » a document, « x5 » an address that editors put first.
    places: sum of the places in the list; 0 is the editors' choice above it.
    """

    key = models.CharField(max_length=MAX_KEY)
    text = models.CharField(max_length=MAX_KEY)
    day = models.DateField()
    target = models.CharField(max_length=24)
    clicks = models.PositiveIntegerField(default=0)
    places = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("result opened by readers")
        verbose_name_plural = _("results opened by readers")
        constraints = [
            models.UniqueConstraint(fields=["day", "key", "target"], name="search_click_of_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.text}: {self.target}"
