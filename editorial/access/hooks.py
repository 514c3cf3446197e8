"""Registers permissions for groups, and restricts page creation and choosers."""

from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from wagtail import hooks
from wagtail.models import Page, get_page_models
from wagtail.query import PageQuerySet

from accounts.requests import StaffRequest
from editorial import rules

OWN_PERMISSIONS = (
    "publish_in_emergency",
    "override_gate",
    "change_gaterule",
    "add_frontpageversion",
)


@hooks.register("register_permissions")
def register_permissions() -> QuerySet[Permission]:
    """Offer, in the form of a group, the permissions of page types and of the desk."""
    names = [
        f"{action}_{model._meta.model_name}"
        for model in get_page_models()
        for action in ("add", "change", "delete")
        if model is not Page
    ]
    return Permission.objects.filter(Q(codename__in=[*names, *OWN_PERMISSIONS]))


@hooks.register("before_create_page")
def refuse_page_class(request: StaffRequest, parent: Page, page_class: type[Page]) -> None:
    """Refuse to create a page of a type that the menu does not offer."""
    if not rules.may_create(request.user, page_class, parent):
        raise PermissionDenied


@hooks.register("construct_page_chooser_queryset")
def limit_chooser_to_visible_pages(pages: PageQuerySet, request: StaffRequest) -> PageQuerySet:
    """Offer only pages whose titles the user may see; the states of all rows are read at once."""
    visible: PageQuerySet = pages.filter(rules.visible_in_lists(request.user))
    return visible.annotate_approved_schedule().prefetch_workflow_states()
