"""Registers the pages and panels of notices in Wagtail's admin."""

from django.http import HttpRequest
from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.users.models import UserProfile

from accounts.models import User
from editorial.notices.colleagues import colleagues
from editorial.notices.preferences import NoticesPanel
from editorial.notices.webhooks.views import DeliveriesView, WebhookViewSet, webhook_viewset


@hooks.register("register_account_settings_panel")
def register_notices_panel(request: HttpRequest, user: User, profile: UserProfile) -> NoticesPanel:
    return NoticesPanel(request, user, profile)


@hooks.register("register_admin_viewset")
def register_webhooks() -> WebhookViewSet:
    return webhook_viewset


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [
        path("webhooks/<int:pk>/sent/", DeliveriesView.as_view(), name="webhook_deliveries"),
        path("pages/<int:page_id>/colleagues/", colleagues, name="colleagues"),
    ]
