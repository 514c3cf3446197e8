"""Settings of feeds and of what search engines are given."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


@register_setting(icon="code")
class MachineSettings(BaseSiteSetting):
    feeds_in_full = models.BooleanField(
        _("whole articles in the feeds"),
        default=False,
        help_text=_(
            "Off, a feed holds titles and opening lines, and readers come to the site for the rest."
        ),
    )
    hidden = models.BooleanField(
        _("hidden from search engines"),
        default=False,
        help_text=_("robots.txt then asks every engine to stay away. For a site in preparation."),
    )
    robots = models.TextField(
        _("more lines for robots.txt"),
        blank=True,
        help_text=_(
            "Such as “User-agent: GPTBot” and, below it, “Disallow: /”. The admin and the search "
            "results are already closed, the sitemaps already named."
        ),
    )

    panels = [FieldPanel("feeds_in_full"), FieldPanel("hidden"), FieldPanel("robots")]

    class Meta:
        verbose_name = _("feeds and search engines")
        verbose_name_plural = _("feeds and search engines")
