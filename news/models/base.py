"""The base class of all pages of the site."""

from typing import Any, ClassVar, Self

from django.core.checks import CheckMessage
from django.db import transaction
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.locks import BaseLock, BasicLock, ScheduledForPublishLock
from wagtail.models import (
    Page,
    PageManager,
    PageViewRestriction,
    Task,
    Workflow,
    WorkflowPage,
    WorkflowState,
)

from delivery.request_cache import cached_for_request
from news.link_previews.preview import LABEL, MODE, link_previews
from news.named_rows import NamedRows
from news.page_context import added_context
from news.page_facts import PageFacts
from news.page_forms import PublicPageCopyForm, PublicPageForm
from news.panels import (
    SEO_DESCRIPTION_LENGTH,
    SEO_TITLE_LENGTH,
    CountedFieldPanel,
)
from news.permissions import DeskPermissions
from news.readable_version import readable_content, without_lost_rows
from news.reference_writes import references_written_once
from news.signals import page_saved
from news.slugs import first_free, french_slug, is_taken_by_the_site
from news.tree_lock import lock_tree, read_place
from news.visibility import PublicPageQuerySet, shut_pages

# What a version is given by its page: what the version itself says of it is not looked for.
OF_THE_PAGE = frozenset(
    {
        *("alias_of", "content_type", "latest_revision", "live_revision", "locale"),
        *("locked_by", "owner"),
    }
)


