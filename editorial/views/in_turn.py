"""Taking a time or a page away, while nobody else, the clock included, is at it."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.pages.revisions import RevisionsUnscheduleView

from editorial.conflicts import lock_page


class InTurn(View):
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


class NewsroomUnscheduleView(InTurn, RevisionsUnscheduleView):
    """Says so where there is nothing left to cancel, instead of confirming what did not happen."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.too_late() or super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.too_late() or super().post(request, *args, **kwargs)

    def too_late(self) -> HttpResponse | None:
        """The way back, with the reason, if this version is not scheduled any more."""
        if self.revision.approved_go_live_at is not None:
            return None
        if self.object.live and self.object.live_revision_id == self.revision.pk:
            told = _(
                "Too late: this version is online already. To take the page away from the readers, "
                "unpublish it."
            )
        else:
            told = _("This version is not scheduled any more: somebody was quicker.")
        messages.error(self.request, told)
        return redirect(self.get_next_url())
