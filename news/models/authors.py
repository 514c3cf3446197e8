"""Authors: those who sign, whether or not they have an account."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index


class Author(index.Indexed, models.Model):
    name = models.CharField(_("name"), max_length=120, help_text=_("As it stands under a title."))
    slug = models.SlugField(
        _("slug"), max_length=120, unique=True, help_text=_("Last part of the page's address.")
    )
    role = models.CharField(
        _("position"), max_length=120, blank=True, help_text=_("Such as “Sports reporter”.")
    )
    portrait = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name=_("portrait"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    biography = RichTextField(_("biography"), features=["bold", "italic", "link"], blank=True)
    email = models.EmailField(
        _("public email"), blank=True, help_text=_("Shown to every reader. Leave empty to hide.")
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="author",
        help_text=_("Whoever signs in with it never approves this author’s texts."),
    )

    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("role"),
        FieldPanel("portrait"),
        FieldPanel("biography"),
        FieldPanel("email"),
        FieldPanel("user"),
    ]
    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.SearchField("role"),
    ]

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("author", args=[self.slug])
