"""La Une."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from delivery.freshness import fresh_until
from home.plan import Plan
from news.models import ArticleIndexPage, ArticlePage
from news.models.base import PublicPage
from news.page_facts import Approval, FoundAs
from news.queries import ArticleQuerySet


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

    def sections(self) -> Any:
        """The sections in the newsroom's order, without their sub-sections."""
        return ArticleIndexPage.objects.child_of(self).live().public().order_by("path")

    def articles(self) -> ArticleQuerySet:
        return ArticlePage.objects.descendant_of(self).published().for_listing()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from home.front_page import compose

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        now = timezone.now()
        in_force, next_change = self.arrangement(now)
        context["front_page"] = compose(self, in_force, now)
        fresh_until(request, next_change)
        return context

    def arrangement(self, at: datetime) -> tuple[Plan, datetime | None]:
        """How the page is arranged at `at`, and when that changes next, as far as it is decided."""
        if self.pk is None:
            return Plan(), None  # A preview of a page that is not saved yet.
        version, later = self.versions.in_force_and_next(at)
        plan = version.plan if version else Plan()
        return plan, min(filter(None, (later, plan.next_end(at))), default=None)
