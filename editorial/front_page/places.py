"""The places of la Une by the names that plans use (`secondary-0`), and their labels."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LEAD = "lead"
MAX_ROWS = {"secondary": 8, "not_to_miss": 6, "strips": 30}
# The groups through which an article can be moved, from the top down; strips move among themselves.
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


def place_label(name: str, section: str = "") -> str:
    """Return the label of a place; that of a strip names its section."""
    group, _dash, number = name.rpartition("-")
    if name == LEAD:
        return _("Top of la Une")
    if group == "strips":
        return _("At the head of %(section)s") % {"section": section or "…"}
    return str({"secondary": HEADLINES, "not_to_miss": NOT_TO_MISS}[group][int(number)])


def movable_places(secondary: int, not_to_miss: int) -> list[str]:
    """Return the names of the places that an article can be moved through, from the top down."""
    return [
        LEAD,
        *(f"secondary-{number}" for number in range(secondary)),
        *(f"not_to_miss-{number}" for number in range(not_to_miss)),
    ]


def place_labels() -> dict[str, str]:
    """Return the labels of all places by name; for strips a pattern with « … » as the section."""
    places = movable_places(*(MAX_ROWS[group] for group in GROUPS))
    return {name: place_label(name) for name in places} | {"strips": place_label("strips-0")}
