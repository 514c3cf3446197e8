"""Decisions on comments: each once, with exact numbers, and taken back."""

import threading
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from accounts.models import User
from audience.comments.deciding import AlreadyDecided, decide, decide_all, lock_discussion, undo
from audience.comments.erasing import erase
from audience.comments.models import Comment, Commenter, Discussion, Mode, Status
from audience.comments.moderation.acts import block
from audience.comments.posting import post as store
from audience.comments.rules import rules_of
from news.models import ArticlePage
from tests.audience.conftest import Post, comment_on, rule
from tests.editorial.races import at_once
from tests.factories import ArticleFactory


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


def test_answer_that_is_sent_while_its_comment_is_erased_stands_for_itself(
    article: ArticlePage, transactional_db: None
) -> None:
    head = comment_on(article, email="moussa@example.net")
    answer = Comment(
        article=article, answers_to=head, thread=head, name="Awa", email="a@example.net", text="Oui"
    )
    rules, posted = rules_of(article), []

    def send() -> None:
        try:
            posted.append(store(answer, rules, seconds=60))
        finally:
            connection.close()

    sending = threading.Thread(target=send)
    with transaction.atomic():
        erase("moussa@example.net")
        # It waits until the comment is gone.
        sending.start()
        sending.join(timeout=0.3)
    sending.join(timeout=60)
    (kept,) = posted
    assert (kept.text, kept.thread, kept.answers_to) == ("Oui", None, None)
    assert not Comment.objects.filter(pk=head.pk).exists()


def test_answer_that_is_sent_while_its_comment_is_refused_is_counted(
    article: ArticlePage, transactional_db: None
) -> None:
    rule(Mode.OPEN)
    head = comment_on(article)
    answer = Comment(
        article=article, answers_to=head, thread=head, name="Ali", email="a@example.net", text="Oui"
    )
    at_once(
        lambda: decide(head.pk, Status.REJECTED),
        lambda: store(answer, rules_of(article), seconds=60),
    )
    head.refresh_from_db()
    assert (head.status, head.approved_answers, head.is_shown) == (Status.REJECTED, 1, True)
    assert approved(article) == Comment.objects.approved().count() == 1


def test_what_is_erased_while_a_moderator_approves_is_gone(
    article: ArticlePage, transactional_db: None
) -> None:
    waiting = [comment_on(article, Status.PENDING) for _ in range(3)]
    answered = comment_on(article)
    comment_on(article, answers_to=answered, thread=answered, email="b@example.net")
    keys = [comment.pk for comment in [*waiting, answered]]
    erased, _made = at_once(
        lambda: erase("awa@example.net"), lambda: decide_all(keys, Status.APPROVED)
    )
    assert (erased.deleted, erased.emptied) == (3, 1)
    assert approved(article) == Comment.objects.approved().count() == 1
    answered.refresh_from_db()
    assert (answered.status, answered.text) == (Status.ERASED, "")
    # The account of what is known went with them, and was not made anew.
    assert not Commenter.objects.filter(email="awa@example.net").exists()


def test_no_decision_brings_back_what_was_erased(article: ArticlePage, moderator: User) -> None:
    head = comment_on(article)
    comment_on(article, answers_to=head, thread=head, email="b@example.net")
    erase(head.email)
    with pytest.raises(AlreadyDecided):
        decide(head.pk, Status.APPROVED, moderator)
    assert block(moderator, Comment.objects.get(pk=head.pk)) == []


def test_comment_that_is_sent_while_its_thread_is_closed_is_given_back(
    article: ArticlePage, post: Post, transactional_db: None
) -> None:
    rule(Mode.OPEN)
    answers: list[Any] = []

    def send() -> None:
        try:
            answers.append(post(text="Tout ce que j’ai écrit."))
        finally:
            connection.close()

    # The day's salt is made by the first who opens a form.
    Client().get(f"/commentaires/{article.pk}/ecrire/")
    sending = threading.Thread(target=send)
    with transaction.atomic():
        lock_discussion(article.pk)
        # It is judged by rules that are open still, and waits for the lock.
        sending.start()
        sending.join(timeout=0.5)
        Discussion.objects.filter(article=article).update(mode=Mode.CLOSED)
    sending.join(timeout=60)
    (answer,) = answers
    assert answer.status_code == 409
    assert "Tout ce que j’ai écrit." in answer.content.decode()
    assert not Comment.objects.exists()


def test_two_who_erase_theirs_at_once_both_have_it_done(
    article: ArticlePage, transactional_db: None
) -> None:
    other = ArticleFactory(parent=article.get_parent())
    for n, email in enumerate(("awa@example.net", "moussa@example.net")):
        # The newest first is another order for each of them.
        comment_on(article if n else other, email=email)
        comment_on(other if n else article, email=email)
    erased = at_once(
        lambda: erase("awa@example.net").deleted, lambda: erase("moussa@example.net").deleted
    )
    assert erased == [2, 2]
    assert not Comment.objects.exists()
