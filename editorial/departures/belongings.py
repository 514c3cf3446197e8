"""What hangs on an account, and what becomes of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Comment, CommentReply, Page, Revision, WorkflowState

from accounts.models import User
from editorial.assets.models import AssetProposal
from editorial.workflow.models import ConfirmationRequest
from home.models import Alert
from news.models import Author

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

HANDED: "StrOrPromise" = _("Go to the colleague whom you name.")


@dataclass(frozen=True)
class Kind:
    """One kind of thing that hangs on an account.

    find: returns those of a user.
    field: the field that names the user, and names the colleague afterwards; "" where nothing is
    handed over.
    fate: what becomes of them when the account is deleted.
    """

    label: "StrOrPromise"
    find: Callable[[User], QuerySet[Any]]
    field: str = ""
    fate: "StrOrPromise" = HANDED


@dataclass(frozen=True)
class Belonging:
    """A kind, and how many of it hang on one account."""

    kind: Kind
    count: int


def _owned(user: User) -> QuerySet[Page]:
    return Page.objects.filter(owner=user)


def _under_review() -> Q:
    return _keys_in(WorkflowState.objects.active())


def _scheduled() -> Q:
    return _keys_in(Revision.objects.filter(approved_go_live_at__isnull=False))


def _keys_in(rows: QuerySet[Any]) -> Q:
    """Return the condition for pages to which these versions or reviews belong."""
    page_type = ContentType.objects.get_for_model(Page)
    keys = rows.filter(base_content_type=page_type).values_list("object_id", flat=True)
    return Q(pk__in=[int(key) for key in keys])


def _drafts(user: User) -> QuerySet[Page]:
    return _owned(user).filter(live=False).exclude(_under_review() | _scheduled())


def _in_review(user: User) -> QuerySet[Page]:
    return _owned(user).filter(_under_review(), live=False).exclude(_scheduled())


def _alerts(user: User) -> QuerySet[Alert]:
    return Alert.objects.filter(changed_by=user).not_over(timezone.now())


NOTES = (
    Kind(
        _("Notes in the margin"),
        lambda user: Comment.objects.filter(user=user),
        "user",
        _("Go to the colleague whom you name, with the name of their writer before them."),
    ),
    Kind(
        _("Answers to notes in the margin"),
        lambda user: CommentReply.objects.filter(user=user),
        "user",
        _("Go to the colleague whom you name, with the name of their writer before them."),
    ),
)
LOCKS = Kind(
    _("Locks on texts"),
    lambda user: Page.objects.filter(locked_by=user),
    fate=_("Are taken off: others may edit these texts again."),
)
# The first four are one row of the database: its owner.
TEXTS = (
    Kind(_("Drafts"), _drafts, "owner"),
    Kind(_("Texts under review"), _in_review, "owner"),
    Kind(
        _("Scheduled texts"),
        lambda user: _owned(user).filter(_scheduled(), live=False),
        "owner",
        _("Go to the colleague whom you name, and go online at their hour all the same."),
    ),
    Kind(
        _("Texts online"),
        lambda user: _owned(user).filter(live=True),
        "owner",
        _("Go to the colleague whom you name; readers see no difference."),
    ),
)
HANDED_OVER = (
    *TEXTS,
    Kind(
        _("Reviews that were asked for"),
        lambda user: WorkflowState.objects.active().filter(requested_by=user),
        "requested_by",
    ),
    Kind(
        _("Confirmations that were asked for"),
        lambda user: ConfirmationRequest.objects.open().filter(asked_by=user),
        "asked_by",
    ),
    Kind(
        _("Proposals for pictures and documents that wait"),
        lambda user: AssetProposal.objects.waiting().filter(proposed_by=user),
        "proposed_by",
    ),
    Kind(_("Alerts that run or wait"), _alerts, "changed_by"),
    Kind(
        _("Pictures"),
        lambda user: get_image_model().objects.filter(uploaded_by_user=user),
        "uploaded_by_user",
    ),
    Kind(
        _("Documents"),
        lambda user: get_document_model().objects.filter(uploaded_by_user=user),
        "uploaded_by_user",
    ),
)
SIGNATURE = Kind(
    _("Author page with its signatures"),
    lambda user: Author.objects.filter(user=user),
    fate=_("Stays as readers know it, without an account."),
)
KINDS = (*HANDED_OVER, *NOTES, LOCKS, SIGNATURE)


def belongings_of(user: User) -> list[Belonging]:
    """Return the kinds of which the user has any."""
    counted = (Belonging(kind, kind.find(user).count()) for kind in KINDS)
    return [each for each in counted if each.count]


def needs_successor(user: User) -> bool:
    """Whether something would be left without an owner, or be lost, if the account were deleted."""
    return any(kind.find(user).exists() for kind in (*HANDED_OVER, *NOTES))


def last_in(user: User) -> list[Group]:
    """Return the groups in which nobody else is active: what waits for them waits for good."""
    others = User.objects.filter(groups=OuterRef("pk"), is_active=True).exclude(pk=user.pk)
    return list(user.groups.exclude(Exists(others)).order_by("name")) if user.is_active else []
