"""Where the desk hangs on to Wagtail's admin."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.admin.userbar import ContentCheckerItem
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import Page, get_page_models

from accounts.models import User
from accounts.requests import StaffRequest
from editorial import (  # noqa: F401 (they register themselves)
    front_page_hooks,
    gate_hooks,
    home_hooks,
    listing,
    menus,
    redirects,
    rules,
    schedule_hooks,
    search_hooks,
    sent_back,
    side_doors,
    withdrawal_hooks,
)
from editorial.actions import (
    PublishInEmergencyMenuItem,
    end_nothing_by_the_large_button,
    put_beside_the_menu,
    say_what_is_decided,
)
from editorial.afterwards import REVIEWED_ACTION, visible_to
from editorial.alerts import hooks as alerts_hooks  # noqa: F401
from editorial.alerts.approving import urgent_for
from editorial.assets import hooks as assets_hooks  # noqa: F401
from editorial.correcting import CORRECTED_ACTION
from editorial.dashboard import hooks as dashboard_hooks  # noqa: F401
from editorial.editor import unread as unread_hooks  # noqa: F401
from editorial.emergency import CLOSED_ACTION, EMERGENCY_ACTION
from editorial.notices import hooks as notices_hooks  # noqa: F401
from editorial.notices.colleagues import colleagues
from editorial.review import UNDONE_ACTION
from editorial.views.afterwards import (
    AfterwardsListView,
    AfterwardsPanel,
    AfterwardsView,
    has_list,
)
from editorial.views.correcting import CorrectNowView
from editorial.views.emergency import PublishInEmergencyView
from editorial.views.workflow import ChangedSinceView
from editorial.viewsets import NewsroomPageViewSet, page_viewset
from editorial.workflow import hooks as workflow_hooks  # noqa: F401

# Header, footer, breaking news and adverts of the readers' pages.
SURROUNDINGS = (".skip", ".alert", ".header", ".advert", ".footer")
OWN_PERMISSIONS = (
    "publish_in_emergency",
    "override_gate",
    "change_gaterule",
    "add_frontpageversion",
)


@hooks.register("register_admin_viewset")
def register_page_viewset() -> NewsroomPageViewSet:
    return page_viewset


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [
        path("read-afterwards/", AfterwardsListView.as_view(), name="read_afterwards"),
        path(
            "read-afterwards/<int:entry_id>/",
            AfterwardsView.as_view(),
            name="read_afterwards_entry",
        ),
        path(
            "pages/<int:page_id>/changed-since/<int:revision_id>/",
            ChangedSinceView.as_view(),
            name="changed_since",
        ),
        path(
            "pages/<int:page_id>/emergency/",
            PublishInEmergencyView.as_view(),
            name="publish_in_emergency",
        ),
        path("pages/<int:page_id>/colleagues/", colleagues, name="colleagues"),
        path("pages/<int:page_id>/correct/", CorrectNowView.as_view(), name="correct_now"),
    ]


class AfterwardsMenuItem(MenuItem):
    def is_shown(self, request: StaffRequest) -> bool:
        return has_list(request)


@hooks.register("register_admin_menu_item")
def register_afterwards_menu_item() -> MenuItem:
    return AfterwardsMenuItem(
        _("To read afterwards"),
        reverse("read_afterwards"),
        name="read-afterwards",
        icon_name="glasses",
        order=130,
    )


@hooks.register("construct_homepage_panels")
def remind_of_what_to_read_afterwards(request: StaffRequest, panels: list[Any]) -> None:
    waiting = visible_to(request.user).waiting().count() + len(urgent_for(request.user))
    if waiting:
        panels.append(AfterwardsPanel(waiting))


@hooks.register("register_page_action_menu_item")
def register_emergency_action() -> ActionMenuItem:
    return PublishInEmergencyMenuItem()


@hooks.register("construct_page_action_menu")
def arrange_actions(
    menu_items: list[ActionMenuItem], request: StaffRequest, context: dict[str, Any]
) -> None:
    say_what_is_decided(menu_items, context)
    put_beside_the_menu(menu_items, context)
    end_nothing_by_the_large_button(menu_items)


@hooks.register("register_page_header_buttons")
def register_emergency_button(
    page: Page, user: User, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    # A plain page, as Wagtail makes one in an empty site, has Wagtail's permissions alone.
    if view_name != "edit" or not rules.needs_approval(page.specific_class):
        return
    if page.permissions_for_user(user).can_publish_in_emergency():
        yield Button(
            _("Publish now in an emergency"),
            reverse("publish_in_emergency", args=[page.pk]),
            icon_name="warning",
            priority=90,
        )


@hooks.register("before_create_page")
def refuse_page_class(request: StaffRequest, parent: Page, page_class: type[Page]) -> None:
    """A crafted address creates no more than the menu offers."""
    if not rules.may_create(request.user, page_class, parent):
        raise PermissionDenied


@hooks.register("construct_page_chooser_queryset")
def choose_among_visible_pages(pages: Any, request: StaffRequest) -> Any:
    return pages.filter(rules.visible_in_lists(request.user))


@hooks.register("construct_wagtail_userbar")
def check_the_text_alone(request: StaffRequest, items: list[Any], page: Page | None) -> None:
    """What surrounds the text is the same on every page, and no writer can mend it."""
    for item in items:
        if isinstance(item, ContentCheckerItem):
            item.axe_exclude = [*item.axe_exclude, *SURROUNDINGS]


@hooks.register("register_permissions")
def register_permissions() -> Any:
    """Lets administrators say in a group's form which classes of page it makes."""
    names = [
        f"{action}_{model._meta.model_name}"
        for model in get_page_models()
        for action in ("add", "change", "delete")
        if model is not Page
    ]
    return Permission.objects.filter(Q(codename__in=[*names, *OWN_PERMISSIONS]))


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    @actions.register_action(EMERGENCY_ACTION)
    class PublishedInEmergency(LogFormatter):
        label = _("Publish in an emergency")

        def format_message(self, log_entry: Any) -> str:
            return _("Published in an emergency, without approval. Reason: %(reason)s") % {
                "reason": log_entry.data["reason"]
            }

    @actions.register_action(CORRECTED_ACTION)
    class CorrectedAtOnce(LogFormatter):
        label = _("Correct at once")

        def format_message(self, log_entry: Any) -> str:
            return _("Corrected at once, without approval. Reason: %(reason)s") % {
                "reason": log_entry.data["reason"]
            }

    @actions.register_action(CLOSED_ACTION)
    class WorkflowClosed(LogFormatter):
        label = _("Workflow closed by a publication in an emergency")

        def format_message(self, log_entry: Any) -> str:
            return _(
                "Workflow “%(workflow)s” closed at the step “%(step)s” by a publication in an "
                "emergency. Reason: %(reason)s"
            ) % {name: log_entry.data[name] for name in ("workflow", "step", "reason")}

    @actions.register_action(REVIEWED_ACTION)
    class ReadAfterwards(LogFormatter):
        label = _("Read afterwards")

        def format_message(self, log_entry: Any) -> str:
            note = log_entry.data["note"]
            if not note:
                return str(_("Read after its publication in an emergency."))
            return _("Read after its publication in an emergency: %(note)s") % {"note": note}

    @actions.register_action(UNDONE_ACTION)
    class ApprovalUndone(LogFormatter):
        label = _("Approval undone by a change")

        def format_message(self, log_entry: Any) -> str:
            return _("Changed after the approval of “%(step)s”, which is asked again.") % {
                "step": log_entry.data["step"]
            }
