"""The table of what refers to a user, and of what becomes of it when they leave.

It has one entry for each foreign key to the user model and for each generic one.
`tests/editorial/test_departures_of_everything.py` finds those that are missing here, and plays each
entry with a row. What is not said here stays under the name of the deleted account.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db.models import Field, Model, Q, QuerySet, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision, WorkflowState

from accounts.models import User
from editorial.assets.models import AssetProposal
from editorial.workflow.models import ConfirmationRequest
from home.models import Alert, FrontPageVersion

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Rows = QuerySet[Any]


class Fate(TextChoices):
    """What becomes of a row when the account is deleted; the labels are headings of the page."""

    HANDED = "handed", _("Goes to the colleague whom you name")
    KEPT = "kept", _("Stays, under this name")
    FREED = "freed", _("Comes off the account, and stays")
    ENDED = "ended", _("Is deleted with the account")
    NEVER = "never", "refers to no account"


@dataclass(frozen=True)
class Kind:
    """A line of the page: some of the rows of a relation."""

    label: "StrOrPromise"
    which: Callable[[Rows], Rows] = lambda rows: rows
    note: "StrOrPromise" = ""


@dataclass(frozen=True)
class Relation:
    """A foreign key to the user model.

    kinds: what the page tells of it. Of a relation that is handed over, these rows are; others of
        it stay under the name.
    why: the reason to tell nothing.
    beside: a field of which there is one row for each person: where the colleague has one already,
        theirs counts.
    """

    key: str
    fate: Fate
    kinds: tuple[Kind, ...] = ()
    why: str = ""
    beside: str = ""

    @property
    def model(self) -> type[Model]:
        return apps.get_model(self.key.rpartition(".")[0])

    @property
    def field(self) -> str:
        return self.key.rpartition(".")[2]

    @property
    def needs_successor(self) -> bool:
        return self.fate == Fate.HANDED and not self.beside

    def rows(self, person: User) -> Rows:
        rows: Rows = self.model._default_manager.filter(**{self.field: person})
        return rows

    def hand_over(self, person: User, successor: User) -> None:
        rows = self.rows(person)
        if self.beside:
            theirs = self.rows(successor).values(self.beside)
            rows = rows.exclude(**{f"{self.beside}__in": theirs})
        for kind in self.kinds:
            # Without the order of a list, which an update has no use for.
            kind.which(rows).order_by().update(**{self.field: successor})


def _keys_in(rows: Rows) -> Q:
    """Return the condition for pages to which these versions or reviews belong."""
    page_type = ContentType.objects.get_for_model(Page)
    keys = rows.filter(base_content_type=page_type).values_list("object_id", flat=True)
    return Q(pk__in=[int(key) for key in keys])


def _under_review() -> Q:
    return _keys_in(WorkflowState.objects.active())


def _scheduled() -> Q:
    return _keys_in(Revision.objects.filter(approved_go_live_at__isnull=False))


def _among(others: Callable[[], Rows]) -> Callable[[Rows], Rows]:
    return lambda rows: rows.filter(pk__in=others().order_by().values("pk"))


def _une_to_come() -> Rows:
    return FrontPageVersion.objects.to_come(timezone.now())


DRAFTS = Kind(
    _("Drafts"), lambda pages: pages.filter(live=False).exclude(_under_review() | _scheduled())
)
IN_REVIEW = Kind(
    _("Texts under review"),
    lambda pages: pages.filter(_under_review(), live=False).exclude(_scheduled()),
)
SCHEDULED = Kind(
    _("Scheduled texts"),
    lambda pages: pages.filter(_scheduled(), live=False),
    _("They go online at their hour all the same."),
)
ONLINE = Kind(
    _("Texts online"), lambda pages: pages.filter(live=True), _("Readers see no difference.")
)
TO_READ = Kind(
    _("Publications to read afterwards"),
    lambda rows: rows.filter(reviewed_at=None),
    _("They stay on the list: anybody else may read them."),
)
LOCKS = Relation(
    "wagtailcore.Page.locked_by",
    Fate.FREED,
    (Kind(_("Locks on texts"), note=_("Others may edit these texts again.")),),
)
OWNED = Relation("wagtailcore.Page.owner", Fate.HANDED, (DRAFTS, IN_REVIEW, SCHEDULED, ONLINE))

RELATIONS = (
    OWNED,
    Relation(
        "wagtailcore.WorkflowState.requested_by",
        Fate.HANDED,
        (
            Kind(
                _("Reviews that were asked for"),
                _among(WorkflowState.objects.active),
            ),
        ),
    ),
    Relation(
        "editorial.ConfirmationRequest.asked_by",
        Fate.HANDED,
        (
            Kind(
                _("Confirmations that were asked for"),
                _among(ConfirmationRequest.objects.open),
            ),
        ),
    ),
    Relation(
        "editorial.AssetProposal.proposed_by",
        Fate.HANDED,
        (
            Kind(
                _("Proposals for pictures and documents that wait"),
                _among(AssetProposal.objects.waiting),
            ),
        ),
    ),
    Relation(
        "home.Alert.changed_by",
        Fate.HANDED,
        (
            Kind(
                _("Alerts that run or wait"),
                _among(lambda: Alert.objects.not_over(timezone.now())),
            ),
        ),
    ),
    Relation("news.NewsImage.uploaded_by_user", Fate.HANDED, (Kind(_("Pictures")),)),
    Relation("wagtaildocs.Document.uploaded_by_user", Fate.HANDED, (Kind(_("Documents")),)),
    Relation(
        "wagtailcore.PageSubscription.user",
        Fate.HANDED,
        (Kind(_("Texts whose notes are followed")),),
        beside="page",
    ),
    # --- What somebody did stays theirs.
    Relation("editorial.EmergencyReview.published_by", Fate.KEPT, (TO_READ,)),
    Relation("editorial.UrgentAlert.published_by", Fate.KEPT, (TO_READ,)),
    Relation(
        "home.FrontPageVersion.made_by",
        Fate.KEPT,
        (
            Kind(
                _("Arrangements of la Une to come"),
                _among(_une_to_come),
                _("They hold from their hour all the same."),
            ),
            Kind(
                _("Arrangements of la Une"),
                lambda rows: rows.exclude(pk__in=_une_to_come().values("pk")),
            ),
        ),
    ),
    Relation(
        "wagtailcore.Comment.user",
        Fate.KEPT,
        (
            Kind(
                _("Open notes in the margin"),
                lambda rows: rows.filter(resolved_at=None),
                _("Answers reach the colleague who takes the text over."),
            ),
        ),
    ),
    Relation("wagtailcore.CommentReply.user", Fate.KEPT, why="answers, below the notes"),
    Relation("wagtailcore.Comment.resolved_by", Fate.KEPT, why="part of a note that is done"),
    Relation(
        "wagtailcore.TaskState.finished_by",
        Fate.KEPT,
        (Kind(_("Approvals and other decisions")),),
    ),
    Relation("wagtailcore.Revision.user", Fate.KEPT, (Kind(_("Versions of texts")),)),
    Relation("wagtailcore.PageLogEntry.user", Fate.KEPT, (Kind(_("Lines in histories")),)),
    Relation("wagtailcore.ModelLogEntry.user", Fate.KEPT, why="history as well, of other things"),
    Relation("editorial.EmergencyReview.reviewed_by", Fate.KEPT, why="a decision that is made"),
    Relation("editorial.UrgentAlert.reviewed_by", Fate.KEPT, why="a decision that is made"),
    Relation("editorial.AssetProposal.decided_by", Fate.KEPT, why="a decision that is made"),
    Relation("editorial.ConfirmationRequest.answered_by", Fate.KEPT, why="a decision that is made"),
    Relation("home.Alert.approved_by", Fate.KEPT, why="a decision that is made"),
    Relation("audience.Comment.member", Fate.KEPT, (Kind(_("Answers to readers’ comments")),)),
    Relation("audience.Decision.by", Fate.KEPT, why="a decision that is made"),
    Relation("news.LiveEntry.written_by", Fate.KEPT, why="who wrote a message"),
    Relation("news.LiveEntry.published_by", Fate.KEPT, why="a decision that is made"),
    Relation("news.LiveEntry.reviewed_by", Fate.KEPT, why="a decision that is made"),
    Relation("news.LiveCorrection.by", Fate.KEPT, why="a decision that is made"),
    Relation("news.LiveWriter.user", Fate.ENDED, why="who may write a live coverage"),
    Relation("news.ExamList.uploaded_by", Fate.KEPT, why="who brought a list"),
    Relation("news.ExamList.decided_by", Fate.KEPT, why="a decision that is made"),
    Relation("news.ExamRequest.decided_by", Fate.KEPT, why="a decision that is made"),
    Relation("audience.BlockedWriter.by", Fate.KEPT, why="a decision that is made"),
    Relation("home.FrontPageVersion.cancelled_by", Fate.KEPT, why="a decision that is made"),
    Relation("accounts.ResetRequest.asked_by", Fate.KEPT, why="about somebody else's account"),
    Relation("accounts.ResetRequest.decided_by", Fate.KEPT, why="about somebody else's account"),
    Relation("editorial.Announcement.actor", Fate.KEPT, why="what others were told"),
    Relation("wagtailcore.UploadedFile.uploaded_by_user", Fate.KEPT, why="uploads under way"),
    Relation("wagtailimages.Image.uploaded_by_user", Fate.KEPT, why="no picture of ours is one"),
    # --- What readers know, and what bars others.
    Relation(
        "news.Author.user",
        Fate.FREED,
        (Kind(_("Author page with its signatures"), note=_("Readers see no difference.")),),
    ),
    LOCKS,
    # --- What is nobody else's.
    Relation("accounts.SignIn.user", Fate.ENDED, (Kind(_("Sessions")),)),
    Relation("mfa.Authenticator.user", Fate.ENDED, (Kind(_("Passkeys and codes")),)),
    Relation("wagtailadmin.FormState.user", Fate.ENDED, (Kind(_("Forms that were not saved")),)),
    Relation("editorial.Notice.recipient", Fate.ENDED, (Kind(_("Notices")),)),
    Relation("wagtailcore.APIToken.user", Fate.ENDED, (Kind(_("Keys for programs")),)),
    Relation("account.EmailAddress.user", Fate.ENDED, why="the address of the account"),
    Relation("accounts.User_groups.user", Fate.ENDED, why="the page says who is the last of one"),
    Relation("accounts.User_user_permissions.user", Fate.ENDED, why="as the groups"),
    Relation("accounts.Device.user", Fate.ENDED, why="how somebody signed in"),
    Relation("accounts.SecondFactorDuty.user", Fate.ENDED, why="how somebody signed in"),
    Relation("accounts.CodeAttempts.user", Fate.ENDED, why="how somebody signed in"),
    Relation("accounts.ResetRequest.user", Fate.ENDED, why="how somebody signed in"),
    Relation("wagtailusers.UserProfile.user", Fate.ENDED, why="a person's own choice"),
    Relation("editorial.NoticePreference.user", Fate.ENDED, why="a person's own choice"),
    Relation("editorial.SectionWatch.user", Fate.ENDED, why="a person's own choice"),
    Relation("editorial.DailyDigest.recipient", Fate.ENDED, why="mail, made of notices"),
    Relation("wagtailadmin.EditingSession.user", Fate.ENDED, why="over within a minute"),
    # --- Generic ones.
    Relation("wagtailsearch.IndexEntry.content_object", Fate.NEVER, why="users are not searched"),
    Relation("taggit.TaggedItem.content_object", Fate.NEVER, why="users have no tags"),
    Relation("wagtailcore.Revision.content_object", Fate.NEVER, why="users have no versions"),
    Relation("wagtailcore.WorkflowState.content_object", Fate.NEVER, why="users are not reviewed"),
    Relation("wagtailadmin.FormState.content_object", Fate.NEVER, why="a colleague's, for a day"),
    Relation("wagtailadmin.EditingSession.content_object", Fate.NEVER, why="over within a minute"),
)


def fields_to_users() -> Iterator["Field[Any, Any] | GenericForeignKey"]:
    """Every foreign key to the user model, and every generic one, of whatever is installed."""
    for model in apps.get_models(include_auto_created=True):
        for field in (*model._meta.local_fields, *model._meta.private_fields):
            if field.remote_field and field.remote_field.model is User:
                yield field
            elif isinstance(field, GenericForeignKey) and field.model is model:
                yield field


def leaves_a_trace(person: User) -> bool:
    """Whether anything refers to the account, in this table or not."""
    return any(
        field.model._base_manager.filter(**{field.name: person}).exists()
        for field in fields_to_users()
        if not isinstance(field, GenericForeignKey)
    )
