"""Views of « À relire après coup »: the list, and the page that marks an entry as read."""

from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.ui.components import Component

from accounts.requests import StaffRequest
from editorial import rules
from editorial.alerts.approving import urgent_for
from editorial.lives.acts import to_read
from editorial.ui.forms import ReadAfterwardsForm
from editorial.ui.pages import DeskPageMixin
from editorial.urgent.afterwards import AlreadyReviewed, MarkReviewed, may_review, visible_to
from editorial.urgent.models import EmergencyReview
from editorial.versions.differences import marked

PER_PAGE = 20
ALERTS_KEPT = timedelta(days=30)


class AfterwardsListView(DeskPageMixin, TemplateView):
    request: StaffRequest
    template_name = "editorial/urgent/afterwards_list.html"
    page_title = gettext_lazy("To read afterwards")
    header_icon = "glasses"

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        entries = visible_to(self.request.user).select_related(
            "page", "published_by", "reviewed_by"
        )
        done = Paginator(entries.done(), PER_PAGE)
        return super().get_context_data(**kwargs) | {
            "waiting": entries.waiting(),
            "alerts": urgent_for(self.request.user),
            "live_entries": to_read(self.request.user),
            "alerts_done": urgent_for(self.request.user, timezone.now() - ALERTS_KEPT),
            "done": done.get_page(self.request.GET.get("p")),
        }


class AfterwardsView(DeskPageMixin, FormView):
    request: StaffRequest
    form_class = ReadAfterwardsForm
    template_name = "editorial/urgent/afterwards.html"
    page_title = gettext_lazy("To read afterwards")
    header_icon = "glasses"

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        super().setup(request, *args, **kwargs)
        entries = visible_to(self.request.user).select_related(
            "page", "revision", "before", "published_by"
        )
        self.entry: EmergencyReview = get_object_or_404(entries, pk=kwargs["entry_id"])

    def get_page_subtitle(self) -> str:
        return str(self.entry.page.get_admin_display_title())

    def form_valid(self, form: ReadAfterwardsForm) -> HttpResponse:
        try:
            MarkReviewed(self.entry, self.request.user, form.cleaned_data["note"]).execute()
        except AlreadyReviewed:
            messages.info(self.request, _("Somebody else has read it already."))
        else:
            title = self.entry.page.title
            messages.success(self.request, _("“%(title)s” has been read.") % {"title": title})
        return redirect("read_afterwards")

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        before, after = self.entry.before, self.entry.revision
        return super().get_context_data(**kwargs) | {
            "entry": self.entry,
            "page": self.entry.page,
            "before": before,
            "after": after,
            "marked": marked(before.as_object(), after.as_object()) if before and after else None,
            "may_review": may_review(self.request.user, self.entry),
            "action_url": reverse("read_afterwards_entry", args=[self.entry.pk]),
        }


class AfterwardsPanel(Component):
    """Dashboard panel that counts what is to be read afterwards."""

    name = "read_afterwards"
    template_name = "editorial/urgent/afterwards_panel.html"
    order = 150

    def __init__(self, waiting: int) -> None:
        self.waiting = waiting

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"waiting": self.waiting, "url": reverse("read_afterwards")}


def has_list(request: StaffRequest) -> bool:
    return bool(rules.types_changed_by(request.user))
