"""The tables beside Wagtail's search index."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from search.french import MAX_LETTERS


class Source(models.TextChoices):
    ARTICLE = "article", _("Article")
    PAGE = "page", _("Page of the paper")
    DOCUMENT = "document", _("Document")


# The prefix of a value in `IndexedItem.facets`, which tells its facet.
SECTION, KIND, AUTHOR, TAG = "s", "k", "a", "t"


class IndexedItem(models.Model):
    """A page or document that readers may find, with what they narrow a search by.

    One small row for each index entry, written with it: the search counts these instead of
    thousands of wide page rows. What is shown is checked once more against the pages themselves.

    facets: all that it can be narrowed by, but the date, each between two blanks, such as
        " s12 kopinion a5 t7 t9 ": tens of thousands are counted as one text.
    """

    # An integer is SQLite's own row number, and costs one look instead of two.
    entry_id = models.IntegerField(primary_key=True)
    source = models.CharField(max_length=8, choices=Source.choices)
    object_id = models.BigIntegerField()
    section_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=16, blank=True)
    published_at = models.DateTimeField(null=True)
    facets = models.TextField(blank=True)

    class Meta:
        verbose_name = _("indexed item")
        verbose_name_plural = _("indexed items")
        indexes = [
            models.Index(fields=["-published_at"], name="search_item_newest"),
            models.Index(fields=["source", "object_id"], name="search_item_object"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.object_id}"


class Word(models.Model):
    """A word of something that readers may find: better spellings are chosen from these."""

    word = models.CharField(max_length=MAX_LETTERS, primary_key=True)

    class Meta:
        verbose_name = _("word")
        verbose_name_plural = _("words")

    def __str__(self) -> str:
        return self.word
