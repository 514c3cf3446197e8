"""Taking pages off the site by a chief editor; articles with a reason on record."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page

from accounts.models import User
from editorial.events.kinds import Event
from editorial.workflow import history
from editorial.workflow.action import PageAction
from editorial.workflow.closing import close_workflow
from news.models import ArticlePage, Withdrawal


class ReasonMissing(Exception):
    """An article is among what was to be taken off the site, and nobody said why."""


class AlreadyOffline(Exception):
    """Somebody else, or the clock, has taken the page off the site meanwhile."""


class UnpublishPage(PageAction):
    """Take one page off the site."""

    def reload(self) -> None:
        """Raise AlreadyOffline."""
        found = Page.objects.filter(pk=self.page_id, live=True).first()
        if found is None:
            raise AlreadyOffline
        self.page = found.specific

    def check(self) -> None:
        """Raise PermissionDenied."""
        if not self.page.permissions_for_user(self.user).can_unpublish():
            raise PermissionDenied

    def perform(self) -> None:
        UnpublishPageAction(self.page, user=self.user).execute(skip_permission_checks=True)


class WithdrawArticle(UnpublishPage):
    """Take one article off the site, with a reason for the newsroom and a note for readers."""

    log_action = history.WITHDRAWN
    event = Event.WITHDRAWN

    def __init__(self, page_id: int, user: User, reason: str, note: str) -> None:
        super().__init__(page_id, user)
        self.reason, self.note = reason, note

    def perform(self) -> None:
        # An update under review would bring the article back by its approval.
        close_workflow(self.page, self.user, self.reason)
        self.page.unpublish(user=self.user, log_action=False)
        Withdrawal.objects.update_or_create(
            page=self.page, defaults={"url_path": self.page.url_path, "note": self.note}
        )

    def log_data(self) -> dict[str, str]:
        return {"reason": self.reason, "note": self.note}

    def event_details(self) -> dict[str, str]:
        return {"reason": self.reason}


def asks_for_reason(pages: Iterable[Page], with_descendants: bool = False) -> bool:
    """Return whether readers would lose an article with `pages`."""
    return any(
        ArticlePage.objects.live().descendant_of(page, inclusive=True).exists()
        if with_descendants
        else page.live and issubclass(page.specific_class, ArticlePage)
        for page in pages
    )


@transaction.atomic
def take_offline(
    page: Page, user: User, reason: str = "", note: str = "", with_descendants: bool = False
) -> int:
    """Take `page`, and all below it if so asked, off the site; return how many pages that were.

    reason: for the newsroom; kept in the history of each article and told to those concerned.
    note: a sentence for readers, shown where the article was; empty if there is nothing to say.
    Raises PermissionDenied, and ReasonMissing if an article is among them.
    """
    if not page.permissions_for_user(user).can_unpublish():
        raise PermissionDenied
    if not reason and asks_for_reason([page], with_descendants):
        raise ReasonMissing
    below = Page.objects.live().descendant_of(page, inclusive=True)
    count = 0
    for found in list(below) if with_descendants else [page]:
        try:
            if issubclass(found.specific_class, ArticlePage):
                WithdrawArticle(found.pk, user, reason, note).execute()
            else:
                UnpublishPage(found.pk, user).execute()
        except AlreadyOffline:
            continue
        count += 1
    return count
