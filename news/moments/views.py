"""The reading of a typed date or hour, for the line under its field."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from news.moments.fields import WordedDateField, WordedTimeField, ZonedDateTimeField
from news.moments.reading import Kind, Looks
from news.moments.typed import Typed
from news.moments.widgets import words_of

FIELDS = {
    Kind.MOMENT: ZonedDateTimeField,
    Kind.DAY: WordedDateField,
    Kind.HOUR: WordedTimeField,
}


@require_safe
def read_moment_view(request: HttpRequest) -> JsonResponse:
    """JSON: `words`, `value` for the calendar and whether it is `past`; or a `problem`.

    With `now`, the moment from which the words were counted: the form sends it back.
    """
    asked = request.GET
    kind = Kind(asked["kind"]) if asked.get("kind") in list(Kind) else Kind.MOMENT
    looks = Looks(asked["looks"]) if asked.get("looks") in list(Looks) else None
    now = timezone.now()
    answer: dict[str, object] = {"now": now.isoformat()}
    typed = Typed.of(asked.get("text", ""), kind, looks)
    try:
        value = FIELDS[kind](required=False).clean(typed)
    except ValidationError as error:
        return JsonResponse(answer | {"problem": " ".join(error.messages)})
    if value is None:
        return JsonResponse(answer | {"words": "", "value": "", "past": False})
    if kind == Kind.MOMENT:
        local = timezone.localtime(value).replace(tzinfo=None)
        answer |= {"value": local.isoformat("T", "minutes"), "past": value <= now}
    else:
        answer |= {"value": str(typed), "past": False}
    return JsonResponse(answer | {"words": words_of(value, kind)})
