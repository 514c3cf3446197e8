"""Readers page through comments, however many there are."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from audience.comments.deciding import decide
from audience.comments.models import Comment, Status
from audience.comments.posting import post_as_newsroom
from audience.comments.reading import ANSWERS, PER_PAGE, answers_of, threads_of
from news.models import ArticlePage
from tests.audience.conftest import comment_on, signed_in
from tests.counting import queries_of

HOSTILE = (
    "<script>window.hit = 1</script>",
    "<img src=x onerror='window.hit = 1'>",
    'javascript:window.hit=1 http://x" onmouseover="window.hit=1',
    "https://example.org/'><svg onload=window.hit=1>",
    "</p></article><iframe srcdoc='<script>parent.hit=1</script>'></iframe>",
)


def many(article: ArticlePage, number: int, **fields: object) -> None:
    """Approved comments, a second apart, two of each at the same moment."""
    start = timezone.now() - timedelta(days=1)
    Comment.objects.bulk_create(
        Comment(
            article=article,
            name=f"Lecteur {n}",
            text=f"Commentaire {n}",
            status=Status.APPROVED,
            is_shown="thread" not in fields,
            posted_at=start + timedelta(seconds=n // 2),
            **fields,
        )
        for n in range(number)
    )


@pytest.mark.parametrize("order", ["", "recents"])
def test_pages_hold_each_thread_once_in_order(article: ArticlePage, order: str) -> None:
    many(article, 2 * PER_PAGE + 7)
    seen, after = [], ""
    while True:
        page = threads_of(article.pk, order, after)
        seen += [thread.head.pk for thread in page.threads]
        after = page.following
        if not after:
            break
    keys = list(Comment.objects.order_by("posted_at", "pk").values_list("pk", flat=True))
    assert seen == (keys[::-1] if order else keys)


@pytest.mark.parametrize("key", ["", "x", "-", "1-", "-1", "9" * 30, "1-99999999999999999999"])
def test_junk_key_begins_anew(article: ArticlePage, key: str) -> None:
    many(article, 3)
    assert len(threads_of(article.pk, after=key).threads) == 3


def test_long_thread_has_pages_of_its_own(article: ArticlePage) -> None:
    head = comment_on(article)
    many(article, PER_PAGE + 5, thread=head, answers_to=head)
    decide(comment_on(article, Status.PENDING, thread=head, answers_to=head).pk, Status.APPROVED)
    (thread,) = threads_of(article.pk).threads
    assert (len(thread.answers), thread.more) == (ANSWERS, PER_PAGE + 6 - ANSWERS)
    head.refresh_from_db()
    first, following = answers_of(head)
    second, end = answers_of(head, following)
    assert (len(first), len(second), end) == (PER_PAGE, 6, "")


def test_page_asks_as_few_queries_for_many_comments_as_for_few(article: ArticlePage) -> None:
    head = comment_on(article)
    comment_on(article, answers_to=head, thread=head)
    address = f"/commentaires/{article.pk}/?ordre=recents"
    few = queries_of(Client(), address)
    many(article, 300)
    assert queries_of(Client(), address) == few


def test_withdrawn_comment_leaves_its_place_to_answers_and_shows_nothing(
    article: ArticlePage,
) -> None:
    head = comment_on(article, text="Une insulte.")
    comment_on(article, answers_to=head, thread=head, text="Restons polis.")
    decide(head.pk, Status.REJECTED)
    page = Client().get(f"/commentaires/{article.pk}/").content.decode()
    assert "Une insulte." not in page
    assert "Commentaire retiré" in page
    assert "Restons polis." in page


def test_answer_of_the_newsroom_is_marked(article: ArticlePage, moderator: User) -> None:
    head = comment_on(article)
    post_as_newsroom(
        Comment(
            article=article, answers_to=head, thread=head, name="I", text="Ok", member=moderator
        )
    )
    assert "La rédaction" in Client().get(f"/commentaires/{article.pk}/").content.decode()


def test_comments_of_an_article_that_nobody_can_open_are_not_found(article: ArticlePage) -> None:
    comment_on(article)
    article.unpublish()
    for address in ("", "ecrire/"):
        assert Client().get(f"/commentaires/{article.pk}/{address}").status_code == 404


@pytest.mark.browser
def test_what_readers_write_is_never_executed(
    article: ArticlePage, moderator: User, browser: Browser, live_server: LiveServer
) -> None:
    for text in HOSTILE:
        comment_on(article, text=text, name=text[:60])
        comment_on(article, Status.PENDING, text=text, name=text[:60])
    context = browser.new_context(base_url=live_server.url, bypass_csp=True)
    session = signed_in(moderator).cookies["sessionid"].value
    try:
        page = context.new_page()
        page.goto(f"/commentaires/{article.pk}/")
        assert page.locator(".comment").count() == len(HOSTILE)
        assert page.evaluate("window.hit") is None
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page.goto("/admin/comments/")
        assert page.locator(".actujet-queue__item").count() == len(HOSTILE)
        assert page.evaluate("window.hit") is None
    finally:
        context.close()


@pytest.mark.browser
def test_reader_opens_the_form_under_the_article_and_answers_in_place(
    article: ArticlePage, browser: Browser, live_server: LiveServer
) -> None:
    comment_on(article, name="Bakary")
    context = browser.new_context(base_url=live_server.url, viewport={"width": 360, "height": 740})
    try:
        page = context.new_page()
        page.goto(f"{article.url}#commentaires")
        page.locator(".comment").first.wait_for()
        page.get_by_role("link", name="Répondre à Bakary").click()
        form = page.locator("[data-comment-form]")
        form.wait_for()
        form.locator("[name=text]").fill("Bien dit.")
        page.get_by_role("link", name="Annuler la réponse").click()
        form.wait_for(state="detached")
        page.get_by_role("link", name="Laisser un commentaire").click()
        # What was typed is still there, and the page is no wider than the phone.
        assert page.locator("[data-comment-form] [name=text]").input_value() == "Bien dit."
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
    finally:
        context.close()
