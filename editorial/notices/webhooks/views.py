"""The pages of webhooks in the admin, for superusers: settings, deliveries, and a test."""

from typing import ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.core.validators import URLValidator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.ui.tables import BooleanColumn, Column, TitleColumn
from wagtail.admin.viewsets.model import ModelViewSet

from accounts.requests import StaffRequest
from editorial.events.kinds import Event
from editorial.notices.webhooks.models import Webhook, WebhookDelivery
from editorial.notices.webhooks.tasks import push
from editorial.ui.pages import DeskPageMixin

PER_PAGE = 30


class WebhookForm(WagtailAdminModelForm):
    events = forms.MultipleChoiceField(
        label=gettext_lazy("Events"), choices=Event.choices, widget=forms.CheckboxSelectMultiple
    )

    address = forms.URLField(
        label=capfirst(Webhook._meta.get_field("address").verbose_name),
        help_text=Webhook._meta.get_field("address").help_text,
        max_length=500,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
    )

    class Meta:
        model = Webhook
        fields: ClassVar[list[str]] = [
            "name",
            "address",
            "secret",
            "events",
            "names_drafts",
            "is_active",
        ]


class DeliveriesView(DeskPageMixin, TemplateView):
    """Lists what was sent to one webhook, and its answers."""

    request: StaffRequest
    template_name = "editorial/notices/webhooks/deliveries.html"
    page_title = gettext_lazy("Sent to the webhook")
    header_icon = "link-external"

    def setup(self, request: HttpRequest, *args: object, **kwargs: int) -> None:
        super().setup(request, *args, **kwargs)
        if not self.request.user.is_superuser:
            raise PermissionDenied
        self.webhook = get_object_or_404(Webhook, pk=kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return self.webhook.name

    def post(self, request: StaffRequest, **kwargs: int) -> HttpResponse:
        """Enqueue a test."""
        if not self.webhook.is_active:
            messages.warning(request, _("The webhook is switched off: nothing was sent."))
        else:
            with transaction.atomic():
                delivery = WebhookDelivery.objects.create(webhook=self.webhook)
                push.enqueue(delivery.pk)
            messages.success(request, _("The test waits for a worker: its answer comes below."))
        return redirect("webhook_deliveries", self.webhook.pk)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        context: dict[str, object] = super().get_context_data(**kwargs)
        deliveries = self.webhook.deliveries.select_related("announcement__page")
        page = Paginator(deliveries, PER_PAGE).get_page(self.request.GET.get("p"))
        return context | {
            "webhook": self.webhook,
            "deliveries": page,
            "action_url": reverse("webhook_deliveries", args=[self.webhook.pk]),
            "edit_url": reverse("webhooks:edit", args=[self.webhook.pk]),
        }


class WebhookViewSet(ModelViewSet):
    model = Webhook
    name = "webhooks"
    url_prefix = "webhooks"
    icon = "link-external"
    menu_label = gettext_lazy("Webhooks")
    menu_order = 900
    add_to_settings_menu = True
    inspect_view_enabled = False
    copy_view_enabled = False
    list_display: ClassVar[list[str | Column]] = [
        "name",
        BooleanColumn("is_active", label=gettext_lazy("active")),
        TitleColumn(
            "sent",
            label=gettext_lazy("What was sent"),
            accessor=lambda webhook: _("See, or send a test"),
            url_name="webhook_deliveries",
        ),
    ]

    def get_form_class(self, for_update: bool = False) -> type[WebhookForm]:
        return WebhookForm


webhook_viewset = WebhookViewSet()
