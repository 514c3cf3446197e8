"""What a group may be given, and what lists and addresses give nobody else."""

from typing import Any

from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from wagtail import hooks
from wagtail.models import Page, get_page_models

from accounts.requests import StaffRequest
from editorial import rules

OWN_PERMISSIONS = (
    "publish_in_emergency",
    "override_gate",
    "change_gaterule",
    "add_frontpageversion",
)


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


@hooks.register("before_create_page")
def refuse_page_class(request: StaffRequest, parent: Page, page_class: type[Page]) -> None:
    """A crafted address creates no more than the menu offers."""
    if not rules.may_create(request.user, page_class, parent):
        raise PermissionDenied


@hooks.register("construct_page_chooser_queryset")
def choose_among_visible_pages(pages: Any, request: StaffRequest) -> Any:
    return pages.filter(rules.visible_in_lists(request.user))
