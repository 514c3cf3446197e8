"""A time that is near while nobody has approved."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from editorial.notices import deadlines
from news.models import ArticlePage
from tests.made_once import made_once

Told = Callable[[], set[tuple[str, str]]]
SUBJECT = "Pas encore approuvé : Le pont ferme"


@pytest.fixture
@made_once
def in_review(draft: ArticlePage, writer: User, copy_editor: User, chief: User) -> ArticlePage:
    """A text that asks to go live in half an hour and waits at its first step."""
    ask(draft, minutes=30)
    draft.get_workflow().start(draft, writer)
    return draft


def ask(page: ArticlePage, minutes: int) -> None:
    page.go_live_at = timezone.now() + timedelta(minutes=minutes)
    page.save_revision(user=page.owner)


@pytest.mark.postgres
def test_the_reviewers_of_the_step_and_the_owner_are_told_once_per_time(
    in_review: ArticlePage, told: Told
) -> None:
    told()
    both = {("awa@example.org", SUBJECT), ("moussa@example.org", SUBJECT)}
    assert deadlines.announce_near_deadlines(timezone.now()) == 1
    assert deadlines.announce_near_deadlines(timezone.now()) == 0
    assert told() == both
    ask(in_review, minutes=45)
    assert deadlines.announce_near_deadlines(timezone.now()) == 1
    assert told() == both


def test_a_time_further_off_or_past_or_approved_is_not_told(
    in_review: ArticlePage, draft: ArticlePage
) -> None:
    now = timezone.now()
    assert deadlines.announce_near_deadlines(now - timedelta(minutes=31)) == 0
    assert deadlines.announce_near_deadlines(now + timedelta(minutes=31)) == 0
    in_review.current_workflow_state.cancel()
    assert deadlines.announce_near_deadlines(now) == 0
