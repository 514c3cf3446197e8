"""Filters for French spacing and the weight of files."""

import re

from django import template
from django.template.defaultfilters import stringfilter
from django.utils.formats import number_format
from django.utils.translation import gettext

from news.languages import LANGUAGES, WRITTEN_FROM_THE_RIGHT, is_right_to_left

register = template.Library()

# Bambara, Fulfulde and their neighbours have them from the schools and printers of the country.
FRENCH_SIGNS = frozenset({"", "fr", *LANGUAGES} - {"en", *WRITTEN_FROM_THE_RIGHT})
NO_BREAK = "\u00a0"
BEFORE_HIGH_PUNCTUATION = re.compile(r" +(?=[:;!?»])")
AFTER_OPENING_QUOTE = re.compile(r"(?<=«) +")


@register.filter(is_safe=True)
@stringfilter
def unbroken(text: str, language: str = "") -> str:
    """Hold : ; ! ? » to the word before them and « to the one after it, wherever a line ends.

    For text without markup, in French or in a language that is written with French signs: one in
    another `language`, or from right to left, is left as it is. A space that is already a no-break
    one, wide or narrow, is left as it is, and no space is put where the writer typed none:
    « 20:30 » and addresses stay whole.
    """
    if language not in FRENCH_SIGNS or is_right_to_left(text):
        return text
    held = BEFORE_HIGH_PUNCTUATION.sub(NO_BREAK, text)
    return AFTER_OPENING_QUOTE.sub(NO_BREAK, held)


@register.filter
def weight(size: int | None) -> str:
    """Bytes as readers pay for them: « 820 o », « 1,8 Ko », « 43 Ko », « 2,4 Mo »."""
    if size is None:
        return ""
    units = [gettext("%(number)s bytes"), gettext("%(number)s KB"), gettext("%(number)s MB")]
    number: float = size
    for unit in units:
        if number < 1000 or unit is units[-1]:
            break
        number /= 1000
    digits = 0 if number >= 10 or unit is units[0] else 1
    return (unit % {"number": number_format(number, digits)}).replace(" ", NO_BREAK)
