"""Questions that readers ask again and again."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page
from wagtail.search import index

from home.anchors import unique_anchor
from news.models.base import PublicPage


@dataclass(frozen=True)
class Entry:
    anchor: str
    question: str
    answer: str


@dataclass
class Group:
    name: str
    anchor: str
    entries: list[Entry] = field(default_factory=list)


class FaqPage(PublicPage):
    parent_page_types = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    allowed_http_methods = ["GET", "HEAD", "OPTIONS"]

    introduction = models.CharField(_("introduction"), max_length=300, blank=True)

    content_panels = [
        *PublicPage.content_panels,
        FieldPanel("introduction"),
        InlinePanel("questions", heading=_("Questions"), label=_("Question")),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("introduction", boost=2),
        index.RelatedFields(
            "questions", [index.SearchField("question"), index.SearchField("answer")]
        ),
    ]

    class Meta:
        verbose_name = _("FAQ page")
        verbose_name_plural = _("FAQ pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["groups"] = self.groups()
        return context

    def groups(self) -> list[Group]:
        """The questions by group, both in the order in which the newsroom put them."""
        groups: dict[str, Group] = {}
        taken: set[str] = set()
        for question in self.questions.all():
            name = question.group.strip()
            key = name.casefold()
            if key not in groups:
                groups[key] = Group(name, unique_anchor(name, taken))
            anchor = unique_anchor(question.question, taken)
            groups[key].entries.append(Entry(anchor, question.question, question.answer))
        return list(groups.values())


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
