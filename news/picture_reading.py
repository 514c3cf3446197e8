"""What a chosen picture says about itself, read before it is sent.

The browser sends the first part of the file, where cameras and programs write; the form then shows
what was found, and a person decides what stands.
"""

from io import BytesIO
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from PIL import Image
from wagtail import hooks

from news.images import NewsImage
from news.moments.typed import written
from news.photo_metadata import Facts, read
from news.photo_metadata.facts import TROUBLE
from news.picture_files import fill
from news.picture_notes import notes

MOST = 512 * 1024


@require_POST
def read_picture(request: HttpRequest) -> JsonResponse:
    """The fields that the start of a picture fills, and sentences on it.

    `is_read` is False where the start says nothing yet, as of HEIC, which opens as a whole only.
    """
    start, facts, size, is_read = request.read(MOST), Facts(), (0, 0), False
    try:
        with Image.open(BytesIO(start)) as picture:
            facts, size, is_read = read(picture), picture.size, True
    except TROUBLE:
        pass
    image = NewsImage()
    names = fill(image, facts)
    fields = {name: getattr(image, name) for name in names}
    if facts.taken_on:
        fields["taken_on"] = written(facts.taken_on)
    words = " ".join(filter(None, [_words(names, facts), *notes(start, *size)]))
    return JsonResponse({"fields": fields, "words": words, "is_read": is_read})


def _words(names: list[str], facts: Facts) -> str:
    sentences = []
    if names:
        # As the form names its fields.
        called: dict[str, Any] = {
            "description": _("alternative text"),
            "credit": _("credit"),
            "rights_note": _("rights"),
            "taken_on": _("day"),
        }
        listed = get_text_list([str(called[name]) for name in names], _("and"))
        sentences.append(_("Read in the file: %(fields)s.") % {"fields": listed})
    if facts.has_place:
        sentences.append(_("The place where it was taken is written in the file; it is taken out."))
    return " ".join(sentences)


@hooks.register("register_admin_urls")
def register_picture_reading() -> list[URLPattern]:
    return [path("read-picture/", read_picture, name="read_picture")]


@hooks.register("insert_global_admin_js")
def add_picture_script() -> str:
    return format_html('<script type="module" src="{}"></script>', static("js/admin/picture.js"))