class PublicPage(PageFacts, DeskPermissions, Page):
    """A page with a French address, judged by the rules of the desk."""

    base_form_class = PublicPageForm
    copy_form_class = PublicPageCopyForm
    # The search writes the entry of a page itself, at `page_saved`: modelsearch would write it
    # before the rows of the page are saved.
    search_auto_update = False
    # For a title without a letter that an address can hold.
    slug_without_letters = "page"
    # What the page reads of the query of its address: no other parameter makes another page.
    query_parameters: ClassVar[tuple[str, ...]] = ()
    # The labels of what could not be read of the version that this is.
    unread_parts: tuple[str, ...] = ()

    objects: ClassVar[Any] = PageManager.from_queryset(PublicPageQuerySet)()

    content_panels = [
        FieldPanel("title", classname="actujet-title", help_text=_("As readers see it."))
    ]
    promote_panels = [
        FieldPanel("slug"),
        CountedFieldPanel(
            "seo_title",
            SEO_TITLE_LENGTH,
            heading=_("Title for search engines"),
            help_text=_(
                "Only if the title needs its picture or its section to be understood. Left empty, "
                "the title is used."
            ),
        ),
        CountedFieldPanel(
            "search_description",
            SEO_DESCRIPTION_LENGTH,
            heading=_("Description for search engines"),
            help_text=_(
                "What search engines and messengers show under the link. Left empty, the opening "
                "lines are used. The preview “Shares and search engines” shows how it looks."
            ),
        ),
    ]

    class Meta:
        abstract = True

    @classmethod
    def check(cls, **kwargs: Any) -> list[CheckMessage]:
        errors: list[CheckMessage] = super().check(**kwargs)
        return errors + cls.missing_facts()

    def get_context(
        self, request: HttpRequest, *args: object, **kwargs: object
    ) -> dict[str, object]:
        context: dict[str, object] = super().get_context(request, *args, **kwargs)
        return context | added_context(request, self)

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """Wagtail's; where no page has any, the one question of the whole request is enough."""
        if not shut_pages():
            return PageViewRestriction.objects.none()
        restrictions: QuerySet[PageViewRestriction] = super().get_view_restrictions()
        return restrictions

    @property
    def preview_modes(self) -> list[tuple[str, str | Promise]]:
        return [*super().preview_modes, (MODE, LABEL)]

    def make_preview_request(
        self,
        original_request: HttpRequest | None = None,
        preview_mode: str | None = None,
        extra_request_attrs: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The page as its readers get it; as a link, in the mode for that.

        Not in `serve_preview`, which pages with several addresses take over.
        """
        as_link = preview_mode == MODE
        mode = "" if as_link else preview_mode
        page = super().make_preview_request(original_request, mode, extra_request_attrs)
        return link_previews(self, original_request, page) if as_link else page

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        fields = kwargs.get("update_fields")
        if self.pk and fields is None:
            read_place(self)
        with references_written_once(self, fields):
            super().save(*args, **kwargs)
        page_saved.send(type(self), instance=self, update_fields=fields)

    @transaction.atomic
    def move(self, target: Page, pos: str | None = None, user: Any = None) -> None:
        """Move the page, from where it is now to where `target` is now."""
        lock_tree(self.pk, target.pk)
        read_place(self)
        read_place(target)
        super().move(target, pos=pos, user=user)

    @property
    def current_workflow_state(self) -> WorkflowState | None:
        return cached_for_request(
            ("state", self.pk), lambda: super(PublicPage, self).current_workflow_state
        )

    @property
    def current_workflow_task(self) -> Task | None:
        """The step at which a review of the page is; asked once for all pages at that step."""
        state = self.current_workflow_state
        if state is None or state.status != WorkflowState.STATUS_IN_PROGRESS:
            return None
        if state.current_task_state is None:
            return None
        step = state.current_task_state.task
        return cached_for_request(("step", step.pk), lambda: step.specific)

    @property
    def has_workflow(self) -> bool:
        return self.get_workflow() is not None

    @property
    def workflow_in_progress(self) -> bool:
        state = self.current_workflow_state
        return state is not None and state.status == WorkflowState.STATUS_IN_PROGRESS

    def get_workflow(self) -> Workflow | None:
        """The active workflow of the page, else that of the nearest page above it.

        All workflows are asked for at once: pages that have one are few.
        """
        active = WorkflowPage.objects.filter(workflow__active=True).select_related("workflow")
        rows = active.annotate(path=F("page__path"))
        by_path = cached_for_request("workflows", lambda: {row.path: row.workflow for row in rows})
        for length in range(len(self.path), 0, -self.steplen):
            if workflow := by_path.get(self.path[:length]):
                return workflow
        return None

    def get_lock(self) -> BaseLock | None:
        """Wagtail's locks, without the one that a schedule is where drafts go on beside it."""
        lock = super().get_lock()
        if not isinstance(lock, ScheduledForPublishLock) or not self.has_drafts_beside_schedule:
            return lock
        if self.locked:
            return BasicLock(self)
        task = self.current_workflow_task
        return task.lock_class(self, task) if task else None

    def free_slug(self, title: str, parent: Page | None) -> str:
        """The address made from `title`, numbered from 2 on if a neighbour has it."""
        slug = french_slug(title) or self.slug_without_letters
        return first_free(slug, lambda free: self._slug_is_available(free, parent, self))

    @staticmethod
    def _slug_is_available(slug: str, parent_page: Page | None, page: Page | None = None) -> bool:
        """Wagtail's check among the neighbours; at the top of the site, its own views count too."""
        if not Page._slug_is_available(slug, parent_page, page):
            return False
        # Few addresses are the site's own: for all others nobody needs to know the place.
        if parent_page is None or not is_taken_by_the_site(slug):
            return True
        return not parent_page.is_site_root()

    @classmethod
    def from_serializable_data(
        cls, data: dict[str, Any], check_fks: bool = True, strict_fks: bool = False
    ) -> Self | None:
        """A page made of `data`, as modelcluster makes it; what it names is looked for at once."""
        page: Self | None
        if not check_fks:
            page = super().from_serializable_data(data, False, strict_fks)
            return page
        named = NamedRows(cls, data)
        existing = named.existing(strict_fks)
        if existing is None:
            return None
        page = super().from_serializable_data(existing, False, strict_fks)
        named.attach(page)
        return page

    def with_content_json(self, content: dict[str, Any]) -> Self:
        """A version of this page, which knows whether the page is online now.

        Wagtail takes that from the version: one that was written before the page first went live
        would take it offline at the moment it is scheduled. What cannot be read of the version is
        named in its `unread_parts`.
        """
        version: Self
        content = {name: value for name, value in content.items() if name not in OF_THE_PAGE}
        content, unread = readable_content(type(self.specific_deferred), content)
        try:
            version = super().with_content_json(content)
        # All that modelcluster says where a row names what nobody may delete, and somebody did.
        except Exception:
            content, lost = without_lost_rows(type(self.specific_deferred), content)
            if not lost:
                raise
            version = super().with_content_json(content)
            unread += lost
        version.unread_parts = tuple(dict.fromkeys(unread))
        version.live_revision_id = self.live_revision_id
        return version

    def _set_core_field_defaults(self) -> None:
        """Wagtail's step before each save; where it would make an English slug."""
        parent = self.get_parent()
        if not self.slug and self.title and parent is not None:  # type: ignore[has-type]
            self.slug = self.free_slug(self.title, parent)
        super()._set_core_field_defaults()
