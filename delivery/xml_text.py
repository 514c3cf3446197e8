"""Text that an XML document may hold (https://www.w3.org/TR/xml/#charsets)."""

import re
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.functional import Promise

FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Allowed, and shown by nobody; with the two last characters of each plane, which are none.
INVISIBLE = re.compile("[\x7f-\x84\x86-\x9f\ufdd0-\ufdef]")


def xml_text(text: str) -> str:
    """`text` with a space for each character that no XML document may hold, or that none shows."""
    return INVISIBLE.sub(" ", FORBIDDEN.sub(" ", text))


def legible(value: Any) -> Any:
    """Return `value` with such texts only, those of lists and of objects as well.

    JSON may hold any character as an escape, but no programme shows it.
    """
    if isinstance(value, str | Promise):
        return xml_text(str(value))
    if isinstance(value, dict):
        return {name: legible(each) for name, each in value.items()}
    return [legible(each) for each in value] if isinstance(value, list) else value


def render_xml(
    request: HttpRequest,
    template: str,
    context: Mapping[str, object],
    content_type: str = "application/xml",
) -> HttpResponse:
    """Render a template of an XML document, whatever characters `context` brings into it."""
    return HttpResponse(xml_text(render_to_string(template, dict(context), request)), content_type)
