"""La Une."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.query import PageQuerySet

from home.plan import Plan
from home.structured_data import front_page
from news.models import ArticleIndexPage, ArticlePage, ArticleQuerySet
from news.models.base import PublicPage
from news.page_facts import Approval, FoundAs


class HomePage(PublicPage):
    parent_page_types = ["wagtailcore.Page"]
    max_count = 1
    approval = Approval.NONE
    checks = ()
    found_as = FoundAs.NOTHING
    in_navigation = True

    class Meta:
        verbose_name = _("front page")
        verbose_name_plural = _("front pages")

    def structured_data(self, **where: Any) -> dict[str, Any]:
        """The paper and its site; `where` as `front_page` takes it."""
        return front_page(**where)

    def sections(self) -> PageQuerySet:
        """The sections in the newsroom's order, without their sub-sections."""
        return ArticleIndexPage.objects.child_of(self).visible().order_by("path")

    def articles(self) -> ArticleQuerySet:
        return ArticlePage.objects.descendant_of(self).published().for_listing()

    def arrangement(self, at: datetime) -> tuple[Plan, datetime | None]:
        """Return the plan in force at `at`, and when it changes next, as far as that is decided."""
        if self.pk is None:
            return Plan(), None  # A preview of a page that is not saved yet.
        version, later = self.versions.in_force_and_next(at)
        plan = version.plan if version else Plan()
        return plan, min(filter(None, (later, plan.next_end(at))), default=None)
