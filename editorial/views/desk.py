"""What the desk's own pages in Wagtail's admin share."""

from typing import Any

from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin


class DeskPageMixin(WagtailAdminTemplateMixin):
    """A page with its own name in the trail; its template extends `editorial/desk_page.html`."""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        label = self.get_page_subtitle() or self.get_page_title()
        return [*self.breadcrumbs_items, {"url": "", "label": label}]
