"""Pages that close accounts: one, and many at once."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.users.views.bulk_actions.user_bulk_action import UserBulkAction

from accounts.models import User
from accounts.requests import StaffRequest
from accounts.second_factor.asking import AsksFirst
from editorial.departures.belongings import belongings_of, last_in
from editorial.departures.closing import CloseAccounts, Way, may_delete
from editorial.departures.forms import ClosingForm
from editorial.ui.pages import HeaderTitle


class CloseAccountView(AsksFirst, HeaderTitle, FormView):
    """The page that Wagtail's “Delete” of a user leads to."""

    request: StaffRequest
    person: User
    form_class = ClosingForm
    template_name = "editorial/departures/close_account.html"
    page_title = gettext_lazy("Close the account")
    header_icon = "user"
    success_url = reverse_lazy("wagtailusers_users:index")

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        super().setup(request, *args, **kwargs)
        self.person = self.kwargs["person"]

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not may_delete(self.request.user, self.person):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def get_form_kwargs(self) -> dict[str, Any]:
        leaving = {"people": [self.person], "actor": self.request.user}
        return super().get_form_kwargs() | leaving

    def get_page_subtitle(self) -> str:
        return str(self.person)

    def get_breadcrumbs_items(self) -> list[dict[str, object]]:
        edit = reverse("wagtailusers_users:edit", args=[self.person.pk])
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("wagtailusers_users:index"), "label": _("Users")},
            {"url": edit, "label": str(self.person)},
            {"url": "", "label": self.get_header_title()},
        ]

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        return super().get_context_data(**_of(self.person), **kwargs)

    def form_valid(self, form: ClosingForm) -> HttpResponse:
        way = Way(form.cleaned_data["way"])
        successor = form.cleaned_data["successor"]
        name = str(self.person)
        CloseAccounts([self.person], self.request.user, way, successor).execute()
        messages.success(self.request, closed_message(way, [name]))
        return super().form_valid(form)

    def form_invalid(self, form: ClosingForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class CloseAccountsBulkAction(AsksFirst, UserBulkAction):
    """The bulk action “Delete” of users, in the place of Wagtail's."""

    display_name = gettext_lazy("Delete")
    action_type = "delete"
    aria_label = gettext_lazy("Delete or deactivate selected users")
    template_name = "editorial/departures/close_accounts.html"
    action_priority = 10
    classes: ClassVar[set[str]] = {"serious"}
    form_class = ClosingForm

    def check_perm(self, person: User) -> bool:
        return may_delete(self.request.user, person)

    def get_form_kwargs(self) -> dict[str, Any]:
        people, _without_access = self.get_actionable_objects()
        return super().get_form_kwargs() | {"people": people, "actor": self.request.user}

    def object_context(self, person: User) -> dict[str, Any]:
        return super().object_context(person) | _of(person)

    def get_execution_context(self) -> dict[str, Any]:
        data = self.cleaned_form.cleaned_data
        way = Way(data["way"])
        return {"actor": self.request.user, "way": way, "successor": data["successor"]}

    @classmethod
    def execute_action(
        cls,
        objects: Sequence[User],
        *,
        actor: User,
        way: Way,
        successor: User | None = None,
        **kwargs: object,
    ) -> tuple[int, int]:
        CloseAccounts(objects, actor, way, successor).execute()
        return len(objects), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        names = [str(person) for person in self.actionable_objects]
        return closed_message(Way(self.cleaned_form.cleaned_data["way"]), names)

    def form_invalid(self, form: ClosingForm) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)
        response.status_code = 422
        return response


def _of(person: User) -> dict[str, Any]:
    return {
        "person": person,
        "belongings": belongings_of(person),
        "last_in": last_in(person),
    }


def closed_message(way: Way, names: list[str]) -> str:
    if way == Way.DEACTIVATE:
        said = _("Deactivation done: %(who)s")
    else:
        said = _("Deletion done: %(who)s")
    return said % {"who": ", ".join(names)}
