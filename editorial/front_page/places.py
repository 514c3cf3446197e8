"""The places of la Une in words, as the newsroom says them; a plan names them `secondary-0`."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LEAD = "lead"
MOST_ROWS = {"secondary": 8, "not_to_miss": 6, "strips": 30}
# From the top of the page down: articles move through these; strips move among themselves.
GROUPS = ("secondary", "not_to_miss")

HEADLINES = [
    gettext_lazy("Second headline"),
    gettext_lazy("Third headline"),
    gettext_lazy("Fourth headline"),
    gettext_lazy("Fifth headline"),
    gettext_lazy("Sixth headline"),
    gettext_lazy("Seventh headline"),
    gettext_lazy("Eighth headline"),
    gettext_lazy("Ninth headline"),
]
NOT_TO_MISS = [
    gettext_lazy("Not to miss, first place"),
    gettext_lazy("Not to miss, second place"),
    gettext_lazy("Not to miss, third place"),
    gettext_lazy("Not to miss, fourth place"),
    gettext_lazy("Not to miss, fifth place"),
    gettext_lazy("Not to miss, sixth place"),
]


def place_in_words(name: str, section: str = "") -> str:
    """« À la une », « Deuxième titre »; a strip is called by its section."""
    group, _dash, number = name.rpartition("-")
    if name == LEAD:
        return _("Top of la Une")
    if group == "strips":
        return _("At the head of %(section)s") % {"section": section or "…"}
    return str({"secondary": HEADLINES, "not_to_miss": NOT_TO_MISS}[group][int(number)])


def ladder(secondary: int, not_to_miss: int) -> list[str]:
    """The names of the places that an article moves through, from the top down."""
    return [
        LEAD,
        *(f"secondary-{number}" for number in range(secondary)),
        *(f"not_to_miss-{number}" for number in range(not_to_miss)),
    ]


def all_in_words() -> dict[str, str]:
    """Every place by name; of strips the pattern, with « … » for the section."""
    places = ladder(*(MOST_ROWS[group] for group in GROUPS))
    return {name: place_in_words(name) for name in places} | {"strips": place_in_words("strips-0")}
