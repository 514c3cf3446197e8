"""Moderators work the queue; nobody else sees it."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from freezegun import freeze_time

from accounts.models import User
from audience.comments.erasing import erase
from audience.comments.links import own_link
from audience.comments.models import (
    BlockedWriter,
    Comment,
    Commenter,
    CommentReport,
    Discussion,
    Mode,
    SectionComments,
    Status,
)
from news.models import ArticlePage
from tests.audience.conftest import Post, comment_on, signed_in
from tests.editorial.conftest import member

QUEUE = "/admin/comments/"


@pytest.fixture
def desk(moderator: User) -> Client:
    return signed_in(moderator)


def act(desk: Client, what: str, *comments: Comment, **more: object) -> str:
    seen = {f"seen-{comment.pk}": comment.status for comment in comments}
    posted = {"act": what, "keys": [comment.pk for comment in comments], **seen, **more}
    response = desk.post(f"{QUEUE}decide/", posted, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def states() -> list[str]:
    return list(Comment.objects.order_by("pk").values_list("status", flat=True))


def test_queue_shows_why_a_comment_waits(desk: Client, article: ArticlePage) -> None:
    finding = {"phase": "links", "reason": "Il contient 3 liens.", "evidence": "https://x.example"}
    comment_on(article, Status.PENDING, findings=[finding])
    page = desk.get(QUEUE).content.decode()
    assert "Il contient 3 liens." in page
    assert "https://x.example" in page
    assert "awa@example.net" in page


def test_queue_asks_as_few_queries_for_many_comments(desk: Client, article: ArticlePage) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            desk.get(QUEUE)
        return len(found)

    comment_on(article, Status.PENDING)
    desk.get(QUEUE)
    few = queries()
    for n in range(25):
        comment_on(article, Status.PENDING, email=f"l{n}@example.net")
    assert queries() == few


def test_ticked_comments_are_decided_and_taken_back_together(
    desk: Client, article: ArticlePage
) -> None:
    comments = [comment_on(article, Status.PENDING) for _ in range(3)]
    assert "3 commentaires approuvés" in act(desk, "approve", *comments)
    assert states() == ["approved"] * 3
    desk.post(f"{QUEUE}undo/")
    assert states() == ["pending"] * 3
    assert Discussion.objects.get().approved == 0


def test_one_button_decides_on_its_comment_alone(desk: Client, article: ArticlePage) -> None:
    first, second = (comment_on(article, Status.PENDING) for _ in range(2))
    act(desk, f"spam-{second.pk}", first, second)
    assert states() == ["pending", "spam"]


def test_comment_that_a_colleague_has_decided_on_is_left_alone(
    desk: Client, article: ArticlePage
) -> None:
    comment = comment_on(article)
    page = act(desk, "spam", comment, **{f"seen-{comment.pk}": "pending"})
    assert "décidé entre-temps" in page
    assert states() == ["approved"]


def test_reason_is_shown_to_the_writer(desk: Client, article: ArticlePage) -> None:
    comment = comment_on(article, Status.PENDING)
    act(desk, "reject", comment, reason="Hors du sujet de l’article.")
    assert "Hors du sujet de l’article." in Client().get(own_link(comment.pk)).content.decode()


def test_blocked_person_loses_all_that_waits(desk: Client, article: ArticlePage) -> None:
    first, second = (comment_on(article, Status.PENDING, network="n" * 32) for _ in range(2))
    act(desk, f"block-{first.pk}", first)
    assert states() == ["spam", "spam"]
    assert BlockedWriter.objects.count() == 2


def test_reported_comment_that_is_kept_leaves_the_list(desk: Client, article: ArticlePage) -> None:
    comment = comment_on(article)
    CommentReport.objects.create(comment=comment, network="n", reason="Insulte")
    assert "Insulte" in desk.get(f"{QUEUE}?reported=1").content.decode()
    act(desk, f"approve-{comment.pk}", comment)
    assert "Insulte" not in desk.get(f"{QUEUE}?reported=1").content.decode()
    assert states() == ["approved"]


def test_person_is_trusted_and_an_article_closed_from_the_queue(
    desk: Client, article: ArticlePage
) -> None:
    comment = comment_on(article, Status.PENDING)
    Commenter.objects.get_or_create(email=comment.email)
    desk.post(f"{QUEUE}{comment.pk}/trust/")
    assert Commenter.objects.get().trusted
    desk.post(f"{QUEUE}{comment.pk}/close/")
    assert Discussion.objects.get().mode == Mode.CLOSED
    desk.post(f"{QUEUE}{comment.pk}/close/")
    assert Discussion.objects.get().mode == ""


def test_answer_of_the_newsroom_approves_what_it_answers(
    desk: Client, article: ArticlePage
) -> None:
    comment = comment_on(article, Status.PENDING)
    address = f"{QUEUE}{comment.pk}/answer/"
    assert 'name="text"' in desk.get(address).content.decode()
    assert desk.post(address, {"text": ""}).status_code == 422
    desk.post(address, {"text": "Nous vérifions."})
    assert states() == ["approved", "approved"]
    page = Client().get(f"/commentaires/{article.pk}/").content.decode()
    assert "Nous vérifions." in page


@pytest.mark.parametrize("group", ["Writers", "Copy editors", "Legal"])
def test_nobody_else_moderates_nor_reads_addresses(group: str, article: ArticlePage) -> None:
    comment = comment_on(article, Status.PENDING)
    client = signed_in(member(group, username="autre"))
    for address in (QUEUE, "/admin/all-comments/", f"{QUEUE}{comment.pk}/answer/"):
        response = client.get(address)
        assert response.status_code in (302, 403), address
    for address in ("decide/", "undo/", f"{comment.pk}/trust/", f"{comment.pk}/close/"):
        client.post(f"{QUEUE}{address}", {"act": f"approve-{comment.pk}"})
    assert states() == ["pending"]


def test_chief_editors_give_a_section_rules_of_its_own(
    article: ArticlePage,
) -> None:
    client = signed_in(member("Chief editors", username="fatou"))
    section = article.section
    address = f"{QUEUE}sections/"
    assert client.get(address).status_code == 200
    posted = {
        f"section-{section.pk}-own": "on",
        f"section-{section.pk}-mode": "closed",
        f"section-{section.pk}-known_after": "2",
        f"section-{section.pk}-closes_after_days": "",
    }
    client.post(address, posted)
    assert SectionComments.objects.get().mode == Mode.CLOSED
    assert "Laisser un commentaire" not in Client().get(article.url).content.decode()
    del posted[f"section-{section.pk}-own"]
    client.post(address, posted)
    assert not SectionComments.objects.exists()


def test_export_holds_no_formula(desk: Client, article: ArticlePage) -> None:
    comment_on(article, text="=HYPERLINK(1)")
    response = desk.get("/admin/all-comments/?export=csv")
    assert "'=HYPERLINK(1)" in response.getvalue().decode()


def rows_with(word: str) -> list[str]:
    """The tables that hold a word in any row."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        for row in model._base_manager.values_list():
            if word in " ".join(map(str, row)):
                found.append(model._meta.label)
    return found


def test_what_is_erased_stands_in_no_table_any_more(
    desk: Client, post: Post, article: ArticlePage
) -> None:
    mine = {"name": "Zénabou", "email": "zenabou@example.net", "text": "Le puits de Zorokoro."}
    words = [*mine.values(), "Zorokoro"]
    with TestCase.captureOnCommitCallbacks(execute=True):
        post(**mine, wants_answers="on")
        comment = Comment.objects.get(name="Zénabou")
        act(desk, "approved", comment, reason="Pour Zénabou")
        desk.post(f"/admin/comments/{comment.pk}/trust/", {"trust": "on"})
        answer = comment_on(article, answers_to=comment, thread=comment, name="Bakary")
        ask_for_mine("zenabou@example.net")
    assert answer.pk
    assert all(rows_with(word) for word in words)
    erase("zenabou@example.net")
    assert {word: rows_with(word) for word in words} == {word: [] for word in words}


def ask_for_mine(email: str) -> None:
    address = "/commentaires/les-miens/"
    with freeze_time(timezone.now() - timedelta(seconds=30)):
        page = Client().get(address).content.decode()
    stamp = page.split('name="stamp" value="')[1].split('"')[0]
    assert Client().post(address, {"email": email, "stamp": stamp}).status_code == 200
