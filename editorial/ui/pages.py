"""Mixins of the desk's own pages in Wagtail's admin."""

from django.utils.translation import gettext as _
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin


class HeaderTitle(WagtailAdminTemplateMixin):
    """Joins title and subtitle by a translated colon, where Wagtail uses the English one."""

    def get_header_title(self) -> str:
        title, subtitle = self.get_page_title(), self.get_page_subtitle()
        if not subtitle:
            return str(title)
        return _("%(title)s: %(subtitle)s") % {"title": title, "subtitle": subtitle}


class DeskPageMixin(HeaderTitle):
    """Adds the page itself to its breadcrumbs; its template extends `editorial/ui/page.html`."""

    def get_breadcrumbs_items(self) -> list[dict[str, object]]:
        label = self.get_page_subtitle() or self.get_page_title()
        return [*self.breadcrumbs_items, {"url": "", "label": label}]
