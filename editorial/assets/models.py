"""A change of a picture or document that readers see, which waits for somebody else."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import Document


class ProposalState(models.TextChoices):
    WAITING = "waiting", _("Waits")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class AssetProposalQuerySet(models.QuerySet["AssetProposal"]):
    def waiting(self) -> "AssetProposalQuerySet":
        return self.filter(state=ProposalState.WAITING)

    def done(self) -> "AssetProposalQuerySet":
        return self.exclude(state=ProposalState.WAITING).order_by("-decided_at", "-pk")

    def of(self, asset: Any) -> "AssetProposalQuerySet":
        """Those of one picture or document."""
        return self.filter(document=asset) if is_document(asset) else self.filter(image=asset)


class AssetProposal(models.Model):
    """What somebody wants changed, field by field, as it was and as it is to be.

    before, after: the values by the name of their field; of a file, its own name.
    file_before, file_after: names in the storage of the picture's or document's own file. A
    proposed file stays apart (`editorial.assets.files`) until the proposal is accepted.
    """

    # Not a use of the picture: readers never see a proposal.
    wagtail_reference_index_ignore = True

    image = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name=_("image"),
        null=True,
        on_delete=models.CASCADE,
        related_name="proposals",
    )
    document = models.ForeignKey(
        Document,
        verbose_name=_("document"),
        null=True,
        on_delete=models.CASCADE,
        related_name="proposals",
    )
    before = models.JSONField(_("before"), default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField(_("after"), default=dict, encoder=DjangoJSONEncoder)
    file_before = models.CharField(max_length=255, blank=True)
    file_after = models.CharField(max_length=255, blank=True)
    takes_back = models.ForeignKey(
        "self",
        verbose_name=_("takes back"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="taken_back_by",
    )
    state = models.CharField(
        _("state"), max_length=9, choices=ProposalState.choices, default=ProposalState.WAITING
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("proposed by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    proposed_at = models.DateTimeField(_("proposed at"), auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)
    comment = models.TextField(_("comment"), blank=True)

    objects = AssetProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of a picture or document")
        verbose_name_plural = _("changes of pictures and documents")
        ordering = ["proposed_at", "pk"]
        default_permissions = ()
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "proposed_at"], name="asset_proposals")
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(image=None, document__isnull=False)
                | Q(image__isnull=False, document=None),
                name="proposal_of_one_asset",
            )
        ]

    def __str__(self) -> str:
        return f"{self.asset}, {self.proposed_by}"

    @property
    def asset(self) -> Any:
        """The picture or the document."""
        return self.image or self.document

    @property
    def waits(self) -> bool:
        return self.state == ProposalState.WAITING


def is_document(asset: Any) -> bool:
    return isinstance(asset, Document)
