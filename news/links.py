"""Links from one text to another, as readers get them."""

from html import escape

from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler


def was_public(page: Page) -> bool:
    """Whether readers see the page or once could: only then its address is shown to them."""
    return page.live or page.first_published_at is not None


class PublicPageLinks(PageLinkHandler):
    """A link to a draft is no link yet; the words stay, and become one once it is published."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        return [
            f'<a href="{escape(url)}">'
            if page and was_public(page) and (url := page.url)
            else "<a>"
            for page in cls.get_many(attrs_list)
        ]
