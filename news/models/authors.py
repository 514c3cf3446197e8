"""Authors: those who sign, whether or not they have an account."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from news.fields import INLINE, RichField
from news.images import SHAPES, NewsRendition
from news.models.lists import ListKind, not_empty
from news.page_forms import FrenchSlugForm
from news.public_pictures import shown_when_saved
from news.slugs import first_free, french_slug

# Who holds it changes every author; writers change the rest of their own page (own_profile.py).
CHANGE_ALL = "news.change_author"


class AuthorQuerySet(models.QuerySet):
    def published(self) -> Self:
        """Those who have signed at least one article that readers can see."""
        return self.filter(pk__in=not_empty(ListKind.AUTHOR))

    def with_portraits(self) -> Self:
        """In a number of queries that does not grow with the list."""
        files = Prefetch(
            "portrait__renditions",
            NewsRendition.objects.filter(filter_spec__in=SHAPES["portrait"].specs),
            to_attr="prefetched_renditions",
        )
        return self.select_related("portrait").prefetch_related(files)


@shown_when_saved
class Author(index.Indexed, models.Model):
    name = models.CharField(_("name"), max_length=120, help_text=_("As it stands under a title."))
    slug = models.SlugField(
        _("address"),
        max_length=120,
        unique=True,
        blank=True,
        help_text=_("The last part of the page’s web address. Left empty, it is made of the name."),
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
    biography = RichField(_("biography"), features=INLINE, blank=True)
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

    objects: ClassVar[Any] = AuthorQuerySet.as_manager()

    picture_shapes: ClassVar = {"portrait": ("portrait",)}
    base_form_class = FrenchSlugForm
    panels = [
        FieldPanel("name", permission=CHANGE_ALL),
        FieldPanel("slug", permission=CHANGE_ALL),
        FieldPanel("role"),
        FieldPanel("portrait"),
        FieldPanel("biography"),
        FieldPanel("email", permission=CHANGE_ALL),
        FieldPanel("user", permission="accounts.change_user"),
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

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.fill_slug()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("author", args=[self.slug])

    def clean(self) -> None:
        super().clean()
        self.fill_slug()

    def fill_slug(self) -> None:
        """Make an address of the name where there is none, numbered if another author has it."""
        if not self.slug:
            others = Author.objects.exclude(pk=self.pk)
            slug = french_slug(self.name) or "auteur"
            self.slug = first_free(slug, lambda free: not others.filter(slug=free).exists())
