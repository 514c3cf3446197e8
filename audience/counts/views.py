"""What a page tells of its reader, and how the paper counts."""

from datetime import timedelta

from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from audience.counts import recording
from audience.counts.channels import SHARED_BY, channel_of
from audience.counts.models import Channel, DailyFigures, TrendSettings
from delivery.limits import HOUR
from delivery.pages.kept import kept
from delivery.pages.views import page_cached
from delivery.readers import is_from_here, is_machine, is_staff

# An empty picture, of one pixel.
PIXEL = bytes.fromhex(
    "47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b"
)
MONTH = timedelta(days=30)
LONGEST = 500  # bytes
# The largest key of a table.
LARGEST = 2**31 - 1


@csrf_exempt  # It changes nothing but numbers, and readers have no token.
@require_POST
def count(request: HttpRequest, article_id: int) -> HttpResponse:
    """Count what a page tells in the fields of a form.

    t: `view`, `end` or `share`; a: 1 if this browser has told a view of it within half an hour; r:
    the host that led here; m: the mark in the address; c: the channel of a share; w: 1 if a program
    drives the browser; q, s: quarters and seconds since the last time; n: 1 at the first end.
    """
    if len(request.body) > LONGEST or article_id > LARGEST:
        return HttpResponse(status=400)
    told = request.POST
    if not is_from_here(request) or is_staff(request):
        return HttpResponse(status=204)
    agent = request.headers.get("User-Agent", "")
    machine = told.get("w") == "1" or is_machine(agent)
    channel = channel_of(told.get("r", ""), told.get("m", ""), request.get_host())
    match told.get("t"):
        case "view":
            view = recording.View(is_machine=machine, is_again=told.get("a") == "1")
            recording.record_view(request, article_id, channel, view)
        case "end" if not machine:
            quarters, seconds = _whole(told.get("q")), _whole(told.get("s"))
            if quarters > recording.QUARTERS or seconds > recording.STEPS[-1]:
                return HttpResponse(status=400)
            recording.record_end(
                request, article_id, channel, quarters, seconds, told.get("n") == "1"
            )
        case "share" if not machine:
            if told.get("c") not in SHARED_BY:
                return HttpResponse(status=400)
            recording.record_share(request, article_id, Channel(told["c"]))
        case "end" | "share":
            pass
        case _:
            return HttpResponse(status=400)
    return HttpResponse(status=204)


def _whole(text: str | None) -> int:
    """A small whole number; very large for anything else."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 5 else 10**6


@never_cache
@require_safe
def picture(request: HttpRequest, article_id: int) -> HttpResponse:
    """Count a view where no script runs."""
    if request.method == "GET" and article_id <= LARGEST and not is_staff(request):
        agent = request.headers.get("User-Agent", "")
        machine = is_machine(agent) or not is_from_here(request)
        view = recording.View(is_machine=machine, by_picture=True)
        recording.record_view(request, article_id, Channel.DIRECT, view)
    return HttpResponse(PIXEL, content_type="image/gif")


@page_cached(at_most=HOUR)
@require_safe
def how_we_count(request: HttpRequest) -> HttpResponse:
    """The formulas, and how much was left out."""
    context = {"rules": TrendSettings.current(), "left_out": kept("left out", _left_out, HOUR)}
    return render(request, "audience/counts/how_we_count.html", context)


def _left_out() -> dict[str, int]:
    """Of a hundred calls of the last month: those of machines, and repeats; empty without calls."""
    lately = DailyFigures.objects.filter(day__gte=timezone.localdate() - MONTH)
    lately = lately.exclude(channel=Channel.IMPORTED)
    sums = lately.aggregate(v=Sum("views"), f=Sum("filtered"), r=Sum("repeated"))
    views, filtered, repeated = (sums[name] or 0 for name in "vfr")
    if not (whole := views + filtered + repeated):
        return {}
    return {"filtered": round(100 * filtered / whole), "repeated": round(100 * repeated / whole)}
