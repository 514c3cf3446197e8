"""The page of frequent questions."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import Orderable, Page
from wagtail.search import index

from home.anchors import unique_anchor
from home.structured_data import faq_page
from news.fields import INLINE, RichField
from news.models.base import PublicPage
from news.page_facts import Approval, FoundAs
from news.slugs import french_slug

LONGEST_QUERY = 200


@dataclass(frozen=True)
class Entry:
    anchor: str
    question: str
    answer: str

    def holds(self, words: list[str]) -> bool:
        """Whether each of `words`, folded, begins a word of the question or the answer."""
        text = folded(f"{self.question} {strip_tags(self.answer)}")
        return all(f" {word}" in f" {text}" for word in words)


@dataclass
class Group:
    name: str
    anchor: str
    entries: list[Entry] = field(default_factory=list)


def matching(groups: list[Group], query: str) -> list[Group]:
    """The groups with those questions only that hold every word of `query`."""
    words = folded(query).split()
    found = [Group(g.name, g.anchor, [e for e in g.entries if e.holds(words)]) for g in groups]
    return [group for group in found if group.entries]


def folded(text: str) -> str:
    """`text` for comparing: without capitals, accents and punctuation."""
    return french_slug(text, 100_000).replace("-", " ")


class FaqPage(RoutablePageMixin, PublicPage):
    parent_page_types = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    allowed_http_methods = ["GET", "HEAD", "OPTIONS"]
    approval = Approval.NONE
    checks = ()
    found_as = FoundAs.PAGE
    in_navigation = True
    query_parameters = ("q",)

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

    def structured_data(self, **where: Any) -> dict[str, Any]:
        """The questions of `where["groups"]`."""
        return faq_page(where["groups"]) if where["groups"] else {}

    def get_context(
        self, request: HttpRequest, *args: object, **kwargs: object
    ) -> dict[str, object]:
        context: dict[str, object] = super().get_context(request, *args, **kwargs)
        asked = request.GET.get("q", "").strip()[:LONGEST_QUERY]
        context["query"] = asked
        context["groups"] = matching(self.groups(), asked)
        return context

    @path("<slug:anchor>/", name="answer")
    def show_answer(self, request: HttpRequest, anchor: str) -> HttpResponse:
        """One answer by itself, under an address that can be passed on."""
        entries = (entry for group in self.groups() for entry in group.entries)
        entry = next((entry for entry in entries if entry.anchor == anchor), None)
        if entry is None:
            raise Http404
        return self.render(
            request, template="home/faq_answer.html", context_overrides={"entry": entry}
        )

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
    answer = RichField(_("answer"), features=[*INLINE, "ol", "ul"])

    panels = [FieldPanel("group"), FieldPanel("question"), FieldPanel("answer")]

    class Meta(Orderable.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self) -> str:
        return self.question
