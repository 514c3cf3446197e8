"""The contact page: its form's texts, the desks it reaches, the messages of readers."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Orderable, Page
from wagtail.search import index

from news.fields import INLINE, RichField
from news.models.base import PublicPage
from news.page_facts import Approval, FoundAs


class ContactPage(PublicPage):
    parent_page_types = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    allowed_http_methods = ["GET", "HEAD", "POST", "OPTIONS"]
    approval = Approval.NONE
    checks = ()
    found_as = FoundAs.PAGE
    in_navigation = True
    query_parameters = ("desk", "merci")

    introduction = RichField(_("introduction"), features=INLINE, blank=True)
    thanks = RichField(
        _("thanks"),
        features=INLINE,
        blank=True,
        help_text=_("Shown once a message has been received."),
    )

    content_panels = [
        *PublicPage.content_panels,
        FieldPanel("introduction"),
        InlinePanel("desks", heading=_("Desks"), label=_("Desk"), min_num=1),
        FieldPanel("thanks"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("introduction")]

    class Meta:
        verbose_name = _("contact page")
        verbose_name_plural = _("contact pages")


class ContactDesk(Orderable):
    page = ParentalKey(ContactPage, on_delete=models.CASCADE, related_name="desks")
    name = models.CharField(_("name"), max_length=80)
    email = models.EmailField(_("email"), help_text=_("Where its messages are sent."))

    panels = [FieldPanel("name"), FieldPanel("email")]

    class Meta(Orderable.Meta):
        verbose_name = _("desk")
        verbose_name_plural = _("desks")

    def __str__(self) -> str:
        return self.name


class ContactMessage(models.Model):
    """A message of a reader, with the name that the desk had then."""

    desk_name = models.CharField(_("desk"), max_length=80)
    desk_email = models.EmailField(_("sent to"))
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("email"))
    subject = models.CharField(_("subject"), max_length=160)
    message = models.TextField(_("message"), max_length=5000)
    received_at = models.DateTimeField(_("received"), auto_now_add=True, db_index=True)
    sent_at = models.DateTimeField(_("sent by mail"), null=True, blank=True, editable=False)
    handled = models.BooleanField(
        _("handled"),
        default=False,
        help_text=_("Tick once someone has answered, or once there is nothing to answer."),
    )

    panels = [
        FieldPanel("desk_name", read_only=True),
        FieldPanel("received_at", read_only=True),
        FieldPanel("name", read_only=True),
        FieldPanel("email", read_only=True),
        FieldPanel("subject", read_only=True),
        FieldPanel("message", read_only=True),
        FieldPanel("handled"),
    ]

    class Meta:
        verbose_name = _("contact message")
        verbose_name_plural = _("contact messages")
        ordering = ["-received_at", "-pk"]

    def __str__(self) -> str:
        return self.subject
