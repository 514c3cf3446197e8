"""View that cancels the schedule of a version."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.pages.revisions import RevisionsUnscheduleView

from editorial.versions.locked_view import LockedPageView


class NewsroomUnscheduleView(LockedPageView, RevisionsUnscheduleView):
    """Wagtail's view, which says so where there is nothing left to cancel."""

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return self.too_late() or super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
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
