"""Policy pages, and every version that was ever in force."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from news.blocks import PlainBodyBlock


class PolicyPage(RoutablePageMixin, Page):
    """Privacy, legal notice, editorial policy: dated, approved by the legal desk."""

    parent_page_types = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = []

    introduction = models.CharField(_("introduction"), max_length=300, blank=True)
    effective_date = models.DateField(
        _("in force from"),
        default=timezone.localdate,
        help_text=_(
            "Shown at the top of the page. Each publication keeps the version it replaces."
        ),
    )
    body = StreamField(PlainBodyBlock(), verbose_name=_("body"))

    content_panels = [
        *Page.content_panels,
        FieldPanel("introduction"),
        FieldPanel("effective_date"),
        FieldPanel("body"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
    ]

    class Meta:
        verbose_name = _("policy page")
        verbose_name_plural = _("policy pages")


class PolicyVersion(models.Model):
    """A text as it stood from its publication on. Written once, never changed."""

    page = models.ForeignKey(PolicyPage, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=255)
    introduction = models.CharField(_("introduction"), max_length=300, blank=True)
    effective_date = models.DateField(_("in force from"))
    published_at = models.DateTimeField(_("published at"), default=timezone.now)
    body = StreamField(PlainBodyBlock(), verbose_name=_("body"))

    class Meta:
        verbose_name = _("version of a policy page")
        verbose_name_plural = _("versions of policy pages")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["page", "number"], name="one_policy_version_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.effective_date:%d/%m/%Y})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("A published version is never changed.")
        super().save(*args, **kwargs)
