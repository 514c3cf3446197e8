"""The pictures that go with shared links of articles whose own, if any, is too small for it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SharePicture(models.Model):
    article = models.OneToOneField(
        "news.ArticlePage",
        verbose_name=_("article"),
        on_delete=models.CASCADE,
        related_name="share_picture",
    )
    file = models.FileField(_("file"), upload_to="images/partage")
    # Of all text on the picture: when it changes, the picture is drawn again.
    fingerprint = models.CharField(max_length=64, editable=False)

    class Meta:
        verbose_name = _("picture for sharing")
        verbose_name_plural = _("pictures for sharing")

    def __str__(self) -> str:
        return str(self.article)
