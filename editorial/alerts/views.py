"""The pages of an alert: its approval, and its review afterwards."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template import Context
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.ui.components import Component

from accounts.models import User
from accounts.requests import StaffRequest
from editorial.alerts import approving
from editorial.alerts.models import UrgentAlert
from editorial.ui.forms import ReadAfterwardsForm, ReasonForm
from editorial.ui.pages import DeskPageMixin
from home.models import Alert


class UrgentForm(ReasonForm):
    question = gettext_lazy("Why can this not wait for a second person?")


class AlertView(DeskPageMixin, FormView):
    """Approves an alert, or publishes it in an emergency with a reason."""

    request: StaffRequest
    form_class = UrgentForm
    template_name = "editorial/alerts/alert.html"
    page_title = gettext_lazy("News alert")
    header_icon = "warning"

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        super().setup(request, *args, **kwargs)
        alerts = Alert.objects.select_related("page", "approved_page", "changed_by")
        self.alert: Alert = get_object_or_404(alerts, pk=kwargs["alert_id"])

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        user = self.request.user
        if not (approving.may_write(user) or approving.may_approve(user, self.alert)):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            if request.POST.get("act") == "approve":
                return self._approve()
            return super().post(request, *args, **kwargs)
        except approving.UnseenRevision:
            message = _("This alert has been changed or decided since: here is how it reads now.")
            messages.warning(request, message)
            return redirect("alert", self.alert.pk)

    def _approve(self) -> HttpResponse:
        alert = approving.approve(self.alert.pk, self.request.user, self._seen())
        self._add_success_message(alert)
        return redirect(self._next_url())

    def form_valid(self, form: UrgentForm) -> HttpResponse:
        reason = form.cleaned_data["reason"]
        alert = approving.publish_in_emergency(
            self.alert.pk, self.request.user, reason, self._seen()
        )
        self._add_success_message(alert)
        return redirect(self._next_url())

    def _add_success_message(self, alert: Alert) -> None:
        message = _("“%(text)s” is on every page.") if alert.runs else _("“%(text)s” is approved.")
        messages.success(self.request, message % {"text": alert.text})

    def _seen(self) -> str:
        return self.request.POST.get("seen", "")

    def _next_url(self) -> str:
        asked = self.request.POST.get("next", "")
        if url_has_allowed_host_and_scheme(asked, {self.request.get_host()}):
            return asked
        if approving.may_write(self.request.user):
            return reverse("wagtailsnippets_home_alert:list")
        return reverse("wagtailadmin_home")

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        context: dict[str, object] = super().get_context_data(**kwargs)
        user, alert = self.request.user, self.alert
        return context | {
            "alert": alert,
            "seen": approving.alert_token(alert),
            "may_approve": alert.waits and approving.may_approve(user, alert),
            "may_put_online": alert.waits and approving.may_put_online(user, alert),
            "may_write": approving.may_write(user),
            "is_own": alert.changed_by_id == user.pk,
            "approvers": sorted(map(str, approving.approvers(alert))) if alert.waits else [],
            "action_url": reverse("alert", args=[alert.pk]),
        }


class ReadAlertView(DeskPageMixin, FormView):
    """Shows an urgent alert for review (« À relire après coup »)."""

    request: StaffRequest
    form_class = ReadAfterwardsForm
    template_name = "editorial/alerts/read.html"
    page_title = gettext_lazy("To read afterwards")
    page_subtitle = gettext_lazy("News alert")
    header_icon = "glasses"

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        super().setup(request, *args, **kwargs)
        entries = UrgentAlert.objects.select_related("alert", "published_by", "reviewed_by")
        self.entry: UrgentAlert = get_object_or_404(entries, pk=kwargs["entry_id"])

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not approving.may_write(self.request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: ReadAfterwardsForm) -> HttpResponse:
        try:
            approving.mark_read(self.entry.pk, self.request.user, form.cleaned_data["note"])
        except approving.AlreadyRead:
            messages.info(self.request, _("Somebody else has read it already."))
        else:
            title = self.entry.text
            messages.success(self.request, _("“%(title)s” has been read.") % {"title": title})
        return redirect("read_afterwards")

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        context: dict[str, object] = super().get_context_data(**kwargs)
        return context | {
            "entry": self.entry,
            "may_review": approving.may_read_afterwards(self.request.user, self.entry),
            "action_url": reverse("read_alert_afterwards", args=[self.entry.pk]),
        }


class AlertsPanel(Component):
    """Lists, on the dashboard, the alerts that the user may approve."""

    name = "alerts"
    order = 30
    template_name = "editorial/alerts/panel.html"

    def __init__(self, alerts: list[Alert]) -> None:
        self.alerts = alerts

    def get_context_data(self, parent_context: Context) -> dict[str, object]:
        return {
            "alerts": [(alert, approving.alert_token(alert)) for alert in self.alerts],
            "home_url": reverse("wagtailadmin_home"),
            "csrf_token": parent_context["csrf_token"],
        }


def panels_for(user: User) -> list[Component]:
    alerts = approving.waiting_for(user)
    return [AlertsPanel(alerts)] if alerts else []
