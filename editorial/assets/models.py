"""Proposals: changes of a picture or document that somebody else accepts or declines."""

from typing import ClassVar, TypeAlias

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import Document

from news.images import NewsImage

# What proposals change.
Asset: TypeAlias = NewsImage | Document


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

    def of(self, asset: "Asset") -> "AssetProposalQuerySet":
        """Return those of one picture or document."""
        return self.filter(document=asset) if is_document(asset) else self.filter(image=asset)


class AssetProposal(models.Model):
    """A proposed change of a picture or document: the values of its fields before and after.

    before, after: the values by field name; of a file, its name as uploaded.
    file_before, file_after: names in the storage of the asset's own file. A proposed
    file is stored apart (`editorial.assets.files`) until the proposal is accepted.
    """

    # Readers never see a proposal, so it is no use of the picture.
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
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(image=None, document__isnull=False)
                | Q(image__isnull=False, document=None),
                name="proposal_of_one_asset",
            )
        ]

    def __str__(self) -> str:
        return f"{self.asset}, {self.proposed_by}"

    @property
    def asset(self) -> "Asset":
        """The picture or the document."""
        asset: Asset = self.image or self.document
        return asset

    @property
    def waits(self) -> bool:
        return self.state == ProposalState.WAITING


def is_document(asset: Asset) -> bool:
    return isinstance(asset, Document)
