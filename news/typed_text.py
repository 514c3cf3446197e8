"""Cleaning of typed and pasted text: invisible characters and stray spaces are taken out.

Word processors, messengers and web pages leave characters in a text that show nothing and break
searching, counting and comparing. Each form of the desk cleans its texts (`news.typed_fields`), and
versions are compared as if both had been cleaned.
"""

import re

# Unicode's ways to say that a line ends here: vertical tab, form feed, next line, and the
# separators of lines and of paragraphs.
BREAKS = "\v\f\x85\u2028\u2029"
BREAK = re.compile(f"\r\n?|[{BREAKS}]")
LINE_END = re.compile(f"[\r\n{BREAKS}]+")
LAST = (0xFFFE, 0xFFFF)
LAST_TWO = "".join(chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in LAST)
NEVER_MEANT = re.compile(
    "["
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # control characters, but tab and the ends of lines
    "\u00ad"  # soft hyphen: the page hyphenates by itself
    "\u180e\u200b\u2060-\u2064\ufeff"  # spaces and joiners without a width, byte order mark
    "\u206a-\u206f\ufff9-\ufffc"  # deprecated formats, marks of annotations, lost objects
    "\ud800-\udfff"  # half a character
    f"\ufdd0-\ufdef{LAST_TWO}]"  # what Unicode says is no character
)
# Joiners shape letters in Arabic, N'Ko and Indian scripts, and tie emoji together. Between Latin
# letters, digits and punctuation they do nothing.
_OTHER_SCRIPT = "[^\x00-\u036f\u1e00-\u1eff\u2000-\u206f]"
STRAY_JOINER = re.compile(f"(?<!{_OTHER_SCRIPT})[\u200c\u200d]+(?!{_OTHER_SCRIPT})")
# Marks of direction mean nothing where every letter runs from left to right.
DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
TAG = re.compile(r"(<[^>]*>)")
EMPTY_PARAGRAPHS_FIRST = re.compile(
    r"\A(?:\s*<p\b[^>]*>(?:\s|&nbsp;|<br\s*/?>)*</p>)+(?=\s*<)", re.IGNORECASE
)


def clean_text(text: str, one_line: bool = False) -> str:
    """`text` without the characters that nobody meant to type.

    Each end of a line becomes a newline; with `one_line`, a space, as does a tab.
    """
    text = _without_invisible(text)
    if one_line:
        return LINE_END.sub(" ", text).replace("\t", " ")
    return BREAK.sub("\n", text)


def clean_html(html: str) -> str:
    """Rich text as the database holds it, cleaned: line ends are `br`, no empty paragraph first."""
    parts = TAG.split(_without_invisible(html))
    # Every second part is a tag. A plain newline between two tags is no part of the text.
    parts[::2] = [re.sub(f"[{BREAKS}]", "<br/>", text) for text in parts[::2]]
    parts[1::2] = [re.sub(f"[{BREAKS}]", "", tag) for tag in parts[1::2]]
    return EMPTY_PARAGRAPHS_FIRST.sub("", "".join(parts))


def _without_invisible(text: str) -> str:
    text = NEVER_MEANT.sub("", text)
    text = STRAY_JOINER.sub("", text)
    return text if RIGHT_TO_LEFT.search(text) else DIRECTION.sub("", text)
