"""Views that act on a page under lock."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.views import View

from editorial.versions.conflicts import lock_page


class LockedPageView(View):
    """Reads its page anew under lock before it acts, so that it never acts on what has passed.

    Wagtail's views read first and write in several steps: a clock that publishes in between
    would bring back what was just taken away.
    """

    object: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.method != "POST":
            return super().dispatch(request, *args, **kwargs)
        with transaction.atomic():
            lock_page(self.object.pk)
            self.setup(request, *args, **kwargs)
            return super().dispatch(request, *args, **kwargs)
