"""Former addresses of pages that were moved or renamed."""

from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class FormerAddressQuerySet(models.QuerySet["FormerAddress"]):
    def unfinished(self) -> "FormerAddressQuerySet":
        """Return those whose redirects are still to be written, the oldest move first.

        A page that is back at the address needs none.
        """
        waiting = self.filter(finished_at=None).exclude(url_path=F("page__url_path"))
        return waiting.order_by("moved_at", "pk")


class FormerAddress(models.Model):
    """An address that a page had, with all that is below it, until it was moved or renamed.

    One row for a section of any size. It leads readers on from the commit of the move; the queue
    writes a redirect for each page below, and counts here how far it has come.
    """

    url_path = models.CharField(_("address"), max_length=2000, db_index=True)
    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page"),
        on_delete=models.CASCADE,
        related_name="former_addresses",
    )
    moved_at = models.DateTimeField(_("moved at"), default=timezone.now)
    pages = models.PositiveIntegerField(_("pages"), default=0)
    looked_at = models.PositiveIntegerField(_("pages with a redirect"), default=0)
    last_page = models.BigIntegerField(default=0)
    finished_at = models.DateTimeField(_("finished at"), null=True)

    objects = FormerAddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        constraints = [
            models.UniqueConstraint(fields=["url_path", "page"], name="one_address_of_a_page")
        ]

    def __str__(self) -> str:
        return self.url_path
