"""Pictures: who made them, until when they may be shown, and the widths they are served in."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition


class NewsImage(AbstractImage):
    """A picture with its credit and rights; `description` is its default alternative text."""

    credit = models.CharField(
        _("credit"),
        max_length=160,
        blank=True,
        help_text=_("Who took or drew it, as readers will see it: “Photo: A. Keïta”."),
    )
    rights_note = models.CharField(
        _("rights"),
        max_length=255,
        blank=True,
        help_text=_("What was agreed with the owner. Seen by the newsroom only."),
    )
    rights_expire_on = models.DateField(
        _("rights end on"),
        null=True,
        blank=True,
        help_text=_("The last day on which the newsroom may show this picture."),
    )

    admin_form_fields = (
        "title",
        "file",
        "description",
        "credit",
        "rights_note",
        "rights_expire_on",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = [("choose_image", "Can choose image")]

    @property
    def default_alt_text(self) -> str:
        """The description, or nothing: a file name helps nobody who cannot see the picture."""
        return self.description

    @property
    def rights_have_expired(self) -> bool:
        return self.rights_expire_on is not None and self.rights_expire_on < timezone.localdate()


class NewsRendition(AbstractRendition):
    image = models.ForeignKey(NewsImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)
