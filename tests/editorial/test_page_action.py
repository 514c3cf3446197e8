"""Every decision on a page takes the same steps in the same order, or leaves nothing behind."""

from collections.abc import Iterator

import pytest
from django.core.exceptions import PermissionDenied
from wagtail.log_actions import registry
from wagtail.models import Page, PageLogEntry

from accounts.models import User
from editorial.events.kinds import Event
from editorial.events.models import Announcement
from editorial.workflow import history
from editorial.workflow.action import PageAction
from news.models import ArticlePage


class Renaming(PageAction):
    """A decision that says what it meets at each step."""

    log_action = history.CORRECTED
    event = Event.EMERGENCY

    def __init__(self, page_id: int, user: User, is_refused_at: str = "") -> None:
        super().__init__(page_id, user)
        self.is_refused_at = is_refused_at
        self.met: list[tuple[str, str, int, int]] = []

    def note(self, step: str) -> None:
        logged = PageLogEntry.objects.filter(action=self.log_action).count()
        self.met.append((step, self.read_page().title, logged, Announcement.objects.count()))
        if step == self.is_refused_at:
            raise PermissionDenied

    def check(self) -> None:
        self.note("check")

    def perform(self) -> None:
        Page.objects.filter(pk=self.page_id).update(title="Le pont rouvre")
        self.note("perform")

    def follow_up(self) -> None:
        self.note("follow_up")

    def log_data(self) -> dict[str, str]:
        return {"reason": "Erreur de titre."}


def test_steps_are_check_act_log_follow_up_announce(draft: ArticlePage, chief: User) -> None:
    renaming = Renaming(draft.pk, chief)
    renaming.execute()
    assert renaming.page.title == "Le pont ferme"
    assert renaming.met == [
        ("check", "Le pont ferme", 0, 0),
        ("perform", "Le pont rouvre", 0, 0),
        ("follow_up", "Le pont rouvre", 1, 0),
    ]
    assert Announcement.objects.get().event == Event.EMERGENCY


@pytest.mark.parametrize("step", ["check", "perform", "follow_up"])
def test_refused_at_any_step_it_leaves_nothing(draft: ArticlePage, chief: User, step: str) -> None:
    with pytest.raises(PermissionDenied):
        Renaming(draft.pk, chief, step).execute()
    draft.refresh_from_db()
    assert draft.title == "Le pont ferme"
    assert not PageLogEntry.objects.filter(action=history.CORRECTED).exists()
    assert not Announcement.objects.exists()


def test_each_decision_has_a_sentence_in_the_history() -> None:
    named = {action.log_action for action in decisions(PageAction) if action.log_action}
    assert len(named) > 5
    assert [name for name in sorted(named) if not registry.action_exists(name)] == []


def decisions(base: type[PageAction]) -> Iterator[type[PageAction]]:
    for action in base.__subclasses__():
        yield action
        yield from decisions(action)
