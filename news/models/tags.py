"""Tags, each with its own page and feed."""

from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager, _ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase, TagBase
from wagtail.search import index

from news.models.lists import ListCount, ListKind, not_empty
from news.slugs import first_free, french_slug
from news.tag_form import TagForm
from news.tag_keys import spellings_in, tag_key, tag_words, tidy_name


class TagQuerySet(models.QuerySet["Tag"]):
    def published(self) -> Self:
        """Those of articles that readers can open."""
        return self.filter(pk__in=not_empty(ListKind.TAG))

    def most_used(self, number: int) -> "list[Tag]":
        """The `number` tags of most published articles, in that order, each with its `count`."""
        counts = ListCount.objects.filter(kind=ListKind.TAG, month="", key=OuterRef("pk"))
        ranked = self.annotate(count=Subquery(counts.values("number")[:1]))
        return list(ranked.filter(count__gt=0).order_by("-count", "name")[:number])

    def with_use(self) -> Self:
        """With `used`, the number of articles, and `published_use`, of those readers can open."""
        rows = ArticleTag.objects.filter(tag=OuterRef("pk")).order_by().values("tag")
        used = rows.annotate(number=Count("pk")).values("number")
        published = ListCount.objects.filter(kind=ListKind.TAG, month="", key=OuterRef("pk"))
        return self.annotate(
            used=Coalesce(Subquery(used), 0),
            published_use=Coalesce(Subquery(published.values("number")[:1]), 0),
        )

    def called(self, name: str) -> "Tag | None":
        """The tag of that name; else the one whose name or other spelling differs in nothing real.

        Two tags of the same spelling may be there from before such were refused.
        """
        key = tag_key(name)
        return (
            self.filter(name=tidy_name(name)).first()
            or self.filter(key=key).first()
            or self.filter(other_keys__contains=f" {key} ").first()
        )

    def called_or_new(self, name: str) -> "Tag":
        """The tag `called` so; a new one, should there be none."""
        if found := self.called(name):
            return found
        try:
            with transaction.atomic():
                return self.create(name=tidy_name(name))
        except IntegrityError:  # Somebody else has just made it.
            if found := self.called(name):
                return found
            raise

    def at_address(self, slug: str) -> "Tag | None":
        """The tag of that address, which may be an old one or another spelling."""
        if found := self.filter(slug=slug).first():
            return found
        if old := TagAddress.objects.select_related("tag").filter(slug=slug).first():
            return old.tag
        return self.called(slug) if slug else None

    def published_at_address(self, slug: str) -> "Tag | None":
        """The tag `at_address`, if readers can open an article that bears it.

        The name of a tag that only a text before its time bears tells what that text is about.
        """
        tag = self.at_address(slug)
        return tag if tag and Tag.objects.published().filter(pk=tag.pk).exists() else None

    def doubles(self) -> Self:
        """Tags that are written like another one, and those that they are written like."""
        keys = self.filter(key__contains=" ").values_list("key", flat=True)
        plain = {key.partition(" ")[0] for key in keys}
        return self.filter(Q(key__in=plain) | Q(key__contains=" "))


