"""Whatever refers to a user has its place in the table, and ends as the table says."""

from collections.abc import Callable
from typing import Any, cast
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.core.files.base import ContentFile
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageSubscription

from accounts.models import User
from editorial.departures.closing import CloseAccounts, Way
from editorial.departures.relations import (
    RELATIONS,
    Fate,
    Relation,
    fields_to_users,
    leaves_a_trace,
)
from news.models import ArticlePage
from tests.factories import ArticleFactory, NewsImageFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_every_relation_to_a_user_has_its_place() -> None:
    found = [f"{field.model._meta.label}.{field.name}" for field in fields_to_users()]
    assert sorted(found) == sorted(relation.key for relation in RELATIONS), (
        "say in editorial/departures/relations.py what becomes of it when somebody leaves"
    )


def test_what_the_page_does_not_tell_has_a_reason() -> None:
    assert all(bool(relation.kinds) != bool(relation.why) for relation in RELATIONS)


# --- Each entry is played with a row.


class Rows:
    """One row of each relation of a person, with as little in it as the database takes."""

    def __init__(self, person: User, page: Page) -> None:
        self.person, self.page = person, page
        self.picture = NewsImageFactory()
        self.somebody_else = UserFactory()

    def of(self, relation: Relation) -> Any:
        if issubclass(relation.model, Page):
            Page.objects.filter(pk=self.page.pk).update(**{relation.field: self.person})
            return self.page
        return self.made(relation.model, **{relation.field: self.person})

    def made(self, model: type[models.Model], **values: Any) -> Any:
        if issubclass(model, Page):
            page = model(title=f"Une page {model.__name__}")
            return self.page.get_parent().add_child(instance=page)
        if model._meta.label == "editorial.AssetProposal":
            values["image"] = self.picture
        if model._meta.label == "news.ExamList":
            values["number"] = model._base_manager.count() + 1
        for field in model._meta.concrete_fields:
            if not (field.name in values or field.null or field.has_default() or field.primary_key):
                values[field.name] = self.value(field)
        # Past what a model does of itself when it is saved.
        return model._base_manager.bulk_create([model(**values)])[0]

    def value(self, field: Any) -> Any:
        if field.related_model:
            if field.related_model is User:
                return self.somebody_else
            return field.related_model._base_manager.first() or self.made(field.related_model)
        match field:
            case models.DateTimeField():
                return timezone.now()
            case models.DateField():
                return timezone.localdate()
            case models.FileField():
                return ContentFile(self.picture.file.open().read(), name="une.jpg")
            case models.BooleanField():
                return True
            case models.IntegerField():
                return self.page.pk
            case models.UUIDField():
                return uuid4()
            case models.JSONField():
                return {}
            case _:
                return field.choices[0][0] if field.choices else str(self.page.pk)


@pytest.fixture
def rows(writer: User, draft: ArticlePage) -> Rows:
    return Rows(writer, draft)


def test_nothing_is_lost_in_silence(
    rows: Rows,
    writer: User,
    copy_editor: User,
    admin: User,
    sign_in: Callable[[User], Client],
) -> None:
    played = [relation for relation in RELATIONS if relation.fate != Fate.NEVER]
    made = {relation: rows.of(relation) for relation in played}
    office = sign_in(admin)
    address = reverse("wagtailusers_users:delete", args=[writer.pk])
    page = BeautifulSoup(office.get(address).content, "html.parser")
    told = " ".join(page.get_text().split())
    for relation, row in made.items():
        told_of = [
            kind
            for kind in relation.kinds
            if kind.which(relation.rows(writer)).filter(pk=row.pk).exists()
        ]
        assert told_of or relation.fate != Fate.HANDED, relation.key
        assert all(f"{kind.label} : " in told for kind in told_of), relation.key
    answer = office.post(address, {"way": "delete", "successor": copy_editor.pk})
    assert answer.status_code == 302
    for relation, row in made.items():
        kept = relation.model._base_manager.filter(pk=row.pk).first()
        if relation.fate == Fate.ENDED:
            assert kept is None, relation.key
            continue
        assert kept is not None, relation.key
        now = getattr(kept, relation.field)
        wanted = {Fate.HANDED: "Moussa Dembélé", Fate.KEPT: "Awa Sidibé", Fate.FREED: "None"}
        assert str(now) == wanted[relation.fate], relation.key


def test_any_relation_is_a_trace(rows: Rows) -> None:
    for relation in RELATIONS:
        if relation.fate != Fate.NEVER:
            rows.person = cast(User, UserFactory())
            rows.of(relation)
            assert leaves_a_trace(rows.person), relation.key


def test_an_account_of_which_no_record_speaks_is_gone(
    rows: Rows, admin: User, copy_editor: User
) -> None:
    rows.person = cast(User, UserFactory())
    for relation in RELATIONS:
        if relation.fate in (Fate.HANDED, Fate.FREED, Fate.ENDED):
            rows.of(relation)
    CloseAccounts([rows.person], admin, Way.DELETE, copy_editor).execute()
    assert not User._base_manager.filter(pk=rows.person.pk).exists()


def test_who_follows_a_text_already_follows_it_once(
    writer: User, copy_editor: User, draft: ArticlePage, admin: User, sign_in: Any
) -> None:
    other = ArticleFactory(parent=draft.get_parent(), live=False)
    for person, page in ((writer, draft), (writer, other), (copy_editor, draft)):
        PageSubscription.objects.create(user=person, page=page, comment_notifications=True)
    address = reverse("wagtailusers_users:delete", args=[writer.pk])
    sign_in(admin).post(address, {"way": "delete", "successor": copy_editor.pk})
    theirs = PageSubscription.objects.filter(user=copy_editor).values_list("page", flat=True)
    assert sorted(theirs) == sorted([draft.pk, other.pk])


def test_the_table_names_no_relation_that_is_gone() -> None:
    for relation in RELATIONS:
        apps.get_model(relation.key.rpartition(".")[0])._meta.get_field(relation.field)
