"""The base of all decisions on a page, which holds their order of steps."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from accounts.models import User
from editorial.events.announcing import announce
from editorial.events.kinds import Event
from editorial.versions.conflicts import lock_page


class PageAction:
    """One decision of `user` on one page.

    A subclass says what it checks and what it does. `log_action` names its entry in the history of
    the page (`editorial.workflow.history` has the sentences), `event` what the newsroom is told.
    """

    log_action: str = ""
    event: Event | None = None
    page: Page
    revision: Revision | None = None

    def __init__(self, page_id: int, user: User) -> None:
        self.page_id, self.user = page_id, user

    @transaction.atomic
    def execute(self) -> None:
        """Carry the decision out. Raises what `reload`, `check` and `perform` raise."""
        lock_page(self.page_id)
        self.reload()
        self.check()
        self.perform()
        if self.log_action:
            log(
                instance=self.page,
                action=self.log_action,
                user=self.user,
                revision=self.revision,
                data=self.log_data(),
            )
        self.follow_up()
        if self.event:
            announce(self.event, self.page, actor=self.user, **self.event_details())

    def reload(self) -> None:
        """Read what the decision is about, now that nobody else can change it."""
        self.page = self.read_page()

    def check(self) -> None:
        """Raise an exception for whatever forbids the decision."""
        raise NotImplementedError

    def perform(self) -> None:
        """Do what was decided."""
        raise NotImplementedError

    def follow_up(self) -> None:
        """Do what comes after the entry in the history."""

    def log_data(self) -> Mapping[str, object]:
        return {}

    def event_details(self) -> Mapping[str, Any]:
        return {}

    def read_page(self) -> Page:
        """The page as it is stored."""
        return Page.objects.get(pk=self.page_id).specific
