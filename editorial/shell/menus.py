"""The menus of the admin: their order by how often a newsroom needs them, and who sees what."""

from typing import Any

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
# Which classes of page there are, and which steps: for those who set the site up.
FOR_ADMINISTRATORS = {"page-types-usage", "workflow-tasks"}
# What tells of the texts of all: for those who edit them.
FOR_EDITORS = {"locked-pages", "workflows", "site-history", "aging-pages"}


@hooks.register("construct_main_menu")
def arrange_main_menu(request: StaffRequest, menu_items: list[MenuItem]) -> None:
    for item in menu_items:
        item.order = ORDER.get(item.name, item.order)
    menu_items.sort(key=lambda item: item.order)


@hooks.register("construct_reports_menu")
def keep_reports_for_those_who_read_them(request: StaffRequest, menu_items: list[MenuItem]) -> None:
    """Writers find their texts on the dashboard: the reports tell of other people's work."""
    if request.user.is_superuser:
        return
    edits = bool(rules.types_changed_by(request.user))
    hidden = FOR_ADMINISTRATORS if edits else FOR_ADMINISTRATORS | FOR_EDITORS
    menu_items[:] = [item for item in menu_items if item.name not in hidden]


@hooks.register("construct_help_menu")
def keep_help_at_home(request: StaffRequest, menu_items: list[Any]) -> None:
    """What Wagtail tells about its own releases is nothing that a newsroom works with."""
    menu_items[:] = [item for item in menu_items if not isinstance(item, DismissibleMenuItem)]
