"""/llms.txt: what the paper is and where its texts are, for assistants (https://llmstxt.org/)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from delivery.pages.views import page_cached
from news.models import MachineSettings


@page_cached()
@require_safe
def llms(request: HttpRequest) -> HttpResponse:
    """Not there where the newsroom keeps assistants away, or engines altogether."""
    machines = MachineSettings.for_request(request)
    if not machines.guides_assistants:
        raise Http404
    return render(request, "home/llms.txt", {"machines": machines}, content_type="text/plain")
