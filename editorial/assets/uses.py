"""Where a picture or document is shown to readers, or will be as soon as a text goes out."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import Page, ReferenceIndex, Revision, TaskState, WorkflowState

from accounts.models import User
from editorial import rules
from home.models import Campaign


@dataclass(frozen=True)
class Uses:
    """The pages that show it, live or handed in, and what else shows it to readers."""

    pages: frozenset[int] = frozenset()
    others: list[Any] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.pages or self.others)

    def __len__(self) -> int:
        return len(self.pages) + len(self.others)

    def named_for(self, user: User) -> list[Page]:
        """The pages whose titles `user` may meet; the rest is only counted."""
        pages = Page.objects.filter(pk__in=self.pages).filter(rules.visible_in_lists(user))
        return list(pages.order_by("-live", "title", "pk"))


def uses_of(asset: Any) -> Uses:
    """Every use of `asset` that is public, scheduled, approved or under review.

    What only a draft shows that its author still writes does not count.
    """
    pages: set[int] = set()
    others: list[Any] = []
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
    pages.update(int(revision.object_id) for revision in waiting_versions_with(asset))
    return Uses(frozenset(pages), others)


def is_shown(other: Any) -> bool:
    """Whether what uses a picture and is no page may reach readers; a draft or an old one not."""
    if isinstance(other, Campaign):
        return other.ends_at > timezone.now()
    return bool(getattr(other, "live", True))


def waiting_versions_with(asset: Any) -> Iterator[Revision]:
    """The versions that are scheduled or under review and show `asset`.

    The reference index knows the rows of the pages alone, and not these.
    """
    wanted = (ReferenceIndex._get_base_content_type(asset).pk, str(asset.pk))
    # Its number stands in the text of each of them: the others need not be read.
    texts = waiting_versions().annotate(text=Cast("content", TextField()))
    for revision in texts.filter(text__contains=str(asset.pk)):
        found = ReferenceIndex._extract_references_from_object(revision.as_object())
        if any((kind, key) == wanted for kind, key, _model_path, _path in found):
            yield revision


def waiting_versions() -> QuerySet[Revision]:
    """The versions of pages that somebody has scheduled, or handed to the reviewers."""
    running = WorkflowState.objects.filter(
        status=WorkflowState.STATUS_IN_PROGRESS,
        base_content_type=ContentType.objects.get_for_model(Page),
    )
    handed_in = TaskState.objects.filter(
        workflow_state__in=running,
        status__in=[TaskState.STATUS_IN_PROGRESS, TaskState.STATUS_APPROVED],
    )
    under_review = [int(key) for key in running.values_list("object_id", flat=True)]
    latest = Page.objects.filter(pk__in=under_review).values("latest_revision")
    return Revision.page_revisions.filter(
        Q(approved_go_live_at__isnull=False)
        | Q(pk__in=handed_in.values("revision"))
        | Q(pk__in=latest)
    )
