"""Decisions on comments: each once, with exact numbers, and taken back."""

import pytest
from django.db import transaction

from accounts.models import User
from audience.comments.deciding import AlreadyDecided, decide, decide_all, undo
from audience.comments.models import Comment, Commenter, Discussion, Status
from news.models import ArticlePage
from tests.audience.conftest import comment_on
from tests.editorial.races import at_once


def approved(article: ArticlePage) -> int:
    return Discussion.objects.get(article=article).approved


def test_numbers_follow_each_decision(article: ArticlePage) -> None:
    head = comment_on(article)
    answer = comment_on(article, answers_to=head, thread=head)
    assert approved(article) == 2
    head.refresh_from_db()
    assert (head.approved_answers, head.is_shown) == (1, True)
    decide(head.pk, Status.REJECTED)
    head.refresh_from_db()
    # Its place is left for the answer.
    assert (approved(article), head.is_shown) == (1, True)
    decide(answer.pk, Status.SPAM)
    head.refresh_from_db()
    assert (approved(article), head.is_shown) == (0, False)
    writer = Commenter.objects.get(email="awa@example.net")
    assert (writer.approved, writer.refused) == (0, 2)


def test_what_was_decided_meanwhile_is_not_decided_again(
    article: ArticlePage, moderator: User
) -> None:
    comment = comment_on(article)
    with pytest.raises(AlreadyDecided):
        decide(comment.pk, Status.SPAM, moderator, expected=Status.PENDING)
    comment.refresh_from_db()
    assert comment.status == Status.APPROVED
    assert decide(comment.pk, Status.APPROVED, moderator) is None


def test_last_decision_is_taken_back_and_no_earlier_one(
    article: ArticlePage, moderator: User
) -> None:
    comment = comment_on(article, Status.PENDING)
    (first,) = decide_all([comment.pk], Status.REJECTED, moderator)
    undo(first, moderator)
    comment.refresh_from_db()
    assert comment.status == Status.PENDING
    with pytest.raises(AlreadyDecided):
        undo(first, moderator)


def test_two_moderators_at_once_count_a_comment_once(
    article: ArticlePage, moderator: User, transactional_db: None
) -> None:
    comment = comment_on(article, Status.PENDING)
    calls = [lambda: decide(comment.pk, Status.APPROVED, moderator)] * 4
    decisions = at_once(*calls)
    assert len([one for one in decisions if one is not None]) == 1
    assert approved(article) == 1


def test_comments_of_an_article_decided_at_once_are_all_counted(
    article: ArticlePage, transactional_db: None
) -> None:
    keys = [comment_on(article, Status.PENDING).pk for _ in range(6)]
    at_once(*[lambda key=key: decide(key, Status.APPROVED) for key in keys])
    assert approved(article) == Comment.objects.approved().count() == 6


def test_decision_and_its_numbers_are_undone_together(article: ArticlePage) -> None:
    comment = comment_on(article, Status.PENDING)
    with pytest.raises(RuntimeError), transaction.atomic():
        decide(comment.pk, Status.APPROVED)
        raise RuntimeError
    comment.refresh_from_db()
    assert comment.status == Status.PENDING
    assert not Discussion.objects.filter(article=article, approved__gt=0).exists()
