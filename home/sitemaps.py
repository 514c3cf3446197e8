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
        pages = FaqPage.objects.descendant_of(self.get_wagtail_site().root_page).visible()
        return [
            Answer(f"{page.get_full_url(self.request)}{entry.anchor}/", page.last_published_at)
            for page in pages.prefetch_related("questions").order_by("path")
            for group in page.groups()
            for entry in group.entries
        ]

    def _urls(self, page: int, protocol: str, domain: str) -> list[dict[str, object]]:
        return [
            {"location": item.address, "lastmod": item.changed_at, "alternates": []}
            for item in self.paginator.page(page).object_list
        ]


CLASSES["questions"] = AnswerSitemap
