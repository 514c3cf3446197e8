"""Icons, buttons, menus and dates of the admin, written without a template.

A list of fifty pages shows five hundred of them: Wagtail's templates for these took two thirds of
the time of the whole page. The markup is Wagtail's own; tests compare the two.
"""

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from html import escape

from django.urls import reverse
from django.utils.formats import date_format, get_format
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.timezone import is_aware, localtime
from laces.components import Component
from wagtail.admin.templatetags import wagtailadmin_tags
from wagtail.admin.ui.menus.pages import PageMenuItem
from wagtail.admin.widgets.button import BaseButton, BaseDropdownMenuButton

BUTTON = "wagtailadmin/shared/button.html"
MENUS = (
    "wagtailadmin/shared/button_with_dropdown.html",
    "wagtailadmin/pages/listing/_button_with_dropdown.html",
)
Context = Mapping[str, object] | None


def escaped(value: object) -> str:
    """Return text for HTML; what is marked as safe stays as it is."""
    if hasattr(value, "__html__"):
        return str(value.__html__())
    return escape(str(value))


def icon(
    name: str | None = None,
    classname: str | None = None,
    title: str | None = None,
    wrapped: bool = False,
) -> SafeString:
    """Return Wagtail's `{% icon %}`."""
    if not name:
        raise ValueError("You must supply an icon name")
    name = escaped(name)
    drawn = (
        f'<svg class="icon icon-{name} {escaped(classname or "icon")}"'
        f' aria-hidden="true"><use href="#icon-{name}"></use></svg>'
    )
    if title:
        drawn += f'<span class="w-sr-only">{escaped(title)}</span>'
    if wrapped:
        drawn = f'<span class="icon-wrapper">{drawn}</span>'
    return mark_safe(drawn)  # noqa: S308 (each part is escaped)


def button(self: BaseButton, parent_context: Context = None) -> SafeString:
    """Return what the button's template makes of it."""
    if self.template_name != BUTTON:
        return Component.render_html(self, parent_context)
    content = (icon(self.icon_name) if self.icon_name else "") + escaped(self.label)
    attributes = f'class="{escaped(self.classname)}"{_attributes(self)}'
    if self.url:
        drawn = f'<a href="{escaped(self.url)}" {attributes}>{content}</a>'
    else:
        drawn = f"<button {attributes}>{content}</button>"
    return mark_safe(drawn)  # noqa: S308 (each part is escaped)


def menu(self: BaseDropdownMenuButton, parent_context: Context = None) -> SafeString:
    """Return what the templates of a button with a menu make of it."""
    if self.template_name not in MENUS:
        return Component.render_html(self, parent_context)
    classes = "w-dropdown__toggle" + ("" if self.label else " w-dropdown__toggle--icon")
    if self.classname:
        classes += f" {escaped(self.classname)}"
    spoken = f' aria-label="{escaped(self.aria_label)}"' if self.aria_label else ""
    entries = "".join(each.render_html(parent_context) for each in sorted(self.dropdown_buttons))
    return mark_safe(  # noqa: S308 (each part is escaped)
        f'<div data-controller="w-dropdown" class="w-dropdown"{_attributes(self)}>'
        f'<button type="button" class="{classes}" data-w-dropdown-target="toggle"{spoken}>'
        f"{escaped(self.label)}"
        f"{icon(self.icon_name or 'arrow-down', 'w-dropdown__toggle-icon')}</button>"
        '<div data-w-dropdown-target="content" class="w-dropdown__content" hidden>'
        f"{entries}</div></div>"
    )


def human_readable_date(
    date: date, description: str | None = None, placement: str = "top"
) -> SafeString:
    """Return Wagtail's `{% human_readable_date %}`."""
    name = "DATETIME_FORMAT" if isinstance(date, datetime) else "DATE_FORMAT"
    when = localtime(date) if isinstance(date, datetime) and is_aware(date) else date
    since = capfirst(wagtailadmin_tags.timesince_simple(date))
    added = (
        f'<span class="w-human-readable-date__description">{escaped(description)}</span>'
        if description
        else ""
    )
    return mark_safe(  # noqa: S308 (each part is escaped)
        '<button type="button" class="w-human-readable-date" data-controller="w-tooltip"'
        f' data-w-tooltip-content-value="{escaped(date_format(when, get_format(name)))}"'
        f' data-w-tooltip-placement-value="{escaped(placement)}">'
        f'<time class="w-human-readable-date__date" datetime="{when.isoformat()}">'
        f"{escaped(since)}</time>{added}</button>"
    )


@lru_cache
def _around_key(name: str) -> tuple[str, str]:
    before, _key, after = reverse(name, args=[0]).rpartition("/0/")
    return f"{before}/", f"/{after}"


def page_url(name: str, key: int) -> str:
    """Return `reverse(name, args=[key])`, of which a list of fifty pages asks for hundreds."""
    before, after = _around_key(name)
    return f"{before}{key}{after}"


def _url_of_item(item: PageMenuItem) -> str | None:
    if item.url_name is None:
        return None
    url = page_url(item.url_name, item.page.pk)
    return f"{url}?{urlencode({'next': item.next_url})}" if item.next_url else url


def _attributes(button: BaseButton) -> str:
    # Django's `flatatt` escapes them.
    return button.base_attrs_string if button.attrs else ""


def take_over() -> None:
    """Let Wagtail's templates and lists use these; before a template is compiled."""
    wagtailadmin_tags.register.simple_tag(icon, name="icon")
    BaseButton.render_html = button
    BaseDropdownMenuButton.render_html = menu
    wagtailadmin_tags.register.simple_tag(human_readable_date, name="human_readable_date")
    url = cached_property(_url_of_item)
    url.__set_name__(PageMenuItem, "url")
    PageMenuItem.url = url
