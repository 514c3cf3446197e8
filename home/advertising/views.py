"""The two addresses behind an advert: one leads on, one counts views."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from delivery.readers import is_reader
from home.advertising.counting import MOST_AT_ONCE, count_click, count_views
from home.models import Campaign

LONGEST = 200  # bytes of a list of keys


@never_cache
@require_safe
def follow(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Count a click, and lead to the advertiser; never to an address that the request names."""
    campaign = get_object_or_404(Campaign, pk=campaign_id)
    if request.method == "GET" and is_reader(request):
        count_click(campaign.pk)
    response = HttpResponseRedirect(campaign.url)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@csrf_exempt  # It changes nothing but a number, and readers have no token.
@require_POST
def seen(request: HttpRequest) -> HttpResponse:
    """Count a view of each campaign whose key is in the body: « 3,12 »."""
    body = request.body[: LONGEST + 1].decode("ascii", "replace")
    keys = [int(key) for key in body.split(",") if key.isdecimal() and len(key) < 10]
    if len(body) <= LONGEST and len(keys) <= MOST_AT_ONCE and is_reader(request):
        count_views(keys)
    return HttpResponse(status=204)