class Tag(index.Indexed, TagBase):
    """A subject, person or place.

    key: the name as it is compared; followed by a space and the number of the tag where another
        one is written alike, which is the case only of tags from before such were refused.
    other_keys: those of the other spellings, with a space before and after each.
    words: the folded words of the name and of the other spellings, with a space before each.
    """

    description = models.TextField(
        _("description"),
        max_length=300,
        blank=True,
        help_text=_(
            "What or who it is, in one or two sentences. Readers see it on the tag’s page, and "
            "search engines under the link to it."
        ),
    )
    spellings = models.TextField(
        _("other spellings"),
        max_length=2000,
        blank=True,
        help_text=_(
            "One on each line: abbreviations, old names, frequent mistakes. Whoever types one gets "
            "this tag. Capitals, accents, spaces, apostrophes and hyphens make no difference "
            "anyway."
        ),
    )
    key = models.CharField(max_length=255, unique=True, editable=False)
    other_keys = models.TextField(blank=True, editable=False)
    words = models.TextField(blank=True, editable=False)

    base_form_class = TagForm
    search_fields = [
        index.SearchField("name"),
        index.SearchField("spellings"),
        index.AutocompleteField("name"),
        index.AutocompleteField("spellings"),
    ]
    free_tagging = True

    objects: ClassVar[Any] = TagQuerySet.as_manager()

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name"]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name = tidy_name(self.name)  # type: ignore[has-type]
        self.note_spellings()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Refuse a name or spelling that another tag has already."""
        super().clean()
        others = Tag.objects.exclude(pk=self.pk)
        name = tidy_name(self.name)
        held = others.called(name)
        # Two that are written alike already can still be described, and are merged on demand.
        if held and not (self._is_double() and tag_key(held.name) == tag_key(name)):
            raise ValidationError({"name": _already(name, held)})
        for spelling in spellings_in(self.spellings):
            if held := others.called(spelling):
                raise ValidationError({"spellings": _already(spelling, held)})

    def note_spellings(self) -> None:
        """Fill in what the name and the other spellings are found by."""
        key = tag_key(self.name)
        others = [name for name in spellings_in(self.spellings) if tag_key(name) != key]
        self.spellings = "\n".join(others)
        self.other_keys = "".join(f" {tag_key(name)}" for name in others) + " " * bool(others)
        self.words = "".join(f" {tag_words(name)}" for name in [self.name, *others])
        if self._is_double() and Tag.objects.exclude(pk=self.pk).filter(key=key).exists():
            key = f"{key} {self.pk}"
        self.key = key

    def _is_double(self) -> bool:
        return " " in self.key

    def slugify(self, tag: str, i: int | None = None) -> str:
        # taggit counts from 1: the second tag of an address gets the number 2, as pages do.
        slug = french_slug(tag) or "mot-cle"
        return slug if i is None else f"{slug}-{i + 1}"

    def free_slug(self) -> str:
        """The address made of the name, numbered from 2 on if another tag has it."""
        others = Tag.objects.exclude(pk=self.pk)
        slug = self.slugify(self.name)
        return first_free(slug, lambda free: not others.filter(slug=free).exists())

    def get_absolute_url(self) -> str:
        return reverse("tag", args=[self.slug])


class TagAddress(models.Model):
    """An address that leads to a tag: its own before it was renamed, or one of a merged tag.

    merged: the number of the merged tag, by which versions of articles know it.
    """

    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    tag = models.ForeignKey(
        Tag, verbose_name=_("tag"), related_name="old_addresses", on_delete=models.CASCADE
    )
    merged = models.BigIntegerField(null=True, unique=True)

    class Meta:
        verbose_name = _("old address of a tag")
        verbose_name_plural = _("old addresses of tags")

    def __str__(self) -> str:
        return self.slug


class ArticleTag(ItemBase):
    tag = models.ForeignKey(Tag, related_name="tagged_articles", on_delete=models.CASCADE)
    content_object = ParentalKey(
        "news.ArticlePage", related_name="tagged_items", on_delete=models.CASCADE
    )

    class Meta:
        verbose_name = _("tag of an article")
        verbose_name_plural = _("tags of an article")


class _TagsOfOne(_ClusterTaggableManager):
    def _to_tag_model_instances(self, tags: list[Tag | str], tag_kwargs: Any) -> list[Tag]:
        typed = {tidy_name(tag) for tag in tags if isinstance(tag, str)}
        as_typed = {tag.name: tag for tag in Tag.objects.filter(name__in=typed)} if typed else {}
        known = [
            (as_typed.get(tidy_name(tag)) or Tag.objects.called_or_new(tag))
            if isinstance(tag, str)
            else tag
            for tag in tags
        ]
        found: list[Tag] = super()._to_tag_model_instances(known, tag_kwargs)
        return found

    def set(self, tags: Iterable[Tag | str], **kwargs: Any) -> None:
        """Bear these tags and no other; the rows of those that stay are kept."""
        wanted = list(dict.fromkeys(self._to_tag_model_instances(list(tags), {})))
        rows = self.get_tagged_item_manager()
        held = {row.tag_id: row for row in rows.all()}
        self.clear()
        rows.set([held.get(tag.pk) or self.through(tag=tag) for tag in wanted])


class TagsManager(ClusterTaggableManager):
    """The tags of an article; one given by name is the tag that is `called` so."""

    def __get__(self, instance: models.Model | None, model: type[models.Model]) -> _TagsOfOne:
        return _TagsOfOne(
            through=self.through, model=model, instance=instance, prefetch_cache_name=self.name
        )


def with_merged_tags(content: dict[str, Any]) -> dict[str, Any]:
    """The content of a version, in which the kept tags take the place of those merged into them."""
    rows = content.get("tagged_items")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        return content
    keys = [row.get("tag") for row in rows]
    led = dict(
        TagAddress.objects.filter(merged__in=[key for key in keys if isinstance(key, int)])
        .values_list("merged", "tag")
    )  # fmt: skip
    if not led:
        return content
    kept: dict[object, dict[str, Any]] = {}
    for row in rows:
        key = led.get(row.get("tag"), row.get("tag"))
        kept.setdefault(key, {**row, "tag": key})
    return {**content, "tagged_items": list(kept.values())}


def _already(name: str, held: Tag) -> str:
    if tag_key(held.name) == tag_key(name):
        return gettext("There is “%(tag)s” already.") % {"tag": held.name}
    return gettext("“%(name)s” is another spelling of “%(tag)s” already.") % {
        "name": name,
        "tag": held.name,
    }
