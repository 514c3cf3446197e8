"""Settings of feeds and of what search engines are given."""

from django.core.validators import URLValidator, validate_email
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from news.ai_crawlers import ANSWERING, TRAINING


def validate_contact(text: str) -> None:
    """A mail address or the address of a page, as security.txt asks (RFC 9116, 2.5.3)."""
    is_mail = "@" in text and "://" not in text
    (validate_email if is_mail else URLValidator(["https"]))(text)


class AiAccess(models.TextChoices):
    """What robots.txt asks of the crawlers in `news.ai_crawlers`."""

    OPEN = "open", _("Open to all, like to search engines")
    ANSWERS = "answers", _("Open to those that answer with a link, closed to those that train")
    CLOSED = "closed", _("Closed to all")


@register_setting(icon="code")
class MachineSettings(BaseSiteSetting):
    feeds_in_full = models.BooleanField(
        _("whole articles in the feeds"),
        default=False,
        help_text=_(
            "Off, a feed holds titles and opening lines, and readers come to the site for the rest."
        ),
    )
    # What it says is public anyway, page by page, and whole texts follow the setting above.
    api = models.BooleanField(
        _("JSON interface"),
        default=True,
        help_text=_(
            "Programs can read articles, sections, tags and authors, and search, at /api/v2/. They "
            "get what any reader can open, and nothing else; whole texts as the feeds."
        ),
    )
    hidden = models.BooleanField(
        _("hidden from search engines"),
        default=False,
        help_text=_("robots.txt then asks every engine to stay away. For a site in preparation."),
    )
    # Open: a small paper is read where people ask, and who may learn from its texts is for the
    # newsroom to decide, not for its software.
    ai_access = models.CharField(
        _("language models"),
        max_length=16,
        choices=AiAccess.choices,
        default=AiAccess.OPEN,
        help_text=_(
            "What robots.txt asks of the crawlers of ChatGPT, Claude, Gemini and the like. Those "
            "that are honest obey; search results are not touched by it."
        ),
    )
    llms = models.BooleanField(
        _("guide for assistants"),
        default=True,
        help_text=_(
            "llms.txt names the paper, its sections and its feeds. It is gone where all are closed "
            "out."
        ),
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
        FieldPanel("api"),
        FieldPanel("hidden"),
        FieldPanel("ai_access"),
        FieldPanel("llms"),
        FieldPanel("robots"),
        FieldPanel("security_contact"),
        FieldPanel("ads"),
    ]

    class Meta:
        verbose_name = _("feeds and search engines")
        verbose_name_plural = _("feeds and search engines")

    @property
    def refused_crawlers(self) -> tuple[str, ...]:
        """The names that robots.txt asks to stay away."""
        if self.ai_access == AiAccess.CLOSED:
            return TRAINING + ANSWERING
        return TRAINING if self.ai_access == AiAccess.ANSWERS else ()

    @property
    def guides_assistants(self) -> bool:
        """Whether there is an llms.txt."""
        return self.llms and not self.hidden and self.ai_access != AiAccess.CLOSED
