"""« Flash info » in the admin: the list of alerts, and the button that ends the one that runs."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin.ui.tables import BaseColumn
from wagtail.log_actions import log
from wagtail.snippets.views.snippets import SnippetViewSet

from home.models import Alert


class EndColumn(BaseColumn):
    """A button beside what runs, for those who may change it."""

    cell_template_name = "home/admin/end_alert.html"

    def get_cell_context_data(self, instance: Alert, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        request = parent_context["request"]
        may_end = instance.runs and may_change(request.user)
        # A cell is rendered by itself, without what the page's context knows of the request.
        return context | {"alert": may_end and instance, "csrf_token": get_token(request)}


class AlertViewSet(SnippetViewSet):
    model = Alert
    icon = "warning"
    menu_label = _("News alerts")
    menu_order = 112
    add_to_admin_menu = True
    list_display = ["text", "state", "starts_at", "ends_at", EndColumn("end", label=_("End it"))]
    list_per_page = 30
    copy_view_enabled = False

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), path("end/<int:alert_id>/", self.end, name="end")]

    @method_decorator(require_POST)
    def end(self, request: HttpRequest, alert_id: int) -> HttpResponse:
        """Take an alert that runs off every page, from this moment on."""
        if not may_change(request.user):
            raise PermissionDenied
        alert = get_object_or_404(Alert, pk=alert_id)
        if alert.end_now():
            log(alert, "wagtail.edit", user=request.user)
            messages.success(request, gettext("The alert has left every page."))
        else:
            messages.warning(request, gettext("This alert was not running any more."))
        return redirect(self.get_url_name("list"))


def may_change(user: Any) -> bool:
    return bool(user.has_perm("home.change_alert"))
