"""French spacing, for what people type with plain spaces."""

import re

from django import template
from django.template.defaultfilters import stringfilter

register = template.Library()

NO_BREAK = "\u00a0"
BEFORE_HIGH_PUNCTUATION = re.compile(r" +(?=[:;!?»])")
AFTER_OPENING_QUOTE = re.compile(r"(?<=«) +")


@register.filter(is_safe=True)
@stringfilter
def unbroken(text: str) -> str:
    """Hold : ; ! ? » to the word before them and « to the one after it, wherever a line ends.

    For text without markup. A space that is already a no-break one, wide or narrow, is left as it
    is, and no space is put where the writer typed none: « 20:30 » and addresses stay whole.
    """
    held = BEFORE_HIGH_PUNCTUATION.sub(NO_BREAK, text)
    return AFTER_OPENING_QUOTE.sub(NO_BREAK, held)
