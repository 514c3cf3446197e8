"""What the desk's own pages in Wagtail's admin share."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin


class HeaderTitle(WagtailAdminTemplateMixin):
    """The two parts of a title, with the colon as the language sets it; Wagtail's is English."""

    def get_header_title(self) -> str:
        title, subtitle = self.get_page_title(), self.get_page_subtitle()
        if not subtitle:
            return str(title)
        return _("%(title)s: %(subtitle)s") % {"title": title, "subtitle": subtitle}


class DeskPageMixin(HeaderTitle):
    """A page with its own name in the trail; its template extends `editorial/ui/page.html`."""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        label = self.get_page_subtitle() or self.get_page_title()
        return [*self.breadcrumbs_items, {"url": "", "label": label}]
