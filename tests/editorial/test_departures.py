"""Nobody's account goes without a word about what hangs on it, and nothing is left ownerless."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.models import Comment, CommentReply, ModelLogEntry, Page, PageLogEntry

from accounts.models import User
from accounts.sessions.models import SignIn
from editorial.departures.belongings import belongings_of
from editorial.departures.relations import Fate
from home.models import Alert
from news.models import ArticleIndexPage, ArticlePage, Author
from tests.editorial.steps import submit
from tests.factories import ArticleFactory, UserFactory
from tests.forms import fields_of

pytestmark = pytest.mark.django_db
SignInAs = Callable[[User], Client]


def page_of(person: User) -> str:
    return reverse("wagtailusers_users:delete", args=[person.pk])


@pytest.fixture
def office(admin: User, sign_in: SignInAs) -> Client:
    return sign_in(admin)


@pytest.fixture
def busy(writer: User, chief: User, draft: ArticlePage, section: ArticleIndexPage) -> User:
    """A writer with a draft, a text under review, one online, and all else that hangs on people."""
    ArticleFactory(parent=section, title="En ligne", owner=writer)
    waiting = ArticleFactory(parent=section, title="En relecture", owner=writer, live=False)
    waiting.save_revision(user=writer)
    submit(waiting, writer)
    Page.objects.filter(pk=draft.pk).update(locked=True, locked_by=writer, locked_at=timezone.now())
    note = Comment.objects.create(
        page=draft, user=writer, text="À vérifier", contentpath="title", position=""
    )
    CommentReply.objects.create(comment=note, user=chief, text="C’est fait")
    Alert.objects.create(
        text="Coupure", changed_by=writer, ends_at=timezone.now() + timedelta(hours=2)
    )
    document = Document(title="Budget", uploaded_by_user=writer)
    document.file.save("budget.txt", ContentFile(b"Le budget"))
    Author.objects.create(name="Awa Sidibé", user=writer)
    return writer


def test_page_shows_what_hangs_on_the_account_and_offers_to_deactivate_it_first(
    office: Client, busy: User
) -> None:
    shown = office.get(page_of(busy)).content.decode()
    said = " ".join(BeautifulSoup(shown, "html.parser").get_text().split())
    for line in (
        "Brouillons : 1",
        "Textes en relecture : 1",
        "Textes en ligne : 1",
        "Relectures demandées : 1",
        "Verrous sur des textes : 1",
        "Notes en marge ouvertes : 1",
        "Documents : 1",
        "Flashs en cours ou en attente : 1",
        "Page d’auteur et ses signatures : 1",
    ):
        assert line in said, line
    assert "Cité" not in shown and "cité" not in shown
    assert shown.index("Désactiver le compte") < shown.index("Supprimer le compte")
    assert fields_of(shown, "form.w-mt-8")["way"] == "deactivate"


def test_nothing_is_deleted_without_somebody_who_takes_over(office: Client, busy: User) -> None:
    answer = office.post(page_of(busy), {"way": "delete", "successor": ""})
    assert answer.status_code == 422
    assert User.objects.filter(pk=busy.pk).exists()
    office.post(page_of(busy), {"way": "delete", "successor": busy.pk})
    assert User.objects.filter(pk=busy.pk).exists()


def test_colleague_takes_over_everything_on_record(
    office: Client, admin: User, busy: User, copy_editor: User, draft: ArticlePage
) -> None:
    key = busy.pk
    texts = set(Page.objects.filter(owner=busy).values_list("pk", flat=True))
    SignIn.objects.create(user=busy)
    answer = office.post(page_of(busy), {"way": "delete", "successor": copy_editor.pk})
    assert answer.status_code == 302
    assert not User.objects.filter(pk=key).exists()
    assert not SignIn.objects.filter(user=key).exists()
    assert set(Page.objects.filter(owner=copy_editor).values_list("pk", flat=True)) == texts
    handed = belongings_of(copy_editor)[Fate.HANDED]
    assert {str(each.kind.label): each.count for each in handed} == {
        "Brouillons": 1,
        "Textes en relecture": 1,
        "Textes en ligne": 1,
        "Relectures demandées": 1,
        "Documents": 1,
        "Flashs en cours ou en attente": 1,
    }
    draft.refresh_from_db()
    assert not draft.locked
    note = Comment.objects.get()
    assert (str(note.user), note.text) == ("Awa Sidibé", "À vérifier")
    assert CommentReply.objects.get().text == "C’est fait"
    author = Author.objects.get()
    assert (author.name, author.user) == ("Awa Sidibé", None)
    lines = PageLogEntry.objects.filter(action="editorial.handed_over", user=admin)
    assert set(lines.values_list("page_id", flat=True)) == texts
    entry = ModelLogEntry.objects.get(action="wagtail.delete", object_id=str(key))
    assert (entry.label, entry.user) == ("Awa Sidibé", admin)
    told = ModelLogEntry.objects.filter(action="editorial.handed_over").last()
    assert told is not None
    assert told.message == "A remis ce qui était à Awa Sidibé à Moussa Dembélé"


def test_deleted_account_is_nowhere_but_in_the_records(
    office: Client, busy: User, copy_editor: User, draft: ArticlePage
) -> None:
    User.objects.filter(pk=busy.pk).update(email="awa@example.org")
    office.post(page_of(busy), {"way": "delete", "successor": copy_editor.pk})
    left = User._base_manager.get(pk=busy.pk)
    assert (str(left), left.email, left.is_active) == ("Awa Sidibé", "", False)
    assert not left.has_usable_password() and not left.groups.exists()
    history = office.get(reverse("wagtailadmin_pages:history", args=[draft.pk])).content.decode()
    assert "Awa Sidibé" in history
    assert "Sidibé" not in office.get(reverse("wagtailusers_users:index")).content.decode()
    for name in ("edit", "delete"):
        address = reverse(f"wagtailusers_users:{name}", args=[busy.pk])
        assert office.get(address).status_code == 404
    # A new colleague may bear the same user name.
    assert User.objects.create_user("awa").pk != busy.pk


def test_handed_text_keeps_its_new_owner_when_it_is_published(
    office: Client, busy: User, copy_editor: User, draft: ArticlePage
) -> None:
    office.post(page_of(busy), {"way": "delete", "successor": copy_editor.pk})
    Page.objects.get(pk=draft.pk).get_latest_revision().publish()
    assert Page.objects.get(pk=draft.pk).owner == copy_editor


def test_deactivated_account_keeps_its_texts_and_loses_its_sessions(
    office: Client, busy: User, draft: ArticlePage, sign_in: SignInAs
) -> None:
    theirs = sign_in(busy)
    assert theirs.get(reverse("wagtailadmin_home")).status_code == 200
    office.post(page_of(busy), {"way": "deactivate", "successor": ""})
    busy.refresh_from_db()
    draft.refresh_from_db()
    assert not busy.is_active
    assert draft.owner == busy and not draft.locked
    assert Comment.objects.get().user == busy
    assert not SignIn.objects.filter(user=busy).exists()
    assert theirs.get(reverse("wagtailadmin_home")).status_code == 302
    logged = ModelLogEntry.objects.get(action="editorial.account_deactivated")
    assert logged.object_id == str(busy.pk)


def test_account_on_which_nothing_hangs_needs_nobody(office: Client) -> None:
    person = UserFactory(username="stagiaire")
    assert "Rien ne dépend de ce compte" in office.get(page_of(person)).content.decode()
    office.post(page_of(person), {"way": "delete", "successor": ""})
    assert not User.objects.filter(pk=person.pk).exists()


def test_who_left_long_ago_is_asked_for_again_before_an_account_is_closed(
    office: Client, busy: User, settings: Any
) -> None:
    settings.SIGN_IN_CONFIRMED_MINUTES = 0
    bulk = reverse("wagtail_bulk_action", args=["accounts", "user", "delete"])
    confirm = reverse("second_factor_confirm")
    for address in (page_of(busy), f"{bulk}?id={busy.pk}"):
        asked = office.get(address)["Location"]
        assert asked.startswith(confirm) and quote(address, safe="") in asked
        answer = office.post(address, {"way": "deactivate", "successor": ""})
        assert answer.status_code == 422 and f'href="{confirm}"' in answer.content.decode()
        assert 'value="deactivate"' in answer.content.decode()
    busy.refresh_from_db()
    assert busy.is_active


def test_last_of_a_group_is_said(office: Client, chief: User) -> None:
    said = office.get(page_of(chief)).content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert "Plus personne d’autre n’est actif dans le groupe « Rédaction en chef »" in said


def test_many_accounts_are_closed_alike(office: Client, busy: User, copy_editor: User) -> None:
    other = UserFactory(username="kadiatou")
    url = reverse("wagtail_bulk_action", args=["accounts", "user", "delete"])
    address = f"{url}?id={busy.pk}&id={other.pk}"
    assert "Textes en relecture" in office.get(address).content.decode()
    assert office.post(address, {"way": "delete", "successor": ""}).status_code == 422
    assert User.objects.filter(pk__in=(busy.pk, other.pk)).count() == 2
    office.post(address, {"way": "delete", "successor": copy_editor.pk})
    assert not User.objects.filter(pk__in=(busy.pk, other.pk)).exists()
    assert not Page.objects.filter(depth__gt=3, owner=None).exists()


def test_who_may_not_delete_users_closes_no_account(
    busy: User, chief: User, admin: User, sign_in: SignInAs, office: Client
) -> None:
    assert sign_in(chief).post(page_of(busy), {"way": "deactivate"}).status_code == 302
    assert office.post(page_of(admin), {"way": "deactivate"}).status_code == 302
    assert User.objects.filter(pk__in=(busy.pk, admin.pk), is_active=True).count() == 2
