"""Orders and filters the entries of the admin's menus."""

from wagtail import hooks
from wagtail.admin.menu import DismissibleMenuItem, MenuItem

from accounts.requests import StaffRequest
from editorial import rules

ORDER = {
    name: place
    for place, name in enumerate(
        [
            "articles",
            "read-afterwards",
            "schedule",
            "la-une",
            "proposals",
            "flash-info",
            "messages",
            "images",
            "documents",
            "auteurs",
            "mots-cles",
            "publicite",
            "explorer",
        ],
        start=100,
    )
}
# Page types and workflow steps, for administrators.
FOR_ADMINISTRATORS = {"page-types-usage", "workflow-tasks"}
# Reports on all texts, for those who edit them.
FOR_EDITORS = {"locked-pages", "workflows", "site-history", "aging-pages"}


@hooks.register("construct_main_menu")
def arrange_main_menu(request: StaffRequest, menu_items: list[MenuItem]) -> None:
    for item in menu_items:
        item.order = ORDER.get(item.name, item.order)
    menu_items.sort(key=lambda item: item.order)


@hooks.register("construct_reports_menu")
def filter_reports_menu(request: StaffRequest, menu_items: list[MenuItem]) -> None:
    """Hide, from writers, the reports on other people's texts."""
    if request.user.is_superuser:
        return
    edits = any(
        rules.has_type_permission(request.user, "change", model) for model in rules.NEEDS_APPROVAL
    )
    hidden = FOR_ADMINISTRATORS if edits else FOR_ADMINISTRATORS | FOR_EDITORS
    menu_items[:] = [item for item in menu_items if item.name not in hidden]


@hooks.register("construct_help_menu")
def filter_help_menu(request: StaffRequest, menu_items: list[MenuItem]) -> None:
    """Remove Wagtail's news about its releases."""
    menu_items[:] = [item for item in menu_items if not isinstance(item, DismissibleMenuItem)]
