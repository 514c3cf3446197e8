"""Icons, buttons and menus of the admin, written without a template.

A list of fifty pages shows five hundred of them: Wagtail's templates for these took two thirds of
the time of the whole page. The markup is Wagtail's own; tests compare the two.
"""

from collections.abc import Mapping
from html import escape

from django.utils.safestring import SafeString, mark_safe
from laces.components import Component
from wagtail.admin.templatetags import wagtailadmin_tags
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


def _attributes(button: BaseButton) -> str:
    # Django's `flatatt` escapes them.
    return button.base_attrs_string if button.attrs else ""


def take_over() -> None:
    """Let Wagtail's templates and lists use these; before a template is compiled."""
    wagtailadmin_tags.register.simple_tag(icon, name="icon")
    BaseButton.render_html = button
    BaseDropdownMenuButton.render_html = menu
