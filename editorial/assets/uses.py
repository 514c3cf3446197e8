"""Finds the public, scheduled and submitted uses of a picture or document."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import Page, ReferenceIndex, Revision, TaskState, WorkflowState

from accounts.models import User
from editorial import rules
from editorial.assets.models import Asset
from home.models import Campaign


@dataclass(frozen=True)
class Uses:
    """The live or submitted pages that show an asset, and other objects that show it to readers."""

    pages: frozenset[int] = frozenset()
    others: list[Model] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.pages or self.others)

    def __len__(self) -> int:
        return len(self.pages) + len(self.others)

    def pages_visible_to(self, user: User) -> list[Page]:
        """Return the pages whose titles `user` may see."""
        pages = Page.objects.filter(pk__in=self.pages).filter(rules.visible_in_lists(user))
        return list(pages.order_by("-live", "title", "pk"))


def find_uses(asset: Asset) -> Uses:
    """Return the uses of `asset` that are public, scheduled, approved or under review.

    A draft that was not submitted does not count.
    """
    pages: set[int] = set()
    others: list[Model] = []
    page_type = ContentType.objects.get_for_model(Page)
    references = ReferenceIndex.get_references_to(asset).order_by()
    by_type: dict[int, set[str]] = {}
    for base, kind, key in references.values_list(
        "base_content_type", "content_type", "object_id"
    ).distinct():
        by_type.setdefault(base if base == page_type.pk else kind, set()).add(key)
    for kind, keys in by_type.items():
        if kind == page_type.pk:
            pages.update(Page.objects.filter(pk__in=keys, live=True).values_list("pk", flat=True))
            continue
        model = ContentType.objects.get_for_id(kind).model_class()
        if model is not None:
            others += [each for each in model._base_manager.filter(pk__in=keys) if is_shown(each)]
    pages.update(int(revision.object_id) for revision in pending_revisions_with(asset))
    return Uses(frozenset(pages), others)


def is_shown(other: Model) -> bool:
    """Whether an object other than a page may reach readers: it is neither a draft nor over."""
    if isinstance(other, Campaign):
        return other.ends_at > timezone.now()
    return bool(getattr(other, "live", True))


def pending_revisions_with(asset: Asset) -> Iterator[Revision]:
    """Yield the versions that are scheduled or under review and show `asset`.

    Wagtail's reference index has the pages as stored, without these.
    """
    wanted = (ReferenceIndex._get_base_content_type(asset).pk, str(asset.pk))
    # A version that uses the asset has its number in its text: the others need not be read.
    texts = pending_revisions().annotate(text=Cast("content", TextField()))
    for revision in texts.filter(text__contains=str(asset.pk)):
        found = ReferenceIndex._extract_references_from_object(revision.as_object())
        if any((kind, key) == wanted for kind, key, _model_path, _path in found):
            yield revision


def pending_revisions() -> QuerySet[Revision]:
    """Return the versions of pages that are scheduled or submitted."""
    running = WorkflowState.objects.filter(
        status=WorkflowState.STATUS_IN_PROGRESS,
        base_content_type=ContentType.objects.get_for_model(Page),
    )
    submitted = TaskState.objects.filter(
        workflow_state__in=running,
        status__in=[TaskState.STATUS_IN_PROGRESS, TaskState.STATUS_APPROVED],
    )
    under_review = [int(key) for key in running.values_list("object_id", flat=True)]
    latest = Page.objects.filter(pk__in=under_review).values("latest_revision")
    return Revision.page_revisions.filter(
        Q(approved_go_live_at__isnull=False)
        | Q(pk__in=submitted.values("revision"))
        | Q(pk__in=latest)
    )
