"""Policy pages, and every version that was ever in force."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, NoReturn

from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.blocks import StreamValue
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import Page
from wagtail.search import index

from home.anchors import unique_anchor
from home.passages import passages_of
from news.blocks import PlainBodyBlock
from news.diff import Change, changes_between
from news.fields import BodyField
from news.models.base import PublicPage
from news.page_facts import Approval, FoundAs

# What readers agree to: a publication that changes one of these makes a new version.
TEXT_FIELDS = ("title", "introduction", "effective_date", "body")


@dataclass(frozen=True)
class Part:
    """A block of the body, with the anchor that the table of contents points to."""

    block: StreamValue.StreamChild
    anchor: str


class PolicyPage(RoutablePageMixin, PublicPage):
    """Privacy, legal notice, editorial policy: dated, approved by the legal desk."""

    parent_page_types = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    allowed_http_methods = ["GET", "HEAD", "OPTIONS"]
    approval = Approval.LEGAL
    checks = ()
    found_as = FoundAs.PAGE
    in_navigation = True
    query_parameters = ("depuis",)
    has_drafts_beside_schedule = True

    introduction = models.CharField(_("introduction"), max_length=300, blank=True)
    effective_date = models.DateField(
        _("in force from"),
        default=timezone.localdate,
        help_text=_(
            "Shown at the top of the page. Each publication keeps the version it replaces."
        ),
    )
    body: Any = BodyField(PlainBodyBlock(), verbose_name=_("body"))

    content_panels = [
        *PublicPage.content_panels,
        FieldPanel("body"),
        FieldPanel("introduction"),
        FieldPanel("effective_date"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("introduction", boost=2),
        index.SearchField("body"),
    ]

    class Meta:
        verbose_name = _("policy page")
        verbose_name_plural = _("policy pages")

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and keep the text as a version if it is one that readers now see.

        Both in one transaction: whatever publishes the page, and wherever it is cut short, there
        is never a text in force without its version.
        """
        super().save(*args, **kwargs)
        written = kwargs.get("update_fields")
        if self.live and (written is None or not set(TEXT_FIELDS).isdisjoint(written)):
            PolicyVersion.keep(self)

    def version(self, number: int) -> "PolicyVersion":
        """The version of that number; raises Http404 where there is none."""
        version = self.versions.filter(number=number).first() if number < 2**31 else None
        if version is None:
            raise Http404
        return version

    def get_context(
        self, request: HttpRequest, *args: object, **kwargs: object
    ) -> dict[str, object]:
        context: dict[str, object] = super().get_context(request, *args, **kwargs)
        context["text"] = self
        context |= contents_of(self.body)
        # Not through `versions`: the preview of a page that was never saved has none.
        context["version_count"] = PolicyVersion.objects.filter(page_id=self.pk).count()
        return context

    @path("versions/", name="versions")
    def list_versions(self, request: HttpRequest) -> HttpResponse:
        versions = self.versions.defer("body")
        return self.render(
            request,
            template="home/policy_versions.html",
            context_overrides={"versions": versions},
        )

    @path("versions/<int:number>/", name="version")
    def show_version(self, request: HttpRequest, number: int) -> HttpResponse:
        version = self.version(number)
        return self.render(
            request,
            context_overrides={
                "text": version,
                **contents_of(version.body),
                "version": version,
                "replaced_by": self.versions.filter(number__gt=number).defer("body").last(),
            },
        )

    @path("versions/<int:number>/diff/", name="diff")
    def show_diff(self, request: HttpRequest, number: int) -> HttpResponse:
        """Show changes up to this version: since the one before, or since `?depuis=<number>`."""
        version = self.version(number)
        asked = request.GET.get("depuis", "")
        since = int(asked) if asked.isdecimal() and len(asked) < 10 else number - 1
        earlier = self.version(since)
        return self.render(
            request,
            template="home/policy_diff.html",
            context_overrides={
                "version": version,
                "earlier": earlier,
                "changes": version.changes_since(earlier),
                "others": self.versions.exclude(pk=version.pk).defer("body"),
            },
        )


class PolicyVersionQuerySet(models.QuerySet["PolicyVersion"]):
    """Reads, and appends; refuses whatever would rewrite what was in force."""

    def _refuse(self, *args: object, **kwargs: object) -> NoReturn:
        raise TypeError("A published version is never changed or deleted.")

    update = bulk_update = update_or_create = delete = _refuse


class PolicyVersion(models.Model):
    """A published version of a policy. Written once, never changed."""

    page = models.ForeignKey(PolicyPage, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=255)
    introduction = models.CharField(_("introduction"), max_length=300, blank=True)
    effective_date = models.DateField(_("in force from"))
    published_at = models.DateTimeField(_("published at"), default=timezone.now)
    body: Any = BodyField(PlainBodyBlock(), verbose_name=_("body"))

    objects = PolicyVersionQuerySet.as_manager()

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
        if not self._state.adding:
            raise TypeError("A published version is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> NoReturn:
        raise TypeError("A published version is never deleted.")

    @classmethod
    def keep(cls, page: PolicyPage) -> None:
        """Write down what `page` says now, unless the newest version says the same.

        Belongs into the transaction that saves the page: its row is locked by then, so that two
        publications at once take their numbers one after the other.
        """
        newest = cls.objects.filter(page=page).first()
        if newest and newest.says() == says(page):
            return
        cls.objects.create(
            page=page,
            number=newest.number + 1 if newest else 1,
            published_at=page.last_published_at or timezone.now(),
            **{field: getattr(page, field) for field in TEXT_FIELDS},
        )

    def says(self) -> list[object]:
        return says(self)

    def changes_since(self, earlier: "PolicyVersion") -> list[Change]:
        return changes_between(passages_of(earlier), passages_of(self))


def says(text: PolicyPage | PolicyVersion) -> list[object]:
    """Return what readers see, to be compared; without the editor's block identifiers."""
    return [
        text.title,
        text.introduction,
        text.effective_date,
        _without_ids(text.body.get_prep_value()),
    ]


def _without_ids(value: object) -> object:
    if isinstance(value, dict):
        return {key: _without_ids(item) for key, item in value.items() if key != "id"}
    return [_without_ids(item) for item in value] if isinstance(value, list) else value


def parts_of(body: Iterable[StreamValue.StreamChild]) -> list[Part]:
    """The blocks of a body; each level-2 heading with an anchor of its own."""
    parts: list[Part] = []
    taken: set[str] = set()
    for block in body:
        anchor = ""
        if block.block_type == "heading" and block.value["level"] == "2":
            anchor = unique_anchor(block.value["text"], taken)
        parts.append(Part(block, anchor))
    return parts


def contents_of(body: Iterable[StreamValue.StreamChild]) -> dict[str, list[Part]]:
    """Return the context of the template: the parts, and those in the table of contents."""
    parts = parts_of(body)
    return {"parts": parts, "headings": [part for part in parts if part.anchor]}
