"""Questions that readers ask again and again."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page
from wagtail.search import index


class FaqPage(Page):
    parent_page_types = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = []

    introduction = models.CharField(_("introduction"), max_length=300, blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("introduction"),
        InlinePanel("questions", heading=_("Questions"), label=_("Question")),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("introduction"),
        index.RelatedFields(
            "questions", [index.SearchField("question"), index.SearchField("answer")]
        ),
    ]

    class Meta:
        verbose_name = _("FAQ page")
        verbose_name_plural = _("FAQ pages")


class FaqQuestion(Orderable):
    page = ParentalKey(FaqPage, on_delete=models.CASCADE, related_name="questions")
    group = models.CharField(
        _("group"), max_length=80, help_text=_("Questions of one group stand together.")
    )
    question = models.CharField(_("question"), max_length=200)
    answer = RichTextField(_("answer"), features=["bold", "italic", "link", "ol", "ul"])

    panels = [FieldPanel("group"), FieldPanel("question"), FieldPanel("answer")]

    class Meta(Orderable.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self) -> str:
        return self.question
