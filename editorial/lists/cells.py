"""Cells of the lists of pages, written without a template; the markup is Wagtail's own.

A list has fifty rows. Wagtail's title cell alone renders six templates.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.templatetags.wagtailadmin_tags import (
    page_listing_buttons,
    test_page_is_public,
)
from wagtail.admin.ui.tables import pages as stock
from wagtail.models import Page

from delivery.request_cache import cached_for_request
from editorial.ui.quick_markup import escaped, icon, page_url

Context = Mapping[str, Any]


class BulkActionsColumn(stock.BulkActionsColumn):
    def render_cell_html(self, instance: Page, parent_context: Context) -> SafeString:
        status = "live" if instance.live else "draft"
        return mark_safe(  # noqa: S308 (numbers and our own words)
            '<td class="bulk-action-checkbox-cell"><input type="checkbox"'
            f' data-page-status="{status}" data-object-id="{instance.pk}"'
            ' data-bulk-action-checkbox class="bulk-action-checkbox"'
            f' aria-label="{escaped(_("Select"))}"'
            f' aria-describedby="page_{instance.pk}_title" /></td>'
        )


class TitleColumn(stock.PageTitleColumn):
    def render_cell_html(self, instance: Page, parent_context: Context) -> SafeString:
        context = self.get_cell_context_data(instance, parent_context)
        if instance.is_site_root() or context["show_locale_labels"]:
            # They have more to show, and there is one of the former.
            return self.cell_template.render(context)
        request = context["request"]
        folder = "" if instance.is_leaf() else icon("folder", "initial")
        title = (
            f'<span id="page_{instance.pk}_title">{folder}'
            f"{escaped(instance.get_admin_display_title())}</span>"
        )
        if context["page_perms"].can_edit():
            url = page_url("wagtailadmin_pages:edit", instance.pk)
            title = f'<a href="{url}" title="{escaped(_("Edit this page"))}">{title}</a>'
        classes = f' class="{escaped(self.classname)}"' if self.classname else ""
        marks = _private_mark(instance, request) + _locked_mark(instance, request)
        return mark_safe(  # noqa: S308 (each part is escaped)
            f'<td{classes} data-listing-page-title><div class="title-wrapper">{title}{marks}</div>'
            f'<ul class="actions">{_buttons(instance, context)}</ul>'
            f"{_parent_link(context['parent_page'])}</td>"
        )


class NavigateColumn(stock.NavigateToChildrenColumn):
    def render_cell_html(self, instance: Page, parent_context: Context) -> SafeString:
        if instance.is_navigable or instance.specific_class.creatable_subpage_models():
            return super().render_cell_html(instance, parent_context)
        return mark_safe('<td class="no-children"></td>')


class ParentPageColumn(stock.ParentPageColumn):
    def render_cell_html(self, instance: Page, parent_context: Context) -> SafeString:
        parent = self.get_value(instance)
        classes = f' class="{escaped(self.classname)}"' if self.classname else ""
        link = ""
        if parent:
            # The rows of a section have one and the same.
            title = cached_for_request(
                ("title of parent", parent.pk),
                lambda: escaped(parent.specific_deferred.get_admin_display_title()),
            )
            link = f'<a href="{page_url("wagtailadmin_explore", parent.pk)}">{title}</a>'
        return mark_safe(f"<td{classes}>{link}</td>")  # noqa: S308 (each part is escaped)


def quick_columns(columns: list[stock.BaseColumn]) -> list[stock.BaseColumn]:
    """Return Wagtail's columns of a list of pages, with these in the place of its own."""
    quick = {
        "bulk_actions": BulkActionsColumn("bulk_actions"),
        "parent": ParentPageColumn("parent", label=gettext_lazy("Parent")),
        "title": TitleColumn(
            "title", label=gettext_lazy("Title"), sort_key="title", classname="title"
        ),
    }
    return [quick.get(column.name, column) for column in columns]


def _buttons(page: Page, context: Context) -> str:
    request = context["request"]
    found = page_listing_buttons(
        {"request": request}, page, request.user, next_url=context["actions_next_url"]
    )
    shown = [each.render_html(context) for each in found["buttons"] if each.show]
    return "".join(f"<li>{each}</li>" for each in shown)


def _parent_link(parent: Page | None) -> str:
    if parent is None:
        return ""
    url = page_url("wagtailadmin_explore", parent.pk)
    title = escaped(parent.get_admin_display_title())
    return f'<div><a href="{url}">{icon("arrow-right", "default")}{title}</a></div>'


def _private_mark(page: Page, request: Any) -> str:
    if test_page_is_public({"request": request}, page):
        return ""
    label = escaped(_("This page is protected from public view"))
    drawn = icon("no-view", "initial")
    return f'<span class="indicator privacy-indicator" title="{label}">{drawn}</span>'


def _locked_mark(page: Page, request: Any) -> str:
    if not page.locked:
        return ""
    is_own = page.locked_by_id == request.user.pk
    label = (
        _("This page is locked, by you, to further editing")
        if is_own
        else _("This page is locked to further editing")
    )
    classes = "indicator " if is_own else "indicator indicator--is-dimmed"
    return f'<span class="{classes}" title="{escaped(label)}">{icon("lock", "initial")}</span>'
