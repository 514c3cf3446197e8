"""`@name` and answers in the margin."""

from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Comment, CommentReply

from accounts.models import User
from editorial.events.models import Announcement
from editorial.notices.mentions import fold, names_in, users_named
from news.models import ArticlePage
from tests.editorial.notices.conftest import work
from tests.editorial.test_workflow import edit_url
from tests.factories import UserFactory
from tests.forms import comment, fields_sent, send
from tests.letters import ANY

SignIn = Callable[[User], Client]
Told = Callable[[], set[tuple[str, str]]]
USERNAMES = st.from_regex(r"[a-z0-9_][a-z0-9_.\-]{0,20}[a-z0-9_]", fullmatch=True)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@awa, relis ce chiffre.", ["awa"]),
        ("Voir avec @moussa.dembele.", ["moussa.dembele"]),
        ("(@FatoumataKoné) et @awa @awa", ["FatoumataKoné", "awa"]),
        ("écrire à awa@example.org", []),
        ("@ seul, @@ deux, et 5@6", []),
        ("« @relecture » : oui ?", ["relecture"]),
        ("@awa’", ["awa"]),
    ],
)
def test_names_are_found_in_a_sentence(text: str, names: list[str]) -> None:
    assert names_in(text) == names


@given(st.text(ANY))
def test_no_text_breaks_the_reading_of_names(text: str) -> None:
    for name in names_in(text):
        assert f"@{name}" in text
        assert name and not name.isspace()


@given(st.text(ANY), USERNAMES, st.sampled_from(["", " ", ", ", ".\n", " !", ")", " ?", "… "]))
def test_a_user_name_is_found_in_any_text(before: str, name: str, after: str) -> None:
    assert name in names_in(f"{before} @{name}{after}")


@given(st.text(ANY))
def test_folding_twice_changes_nothing_more(name: str) -> None:
    assert fold(fold(name)) == fold(name)


def test_a_person_is_meant_by_user_name_or_full_name(
    copy_editor: User, chief: User, writer: User
) -> None:
    assert users_named("Moussa") == {copy_editor}
    assert users_named("MoussaDembélé") == users_named("moussadembele") == {copy_editor}
    assert users_named("fatoumata-koné") == {chief}
    assert users_named("personne") == set()
    User.objects.filter(pk=writer.pk).update(is_active=False)
    assert users_named("awa") == set()


def test_a_group_a_step_or_a_workflow_means_its_members(
    writer: User, copy_editor: User, chief: User, other_chief: User, lawyer: User
) -> None:
    chiefs = {chief, other_chief}
    assert users_named("ChiefEditors") == users_named("RedactionEnChef") == chiefs
    assert users_named("relecture") == users_named("secretariatderedaction") == {copy_editor}
    assert users_named("ValidationJuridique") == {lawyer}
    someone = UserFactory(username="Relecture")
    assert users_named("relecture") == {someone}


def say(client: Client, page: ArticlePage, text: str) -> None:
    fields = fields_sent(client, edit_url(page))
    client.post(edit_url(page), fields | comment(fields, text))


def test_a_mention_is_told_once_however_often_the_page_is_saved(
    draft: ArticlePage, writer: User, copy_editor: User, chief: User, sign_in: SignIn, told: Told
) -> None:
    desk = sign_in(writer)
    say(desk, draft, "@moussa @MoussaDembele et @inconnu : quel pont ?")
    assert mail.outbox == []
    assert told() == {("moussa@example.org", "Awa Sidibé vous mentionne : Le pont ferme")}
    for title in ("Le pont rouvre", "Le pont ferme encore"):
        send(desk, edit_url(draft), {"title": title})
    assert told() == set()
    # A name that is added later is told, the others are not told again.
    Comment.objects.get().replies.create(user=copy_editor, text="Celui d’aval. @fatoumata ?")
    remark = Comment.objects.get()
    remark.text += " @ChiefEditors"
    remark.save()
    names = {address for address, subject in told() if "mentionne" in subject}
    assert names == {"fatoumata@example.org"}


def test_the_mail_quotes_the_comment(
    draft: ArticlePage, writer: User, copy_editor: User, sign_in: SignIn
) -> None:
    say(sign_in(writer), draft, "@moussa : <quel> pont & pourquoi ?")
    work()
    (message,) = mail.outbox
    assert "@moussa : <quel> pont & pourquoi ?" in message.body
    assert "&lt;quel&gt; pont &amp; pourquoi" in message.alternatives[0][0]


def test_who_may_not_see_the_page_is_not_told(
    draft: ArticlePage, writer: User, other_writer: User, sign_in: SignIn, told: Told
) -> None:
    say(sign_in(writer), draft, "@oumar, et @writers aussi")
    assert told() == set()


def test_an_answer_tells_the_thread_once_and_nobody_else(
    draft: ArticlePage, writer: User, copy_editor: User, chief: User, other_chief: User, told: Told
) -> None:
    remark = Comment.objects.create(
        page=draft, user=copy_editor, text="Quel pont ?", contentpath="title"
    )
    CommentReply.objects.create(comment=remark, user=chief, text="Celui d’amont.")
    assert {a.partition("@")[0] for a, _s in told()} == {"moussa"}
    answer = CommentReply.objects.create(comment=remark, user=writer, text="Celui d’aval.")
    answer.save()
    remark.save()
    subject = "Awa Sidibé a répondu : Le pont ferme"
    assert told() == {("moussa@example.org", subject), ("fatoumata@example.org", subject)}


def test_whoever_follows_the_comments_of_a_page_has_them_in_the_digest(
    draft: ArticlePage, writer: User, copy_editor: User, told: Told
) -> None:
    draft.subscribers.create(user=writer, comment_notifications=True)
    Comment.objects.create(page=draft, user=copy_editor, text="Quel pont ?", contentpath="title")
    assert told() == set()
    waiting = Announcement.objects.get(event="commented").notices.get()
    assert (waiting.recipient, waiting.choice) == (writer, "digest")
