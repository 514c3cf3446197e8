"""The groups of synonyms that editors keep."""

from collections.abc import Iterator
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel

from search.french import words
from search.terms import significant_stems

MAX_TERMS = 12  # of a group
MAX_LETTERS, MAX_WORDS = 60, 6  # of a term
MAX_GROUPS = 300


class Synonyms(models.Model):
    """A group of terms: a search for one of them finds the others too."""

    terms = models.TextField(
        _("terms"),
        help_text=_(
            "One a line, words or phrases: “PM” on the first line, “Premier ministre” on the "
            "second. Capitals, accents and endings make no difference."
        ),
    )
    one_way = models.BooleanField(
        _("one way only"),
        default=False,
        help_text=_(
            "Whoever looks for the first term finds the others too, and not the other way round. "
            "Good for a wider word: “Sahel”, then “Mali”, “Niger”."
        ),
    )

    panels: ClassVar[list[Panel]] = [FieldPanel("terms"), FieldPanel("one_way")]

    class Meta:
        verbose_name = _("group of synonyms")
        verbose_name_plural = _("synonyms")
        ordering = ["terms", "pk"]

    def __str__(self) -> str:
        first, *others = self.lines() or [""]
        if self.one_way:
            return f"{first} → {', '.join(others)}"
        return " = ".join([first, *others])

    def lines(self) -> list[str]:
        """The terms as they were typed, without what is empty."""
        lines = (" ".join(line.split()) for line in self.terms.splitlines())
        return [line for line in lines if line]

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Each term that is looked for with each that is found for it."""
        lines = self.lines()
        for term in lines[:1] if self.one_way else lines:
            yield from ((term, other) for other in lines if other != term)

    def clean(self) -> None:
        super().clean()
        lines = self.lines()
        self.terms = "\n".join(lines)
        errors = [*self._too_few_or_many(lines), *self._unfit(lines), *self._said_twice(lines)]
        if not errors:
            errors = [*self._known_already()]
        if errors:
            raise ValidationError({"terms": errors})

    def _too_few_or_many(self, lines: list[str]) -> Iterator[str]:
        if len(lines) == 1:
            yield gettext("Two terms at least, each on a line of its own.")
        if len(lines) > MAX_TERMS:
            yield gettext("%(most)d terms at most; there are %(number)d.") % {
                "most": MAX_TERMS,
                "number": len(lines),
            }
        if self._state.adding and Synonyms.objects.count() >= MAX_GROUPS:
            yield gettext("There are %(most)d groups already: delete one that nobody needs.") % {
                "most": MAX_GROUPS
            }

    def _unfit(self, lines: list[str]) -> Iterator[str]:
        for line in lines:
            found = words(line)
            if not found:
                yield gettext("“%(term)s” holds neither a letter nor a figure.") % {
                    "term": line[:40]
                }
            elif len(line) > MAX_LETTERS or len(found) > MAX_WORDS:
                yield gettext(
                    "“%(term)s…” is too long: %(letters)d letters and %(words)d words at most."
                ) % {"term": line[:40], "letters": MAX_LETTERS, "words": MAX_WORDS}

    def _said_twice(self, lines: list[str]) -> Iterator[str]:
        met: dict[tuple[str, ...], str] = {}
        for line in lines:
            key = significant_stems(line)
            if key and key in met:
                yield gettext("“%(one)s” and “%(other)s” are the same to the search.") % {
                    "one": met[key],
                    "other": line,
                }
            met.setdefault(key, line)

    def _known_already(self) -> Iterator[str]:
        """A pair that another group has; one word may stand in several groups."""
        mine = {
            (significant_stems(term), significant_stems(other)): (term, other)
            for term, other in self.pairs()
        }
        for group in Synonyms.objects.exclude(pk=self.pk):
            for term, other in group.pairs():
                if pair := mine.get((significant_stems(term), significant_stems(other))):
                    yield gettext("“%(one)s” and “%(other)s” stand in another group: %(group)s") % {
                        "one": pair[0],
                        "other": pair[1],
                        "group": str(group),
                    }
                    return
