"""The list and forms of alerts in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.template import Context
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin.ui.tables import BaseColumn, DateColumn
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSet

from accounts.requests import StaffRequest
from editorial.alerts import approving
from home.models import Alert

# On a telephone the buttons need the width of the dates.
WIDE = "actujet-wide-only"


class ActsColumn(BaseColumn):
    """Shows the buttons that approve a waiting alert or end a running one."""

    cell_template_name = "editorial/alerts/acts_cell.html"

    def get_cell_context_data(self, instance: Alert, parent_context: Context) -> dict[str, object]:
        context: dict[str, object] = super().get_cell_context_data(instance, parent_context)
        request = parent_context["request"]
        return context | {
            "alert": instance,
            "may_approve": instance.waits and approving.may_approve(request.user, instance),
            "may_put_online": instance.waits and approving.may_put_online(request.user, instance),
            "may_end": instance.runs and approving.may_write(request.user),
            "seen": approving.alert_token(instance),
            "next": reverse("wagtailsnippets_home_alert:list"),
            # A cell is rendered without the request context of its page.
            "csrf_token": get_token(request),
        }


class AlertFormMixin:
    """Keeps the approved text of an alert when it is saved, and requests an approval."""

    request: StaffRequest
    form: Any
    object: Alert

    def save_instance(self) -> Alert:
        approving.keep_approved_text(self.form.instance, self.request.user)
        alert: Alert = super().save_instance()  # type: ignore[misc]
        approving.request_approval(alert, self.request.user)
        return alert

    def get_success_url(self) -> str:
        if self.object.waits:
            return reverse("alert", args=[self.object.pk])
        return str(super().get_success_url())  # type: ignore[misc]


class AddAlertView(AlertFormMixin, CreateView):
    def get_initial(self) -> dict[str, Any]:
        """What a page proposes for an alert about it: `text` and `page` of the address."""
        proposed = {name: self.request.GET.get(name, "") for name in ("text", "page")}
        known = {name: value for name, value in proposed.items() if value}
        return {**super().get_initial(), **known}


class ChangeAlertView(AlertFormMixin, EditView):
    pass


class AlertViewSet(SnippetViewSet):
    model = Alert
    icon = "warning"
    menu_label = _("News alerts")
    menu_order = 112
    add_to_admin_menu = True
    add_view_class = AddAlertView
    edit_view_class = ChangeAlertView
    list_display = [
        "text",
        "state",
        ActsColumn("acts", label=_("Acts")),
        DateColumn("starts_at", label=_("from"), sort_key="starts_at", classname=WIDE),
        DateColumn("ends_at", label=_("until"), sort_key="ends_at", classname=WIDE),
    ]
    list_per_page = 30
    copy_view_enabled = False

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), path("end/<int:alert_id>/", self.end, name="end")]

    @method_decorator(require_POST)
    def end(self, request: HttpRequest, alert_id: int) -> HttpResponse:
        """End a running alert now."""
        if not approving.may_write(request.user):  # type: ignore[arg-type]
            raise PermissionDenied
        alert = get_object_or_404(Alert, pk=alert_id)
        if approving.end(alert, request.user):  # type: ignore[arg-type]
            messages.success(request, gettext("The alert has left every page."))
        else:
            messages.warning(request, gettext("This alert was not running any more."))
        return redirect(self.get_url_name("list"))
