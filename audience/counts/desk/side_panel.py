"""The figures of an article, beside its text in the page editor."""

from datetime import timedelta
from typing import Any

from django.db.models import Q, Sum
from django.template import Context
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.models import Page

from accounts.requests import StaffRequest, unwrapped
from audience.comments.models import Discussion
from audience.counts.desk.access import figures_seen_by
from audience.counts.models import ArticleFigures, DailyFigures

WEEK = 7


class FiguresSidePanel(BaseSidePanel):
    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = _("Show the figures")
        icon_name = "view"
        has_counter = False

    name = "figures"
    title = _("Views")
    order = 360
    template_name = "audience/figures/side_panel.html"

    def get_context_data(self, parent_context: Context) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        return context | {"figures": figures_of(self.object.pk)}


def figures_panel(page: Page, request: StaffRequest) -> FiguresSidePanel | None:
    """Return the panel of an article that was published, for who sees its figures."""
    seen = figures_seen_by(unwrapped(request.user)).filter(pk=page.pk)
    return FiguresSidePanel(page, request) if page.first_published_at and seen.exists() else None


def figures_of(article: int) -> dict[str, int]:
    """What the panel says: views of today, of a week and of all time, shares, comments."""
    today = timezone.localdate()
    week = DailyFigures.objects.filter(
        article=article, day__gt=today - timedelta(days=WEEK), day__lte=today
    )
    recent = week.aggregate(
        today=Sum("views", filter=Q(day=today), default=0), week=Sum("views", default=0)
    )
    in_all = ArticleFigures.objects.filter(pk=article).first()
    approved = Discussion.objects.filter(pk=article).values_list("approved", flat=True).first()
    return recent | {
        "views": in_all.views if in_all else 0,
        "shares": in_all.shares if in_all else 0,
        "comments": approved or 0,
    }
