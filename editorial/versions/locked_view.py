"""A view that acts on a locked page."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views import View
from wagtail.models import Page

from editorial.versions.conflicts import lock_page


class LockedPageView(View):
    """Locks its page and reads it anew before a POST.

    Wagtail's views read first and write in several steps: a publication by the clock in between
    would be undone.
    """

    object: Page

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method != "POST":
            return super().dispatch(request, *args, **kwargs)
        with transaction.atomic():
            lock_page(self.object.pk)
            self.setup(request, *args, **kwargs)
            return super().dispatch(request, *args, **kwargs)
