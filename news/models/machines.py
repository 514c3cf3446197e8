"""Settings of feeds and of what search engines are given."""

from django.core.validators import URLValidator, validate_email
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


def validate_contact(text: str) -> None:
    """A mail address or the address of a page, as security.txt asks (RFC 9116, 2.5.3)."""
    is_mail = "@" in text and "://" not in text
    (validate_email if is_mail else URLValidator(["https"]))(text)


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

    security_contact = models.CharField(
        _("contact for security"),
        max_length=200,
        blank=True,
        validators=[validate_contact],
        help_text=_(
            "The mail address or page to which a fault of the site is reported; it stands in "
            "security.txt."
        ),
    )
    ads = models.TextField(
        _("lines of ads.txt"),
        blank=True,
        help_text=_("As the advertising networks that sell your space ask for them, one a line."),
    )

    panels = [
        FieldPanel("feeds_in_full"),
        FieldPanel("hidden"),
        FieldPanel("robots"),
        FieldPanel("security_contact"),
        FieldPanel("ads"),
    ]

    class Meta:
        verbose_name = _("feeds and search engines")
        verbose_name_plural = _("feeds and search engines")
