"""Moving the hour of a publication or of a withdrawal."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request

from accounts.requests import StaffRequest
from editorial.schedule.actions import MoveHour, ScheduleChanged
from editorial.schedule.hours import HourRefused
from editorial.schedule.queries import ScheduledItem, Unapproved, find_hour, move_label
from editorial.schedule.views import HourMixin
from news.moments.fields import ZonedDateTimeField
from news.moments.wording import format_relative


class HourForm(forms.Form):
    hour = ZonedDateTimeField(
        label=gettext_lazy("New hour"),
        error_messages={"required": gettext_lazy("Write the new hour.")},
    )


class MoveView(HourMixin, FormView):
    """View that asks for the new hour; `?next=` leads back."""

    request: StaffRequest
    template_name = "editorial/schedule/move.html"
    form_class = HourForm
    find = staticmethod(find_hour)

    def get_page_title(self) -> str:
        return move_label(self.kwargs["action"])

    def get_initial(self) -> dict[str, Any]:
        assert self.item is not None  # noqa: S101
        return {"hour": self.item.due_at}

    def form_valid(self, form: forms.Form) -> HttpResponse:
        assert self.item is not None  # noqa: S101
        hour = form.cleaned_data["hour"]
        try:
            MoveHour(self.item, self.request.user, hour).execute()
        except ScheduleChanged:
            return self.too_late()
        except HourRefused as refusal:
            form.add_error("hour", str(refusal))
            return self.form_invalid(form)
        messages.success(
            self.request,
            told_after(self.item) % {"title": self.item.title, "when": format_relative(hour)},
        )
        return redirect(self.next_url())

    def next_url(self) -> str:
        return get_valid_next_url_from_request(self.request) or reverse("editorial_schedule")

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "item": self.item,
            "in_review": isinstance(self.item, Unapproved),
            "cancel_url": self.next_url(),
        }


def told_after(item: ScheduledItem | Unapproved) -> str:
    if isinstance(item, Unapproved):
        return _("“%(title)s” is now to go live on %(when)s, once it is approved.")
    if item.publishes:
        return _("“%(title)s” now goes live on %(when)s.")
    return _("“%(title)s” is now withdrawn on %(when)s.")
