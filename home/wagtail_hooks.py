"""The admin of readers' messages and campaigns; policies are never deleted."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin, modeladmin_register
from wagtail_modeladmin.views import IndexView

from accounts.models import User
from home.models import Campaign, ContactMessage, ContactPage, PolicyVersion
from home.views import contact
from jobs.listings import not_a_formula


class OnlyReaderWrites(PermissionHelper):
    """Messages come from the public form; the newsroom reads them and marks them handled."""

    def user_can_create(self, user: User) -> bool:
        return False

    def user_can_copy_obj(self, user: User, obj: Model) -> bool:
        return False


def yes_or_no(value: object) -> str:
    return gettext("yes") if value is True else gettext("no")


class MessageList(IndexView):
    custom_field_preprocess: ClassVar[dict[str, dict[str, Any]]] = {
        "handled": {"csv": yes_or_no, "xlsx": yes_or_no},
        **{field: {"csv": not_a_formula} for field in ("name", "email", "subject", "message")},
    }


@modeladmin_register
class ContactMessageAdmin(ModelAdmin):
    model = ContactMessage
    index_view_class = MessageList
    menu_label = _("Messages")
    menu_icon = "mail"
    menu_order = 260
    base_url_path = "messages"
    permission_helper_class = OnlyReaderWrites
    list_display = ("subject", "name", "desk_name", "received_at", "sent_at", "handled")
    list_filter = ("handled", "desk_name", "received_at")
    search_fields = ("subject", "message", "name", "email")
    list_per_page = 50
    inspect_view_enabled = True
    inspect_view_fields = (
        "received_at",
        "desk_name",
        "desk_email",
        "name",
        "email",
        "subject",
        "message",
        "sent_at",
        "handled",
    )
    list_export = inspect_view_fields
    export_filename = "messages"


ServePage = Callable[[Page, HttpRequest, list[object], dict[str, object]], HttpResponse]


@hooks.register("on_serve_page", order=1000)
def serve_contact_form(serve_page: ServePage) -> ServePage:
    """Answer for a contact page with its form, after Wagtail's check of who may see the page."""

    def serve(
        page: Page, request: HttpRequest, args: list[object], kwargs: dict[str, object]
    ) -> HttpResponse:
        if isinstance(page, ContactPage):
            return contact(request, page)
        return serve_page(page, request, args, kwargs)

    return serve


@hooks.register("before_delete_page")
def keep_published_policies(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to delete a policy that was once in force: it is unpublished instead."""
    if not _holds_published_policy([page]):
        return None
    messages.error(request, _refusal())
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_bulk_action")
def keep_published_policies_in_bulk(
    request: HttpRequest, action_type: str, objects: list[Model], action: object
) -> HttpResponse | None:
    pages = [item for item in objects if isinstance(item, Page)]
    if action_type != "delete" or not pages or not _holds_published_policy(pages):
        return None
    messages.error(request, _refusal())
    return redirect("wagtailadmin_explore", pages[0].get_parent().pk)


def _holds_published_policy(pages: list[Page]) -> bool:
    return any(
        PolicyVersion.objects.filter(page__path__startswith=page.path).exists() for page in pages
    )


def _refusal() -> str:
    return gettext(
        "A policy that was published stays on record with all its versions. "
        "Unpublish it instead: readers will no longer find it."
    )


class CampaignViewSet(SnippetViewSet):
    model = Campaign
    icon = "tag"
    menu_label = _("Advertising")
    menu_order = 270
    add_to_admin_menu = True
    list_display = [
        "name",
        "advertiser",
        "state",
        "starts_at",
        "ends_at",
        "view_count",
        "click_count",
        "click_rate",
    ]
    list_per_page = 50
    copy_view_enabled = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Campaign]:
        return Campaign.objects.with_figures()


register_snippet(CampaignViewSet)
