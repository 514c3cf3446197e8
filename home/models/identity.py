"""The identity of the paper: name, logo, addresses, networks."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Orderable

from news.public_pictures import shown_when_saved


class Network(models.TextChoices):
    FACEBOOK = "facebook", "Facebook"
    X = "x", "X"
    WHATSAPP = "whatsapp", "WhatsApp"
    TELEGRAM = "telegram", "Telegram"
    YOUTUBE = "youtube", "YouTube"
    INSTAGRAM = "instagram", "Instagram"
    TIKTOK = "tiktok", "TikTok"
    LINKEDIN = "linkedin", "LinkedIn"


class Accent(models.TextChoices):
    """The accents of `static/css/tokens.css`, each with a shade for day and one for night."""

    BRICK = "brick", _("Brick red")
    RIVER = "river", _("River blue")
    LEAF = "leaf", _("Leaf green")
    OCHRE = "ochre", _("Ochre")
    PLUM = "plum", _("Plum")
    INDIGO = "indigo", _("Indigo")
    INK = "ink", _("Ink, no colour")


@shown_when_saved
@register_setting(icon="site")
class Identity(BaseSiteSetting, ClusterableModel):
    picture_shapes: ClassVar = {"logo": ("logo",)}

    name = models.CharField(_("name of the paper"), max_length=80, default="Actujet")
    tagline = models.CharField(_("tagline"), max_length=160, blank=True)
    logo = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Stands in the place of the name; a wide picture on a plain ground."),
    )
    accent = models.CharField(
        _("accent colour"),
        max_length=16,
        choices=Accent.choices,
        default=Accent.BRICK,
        help_text=_("Kickers, marks and buttons. Each one stays legible by day and by night."),
    )
    founded = models.PositiveSmallIntegerField(
        _("founded in"),
        null=True,
        blank=True,
        help_text=_("The year. Search engines are told, readers are not."),
    )
    about = models.TextField(_("about the paper"), blank=True, help_text=_("Foot of every page."))
    address = models.CharField(_("postal address"), max_length=255, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("email"), blank=True)
    legal_line = models.CharField(_("legal line"), max_length=255, blank=True)
    principles_page = models.ForeignKey(
        "home.PolicyPage",
        verbose_name=_("how the newsroom works"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Left empty, the page whose address is politique-editoriale or a-propos."),
    )
    ethics_page = models.ForeignKey(
        "home.PolicyPage",
        verbose_name=_("ethics"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Left empty, the page whose address is deontologie, or the one above."),
    )
    corrections_page = models.ForeignKey(
        "home.PolicyPage",
        verbose_name=_("how mistakes are corrected"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Left empty, the list of all corrections."),
    )

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("name"),
                FieldPanel("tagline"),
                FieldPanel("logo"),
                FieldPanel("accent"),
                FieldPanel("founded"),
                FieldPanel("about"),
            ],
            heading=_("Identity"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("address"),
                FieldPanel("phone"),
                FieldPanel("email"),
                FieldPanel("legal_line"),
            ],
            heading=_("Contact details"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("principles_page"),
                FieldPanel("ethics_page"),
                FieldPanel("corrections_page"),
            ],
            heading=_("Pages that search engines are told of"),
        ),
        InlinePanel("social_links", heading=_("Networks"), label=_("Network")),
    ]

    # With the logo, which every page shows.
    select_related = ("logo",)

    @cached_property
    def networks(self) -> list["SocialLink"]:
        """Its links, asked for once by each page."""
        return list(self.social_links.all()) if self.pk else []

    class Meta:
        verbose_name = _("identity of the paper")
        verbose_name_plural = _("identities of the paper")


class SocialLink(Orderable):
    identity = ParentalKey(Identity, on_delete=models.CASCADE, related_name="social_links")
    network = models.CharField(_("network"), max_length=16, choices=Network.choices)
    url = models.URLField(_("address"))

    followers = models.PositiveIntegerField(
        _("followers"),
        null=True,
        blank=True,
        help_text=_("As the network says today. Left empty, readers see no number."),
    )

    panels = [FieldPanel("network"), FieldPanel("url"), FieldPanel("followers")]

    class Meta(Orderable.Meta):
        verbose_name = _("network")
        verbose_name_plural = _("networks")

    def __str__(self) -> str:
        return self.get_network_display()
