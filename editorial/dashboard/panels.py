"""The panels of the dashboard, and which of them a user gets."""

from django.template import Context
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component

from accounts.models import User
from accounts.requests import StaffRequest
from delivery import disk
from editorial import rules
from editorial.dashboard import texts, today, waiting
from editorial.schedule.queries import scheduled_items
from editorial.workflow.models import ReviewTask
from jobs import health
from news.models import ArticlePage


class StartPanel(Component):
    """Has the button that creates an article."""

    name = "start"
    order = 10
    template_name = "editorial/dashboard/start_panel.html"

    def get_context_data(self, parent_context: Context) -> dict[str, object]:
        return {"url": reverse("articles:choose_parent")}


class NothingToDoPanel(Component):
    """Welcomes users for whom there is no other panel."""

    name = "nothing_to_do"
    order = 10
    template_name = "editorial/dashboard/nothing_to_do_panel.html"


class DiskPanel(Component):
    """Warns that the disks of the server are nearly full, or full."""

    name = "disk"
    order = 5
    template_name = "editorial/dashboard/disk.html"

    def __init__(self, disks: list[disk.Disk], is_full: bool) -> None:
        self.disks, self.is_full = disks, is_full

    def get_context_data(self, parent_context: Context) -> dict[str, object]:
        sentences = [low.sentence() for low in self.disks]
        return {"sentences": sentences, "is_full": self.is_full}


class ToReviewPanel(Component):
    """Lists the texts that a reviewer may decide on, with buttons for each decision."""

    name = "to_review"
    order = 80
    template_name = "editorial/dashboard/to_review.html"

    def __init__(self, user: User, steps: list[ReviewTask]) -> None:
        self.user, self.steps = user, steps

    def get_context_data(self, parent_context: Context) -> dict[str, object]:
        found = waiting.texts_for(self.user, self.steps)
        return {
            "texts": found,
            "more": waiting.count_at(self.steps) > len(found) >= waiting.SHOWN,
            "more_url": f"{reverse('articles:index')}?state=in_review",
            "home_url": reverse("wagtailadmin_home"),
            "csrf_token": parent_context["csrf_token"],
        }


class TodayPanel(Component):
    """Lists today's publications; it comes first if one has failed or the clock is late."""

    name = "today"
    template_name = "editorial/dashboard/today.html"

    def __init__(self) -> None:
        now, items = timezone.now(), scheduled_items()
        self.failures = today.failures(items)
        self.departures = today.departures(items, now)
        self.late = health.clock_is_late()
        self.order = 20 if self.late or self.failures else 160

    def get_context_data(self, parent_context: Context) -> dict[str, object]:
        return {
            "failures": self.failures,
            "departures": self.departures,
            "late": self.late,
            "sentence": health.clock_sentence(),
            "url": reverse("editorial_schedule"),
        }


class MyTextsPanel(Component):
    """Lists the user's own texts."""

    name = "my_texts"
    order = 200
    template_name = "editorial/dashboard/my_texts.html"

    def __init__(self, user: User) -> None:
        self.user = user

    def get_context_data(self, parent_context: Context) -> dict[str, object]:
        return {
            "texts": texts.texts_of(self.user),
            "user": self.user,
            "writes": rules.has_type_permission(self.user, "add", ArticlePage),
            "all_url": reverse("articles:index"),
        }


def panels_for(request: StaffRequest) -> list[Component]:
    """Return the panels for the user, by their permissions."""
    user = request.user
    found: list[Component] = []
    low = disk.low_disks()
    is_full = any(one.is_full for one in low)
    # A full disk concerns all users; a nearly full one, those who can have it mended.
    if is_full or (low and (user.is_superuser or rules.may_see_schedule(user))):
        found.append(DiskPanel(low, is_full))
    if rules.has_type_permission(user, "add", ArticlePage):
        found.append(StartPanel())
    elif not rules.has_pages(user):
        found.append(NothingToDoPanel())
    steps = waiting.steps_for(user)
    if steps:
        found.append(ToReviewPanel(user, steps))
    if rules.may_see_schedule(user):
        found.append(TodayPanel())
    if rules.has_pages(user):
        found.append(MyTextsPanel(user))
    return found
