"""The hook that cleans what is pasted into rich text."""

from django.templatetags.static import static
from django.utils.html import format_html, json_script
from django.utils.translation import gettext as _
from wagtail import hooks


@hooks.register("insert_editor_js")
def add_script() -> str:
    words = json_script(_words(), "actujet-pasting-words")
    script, style = static("js/admin/pasting.js"), static("css/admin/pasting.css")
    return words + format_html(
        '<link rel="stylesheet" href="{}"><script type="module" src="{}"></script>', style, script
    )


def _words() -> dict[str, str]:
    return {
        "blocks": _("Pasted as {count} blocks, one for each paragraph, heading, list or table."),
        "onePicture": _("One picture was left out"),
        "pictures": _("{count} pictures were left out"),
        "addPicture": _("To add a picture, press + where it belongs, then Image."),
        "noPictureHere": _("This text takes no pictures."),
        "notes": _("The notes stand at the end of the text, without their numbers."),
        "note": _("Note"),
        "undo": _("Undo this paste"),
        "undone": _("The paste was undone."),
        "tooLate": _("Something was written since: the paste can no longer be undone in one go."),
        "close": _("Close this message"),
    }
