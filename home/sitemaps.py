"""The sitemap of the FAQ: each answer has an address."""

from dataclasses import dataclass
from datetime import datetime

from wagtail.contrib.sitemaps import Sitemap

from home.models import FaqPage
from news.sitemaps import CLASSES


@dataclass(frozen=True)
class Answer:
    address: str
    changed_at: datetime | None


class AnswerSitemap(Sitemap):
    """The answers of the FAQ pages that readers can open, each with the date of its page."""

    limit = 5000

    def items(self) -> list[Answer]:
        root = self.get_wagtail_site().root_page
        # The few of this type, sorted here: by their place in the tree, all pages would be read.
        pages = FaqPage.objects.visible().prefetch_related("questions").order_by("pk")
        below = [page for page in pages if page.is_descendant_of(root)]
        return [
            Answer(f"{page.get_full_url(self.request)}{entry.anchor}/", page.last_published_at)
            for page in sorted(below, key=lambda page: page.path)
            for group in page.groups()
            for entry in group.entries
        ]

    def _urls(self, page: int, protocol: str, domain: str) -> list[dict[str, object]]:
        return [
            {"location": item.address, "lastmod": item.changed_at, "alternates": []}
            for item in self.paginator.page(page).object_list
        ]


CLASSES["questions"] = AnswerSitemap
