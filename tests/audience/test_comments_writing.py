"""A reader writes a comment, corrects it, is told of answers, and takes all of theirs away."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from freezegun import freeze_time
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audience.comments import links, views
from audience.comments.deciding import AlreadyDecided, decide
from audience.comments.forms import CommentForm
from audience.comments.models import (
    BlockedWriter,
    Comment,
    Commenter,
    CommentReport,
    Discussion,
    Mode,
    Status,
)
from audience.comments.posting import edit
from audience.comments.rules import rules_of
from audience.comments.tasks import send_answer, send_confirmation
from news.models import ArticlePage
from tests.audience.conftest import Post, comment_on, rule
from tests.letters import ANY


def test_comment_of_someone_new_waits_and_says_so(post: Post, article: ArticlePage) -> None:
    response = post()
    page = Client().get(response["Location"]).content.decode()
    assert "Votre commentaire nous est parvenu" in page
    comment = Comment.objects.get()
    assert comment.status == Status.PENDING
    assert comment.findings[0]["phase"] == "history"
    assert "forage" not in Client().get(f"/commentaires/{article.pk}/").content.decode()


def test_comment_is_online_at_once_where_the_section_is_open(
    post: Post, article: ArticlePage
) -> None:
    rule(Mode.OPEN)
    response = post()
    assert "Votre commentaire est en ligne" in Client().get(response["Location"]).content.decode()
    page = Client().get(f"/commentaires/{article.pk}/").content.decode()
    assert "Le forage est à sec" in page
    assert "awa@example.net" not in page
    assert "1 commentaire" in Client().get(article.url).content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"text": ""}, "Champ requis"),
        ({"email": "awa"}, "adresse"),
        ({"stamp": ""}, "trop longtemps"),
        ({"stamp": "x"}, "trop longtemps"),
        ({"name": "A" * 61}, "60"),
        ({"text": "é" * 3001}, "3000"),
    ],
)
def test_error_loses_nothing_that_was_typed(post: Post, typed: dict[str, str], said: str) -> None:
    response = post(**typed)
    page = response.content.decode().replace("\xa0", "").replace("\u202f", "")
    assert response.status_code == 422
    assert said in page
    kept = {"text": "Le forage est à sec depuis mardi.", "name": "Awa Diarra"}
    assert all(value in page for name, value in kept.items() if name not in typed)
    assert not Comment.objects.exists()


def test_stamp_of_one_article_opens_no_other(post: Post, article: ArticlePage) -> None:
    assert post(stamp=CommentForm(article.pk + 1).initial["stamp"]).status_code == 422


def test_closed_while_somebody_writes_keeps_the_text(article: ArticlePage) -> None:
    Discussion.objects.create(article=article, mode=Mode.CLOSED)
    address = f"/commentaires/{article.pk}/ecrire/"
    response = Client().post(address, {"text": "Tout ce que j’ai écrit.", "name": "Awa"})
    assert response.status_code == 409
    assert "Tout ce que j’ai écrit." in response.content.decode()
    assert not Comment.objects.exists()


def test_comments_close_by_themselves_after_so_many_days(article: ArticlePage) -> None:
    rule(Mode.OPEN, closes_after_days=3)
    page = f"/commentaires/{article.pk}/"
    assert "Laisser un commentaire" in Client().get(page).content.decode()
    with freeze_time(timezone.now() + timedelta(days=4)):
        assert "Les commentaires sont fermés" in Client().get(page).content.decode()


def test_own_comment_is_corrected_for_ten_minutes(post: Post) -> None:
    rule(Mode.OPEN)
    token = post()["Location"].rstrip("/").rpartition("/")[2]
    address = f"/commentaires/corriger/{token}/"
    assert Client().post(address, {"text": "Depuis lundi, en fait."}).status_code == 302
    comment = Comment.objects.get()
    assert (comment.text, comment.edited_at is None) == ("Depuis lundi, en fait.", False)
    with freeze_time(timezone.now() + timedelta(minutes=11)):
        assert Client().post(address, {"text": "Trop tard."}).status_code == 409
    comment.refresh_from_db()
    assert comment.text == "Depuis lundi, en fait."


def test_correction_of_what_was_refused_meanwhile_changes_nothing(article: ArticlePage) -> None:
    comment = comment_on(article)
    decide(comment.pk, Status.REJECTED)
    with pytest.raises(AlreadyDecided):
        # As the view has read it a moment ago.
        edit(comment, "Une autre insulte.", rules_of(article))
    comment.refresh_from_db()
    assert (comment.status, comment.text) == (Status.REJECTED, "Merci pour ce texte.")


def test_correction_is_judged_as_a_new_comment(post: Post) -> None:
    rule(Mode.OPEN)
    token = post()["Location"].rstrip("/").rpartition("/")[2]
    spam = " ".join(f"https://example.org/{n}" for n in range(7))
    Client().post(f"/commentaires/corriger/{token}/", {"text": spam})
    assert Comment.objects.get().status == Status.SPAM


def test_flood_of_one_network_asks_the_database_nothing(
    post: Post, article: ArticlePage, django_assert_num_queries: Any
) -> None:
    address = f"/commentaires/{article.pk}/ecrire/"
    statuses = {Client().post(address, {"text": "encore"}).status_code for _ in range(25)}
    assert statuses == {422, 429}
    Client().get("/")
    response = Client().post(address, {"text": "encore", "name": "Awa"})
    assert response.status_code == 429
    assert "encore" in response.content.decode()
    # Others write as before.
    views.posts_limit.asked.clear()
    assert post().status_code == 302


def test_blocked_person_is_told_nothing_and_appears_nowhere(post: Post) -> None:
    rule(Mode.OPEN)
    BlockedWriter.objects.create(kind=BlockedWriter.Kind.EMAIL, value="awa@example.net")
    page = Client().get(post()["Location"]).content.decode()
    assert "Votre commentaire nous est parvenu" in page
    assert Comment.objects.get().status == Status.SPAM


def test_answer_is_told_once_and_only_once_it_is_approved(article: ArticlePage) -> None:
    head = comment_on(article, wants_answers=True)
    Commenter.objects.filter(email=head.email).update(confirmed_at=timezone.now())
    answer = comment_on(
        article, Status.PENDING, answers_to=head, thread=head, email="b@example.net", name="Bakary"
    )
    send_answer.call(answer.pk)
    assert mail.outbox == []
    decide(answer.pk, Status.APPROVED)
    send_answer.call(answer.pk)
    send_answer.call(answer.pk)
    (letter,) = mail.outbox
    assert letter.to == ["awa@example.net"]
    assert f"#commentaire-{answer.pk}" in letter.body
    assert "List-Unsubscribe" in letter.extra_headers


def test_no_mail_goes_to_an_address_that_was_not_confirmed_by_a_button(
    article: ArticlePage,
) -> None:
    head = comment_on(article, wants_answers=True)
    send_confirmation.call(Commenter.objects.get(email=head.email).pk)
    send_confirmation.call(Commenter.objects.get(email=head.email).pk)
    assert len(mail.outbox) == 1
    address = links.confirm_link(head.email)
    Client().get(address)
    assert Commenter.objects.get().confirmed_at is None
    Client().post(address)
    assert Commenter.objects.get().confirmed_at
    Client().post(links.mute_link(head.email))
    answer = comment_on(article, answers_to=head, thread=head, email="b@example.net")
    send_answer.call(answer.pk)
    assert len(mail.outbox) == 1


def test_comment_is_reported_once_from_each_network(article: ArticlePage) -> None:
    comment = comment_on(article)
    address = f"/commentaires/signaler/{comment.pk}/"
    with freeze_time(timezone.now() - timedelta(seconds=30)):
        stamp = Client().get(address).content.decode().split('name="stamp" value="')[1]
    for _ in range(3):
        Client().post(address, {"reason": "Insulte", "stamp": stamp.split('"')[0]})
    assert CommentReport.objects.count() == 1


def test_all_comments_of_a_person_are_read_and_erased_with_their_traces(
    article: ArticlePage,
) -> None:
    head = comment_on(article, name="Awa Diarra")
    comment_on(article, text="Seule, sans réponse.", name="Awa Diarra")
    answer = comment_on(article, answers_to=head, thread=head, email="b@example.net", name="Bakary")
    comment_on(article, answers_to=answer, thread=head, email="c@example.net", name="Coumba")
    address = links.mine_link("awa@example.net")
    assert "Seule, sans réponse." in Client().get(address).content.decode()
    assert len(Client().get(f"{address}?json").json()["comments"]) == 2
    page = Client().post(address).content.decode()
    assert "1 commentaire supprimé" in page
    shown = Client().get(f"/commentaires/{article.pk}/").content.decode()
    assert "Awa" not in shown
    assert "Bakary" in shown
    assert "Commentaire effacé à la demande" in shown
    assert Discussion.objects.get().approved == 2
    assert not Comment.objects.filter(email="awa@example.net").exists()
    assert not Commenter.objects.filter(email="awa@example.net").exists()


def test_link_that_is_none_is_not_found(article: ArticlePage) -> None:
    for address in ("envoye/x/", "corriger/x/", "adresse/x/", "silence/x/", "les-miens/x/"):
        assert Client().get(f"/commentaires/{address}").status_code == 404


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(text=st.text(ANY, max_size=80), name=st.text(ANY, max_size=70), key=st.text(ANY, max_size=9))
def test_any_text_is_answered_and_never_a_500(
    text: str, name: str, key: str, post: Post, article: ArticlePage
) -> None:
    rule(Mode.OPEN)
    views.posts_limit.until = 0.0
    response = post(text=text, name=name, email="x@example.net", reponse=key)
    assert response.status_code in (302, 400, 422)
    listed = Client().get(f"/commentaires/{article.pk}/", {"apres": key, "ordre": key})
    assert listed.status_code in (200, 400)
