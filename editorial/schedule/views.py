"""Views of « Publications programmées »: the list, and the decisions on one hour."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages

from accounts.requests import StaffRequest
from editorial import rules
from editorial.schedule.actions import PublishNow, RetryNow, ScheduleChanged, cancellation
from editorial.schedule.queries import (
    ScheduledItem,
    Unapproved,
    find_item,
    scheduled_items,
    unapproved_times,
)
from editorial.schedule.run import reason_of
from editorial.ui.pages import DeskPageMixin
from editorial.ui.seen import with_seen_line
from jobs import health

logger = logging.getLogger(__name__)


class ScheduleView(DeskPageMixin, TemplateView):
    request: StaffRequest
    template_name = "editorial/schedule/index.html"
    page_title = gettext_lazy("Scheduled publications")
    header_icon = "calendar-alt"

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        super().setup(request, *args, **kwargs)
        if not rules.may_see_schedule(self.request.user):
            raise PermissionDenied

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        items = scheduled_items()
        return super().get_context_data(**kwargs) | {
            "now": timezone.now(),
            "late": health.clock_is_late(),
            "sentence": health.clock_sentence(),
            "failed": [item for item in items if item.failure],
            "publications": [item for item in items if item.publishes and not item.failure],
            "expiries": [item for item in items if not item.publishes and not item.failure],
            "unapproved": unapproved_times(),
            "may_arrange": rules.may_arrange_schedule(self.request.user),
        }


class HourMixin(DeskPageMixin):
    """Base of the views of one hour, named by action and page in the address and by `?due=`."""

    request: StaffRequest
    header_icon = "calendar-alt"
    item: ScheduledItem | Unapproved | None
    find: Callable[[str, int, datetime], ScheduledItem | Unapproved | None] = staticmethod(
        find_item
    )

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        super().setup(request, *args, **kwargs)
        if not rules.may_arrange_schedule(self.request.user):
            raise PermissionDenied
        due_at = parse_datetime_or_none(self.request.GET.get("due", ""))
        if due_at is None:
            raise Http404
        self.item = self.find(self.kwargs["action"], self.kwargs["page_id"], due_at)

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if self.item is None:
            return self.too_late()
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.item.title if self.item else ""

    def too_late(self) -> HttpResponse:
        messages.warning(
            self.request,
            _("Nothing was done: this schedule has changed meanwhile. Here is how it stands."),
        )
        return redirect("editorial_schedule")


class ArrangeView(HourMixin, TemplateView):
    """View that asks once more, then acts: `verb` is publish, cancel or retry."""

    request: StaffRequest
    item: ScheduledItem | None
    template_name = "editorial/schedule/confirm.html"
    verb = ""

    def get_page_title(self) -> str:
        return {
            "publish": _("Publish now"),
            "cancel": _("Cancel the schedule"),
            "retry": _("Try again now"),
        }[self.verb]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        assert self.item is not None  # noqa: S101
        act = {"publish": self.publish, "cancel": self.cancel, "retry": self.retry}[self.verb]
        try:
            act(self.item)
        except ScheduleChanged:
            return self.too_late()
        return redirect("editorial_schedule")

    def publish(self, item: ScheduledItem) -> None:
        publication = PublishNow(item, self.request.user)
        try:
            publication.execute()
        except ScheduleChanged:
            raise
        except Exception as error:
            logger.exception("Page %s could not be published before its time", item.page.pk)
            told = _("“%(title)s” was not published and stays scheduled: %(reason)s")
            messages.error(self.request, told % {"title": item.title, "reason": reason_of(error)})
            return
        page = publication.read_page()
        told = _("“%(title)s” is published.") % {"title": page.title}
        messages.success(
            self.request,
            with_seen_line(told, page, self.request),
            buttons=[messages.button(page.url, _("View live"))] if page.url else None,
        )

    def cancel(self, item: ScheduledItem) -> None:
        cancellation(item, self.request.user).execute()
        told = (
            _("“%(title)s” will not appear by itself any more. It stays a draft.")
            if item.publishes
            else _("“%(title)s” stays online.")
        )
        messages.success(self.request, told % {"title": item.title})

    def retry(self, item: ScheduledItem) -> None:
        RetryNow(item, self.request.user).execute()
        messages.success(
            self.request, _("“%(title)s”: the clock tries again now.") % {"title": item.title}
        )

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "item": self.item,
            "verb": self.verb,
            "cancel_url": reverse("editorial_schedule"),
        }


def parse_datetime_or_none(text: str) -> datetime | None:
    try:
        return parse_datetime(text)
    except ValueError:
        return None
