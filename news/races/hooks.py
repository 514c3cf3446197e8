"""The desk's address that reads lists of runners."""

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail import hooks

from news.race_tables.reading import UnreadableFile, read_file, read_text
from news.race_tables.runners import RUNNERS


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [path("races/read/", read_runners, name="read_runners")]


@require_POST
def read_runners(request: HttpRequest) -> JsonResponse:
    """JSON: the `text` of the runners in a pasted `text` or a `file`, their `count`, and `unread`.

    Nothing is stored. 400 with an `error` in words for a file that cannot be read.
    """
    file = request.FILES.get("file")
    try:
        if isinstance(file, UploadedFile):
            reading = read_file(file, file.name or "")
        else:
            reading = read_text(request.POST.get("text", ""))
    except UnreadableFile as error:
        return JsonResponse({"error": str(error)}, status=400)
    if not reading.rows and not reading.unread:
        return JsonResponse({"error": _("This list is empty.")}, status=400)
    return JsonResponse(
        {
            "text": RUNNERS.text_of(reading.rows),
            "count": len(reading.rows),
            "unread": reading.unread,
        }
    )
