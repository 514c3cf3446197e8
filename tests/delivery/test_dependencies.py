"""Every change that alters a page is one that the page depends on, whatever is changed.

Each column of each table that readers' pages read is changed, behind the back of all models, and
each page is made again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import models, transaction
from django.db.models import Case, F, Value, When
from django.db.models.functions import Coalesce, Concat, Substr
from django.test import Client
from django.utils import timezone
from wagtail.models import Collection, PageViewRestriction

from delivery.models import ContentChange
from delivery.pages.dependencies import Dependencies, collecting
from delivery.pages.tables import EVERYTHING, declared
from home.models import Campaign, FaqPage, FaqQuestion, HomePage, Identity, PolicyPage
from news.models import ArticlePage, Correction, Tag, TopicPage
from tests.factories import ArticleFactory, NewsImageFactory
from tests.made_once import made_once
from tests.news.newsroom import Newsroom

# A column that names its row, or where the tree of pages is kept together by more than one row.
NOT_ALONE = {"path", "depth", "numchild", "url_path", "translation_key", "filter_spec"}


class Rolled(Exception):
    pass


@contextmanager
def rolled_back() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
            raise Rolled
    except Rolled:
        pass


@pytest.fixture
@made_once
def newsroom(home_page: HomePage) -> Newsroom:
    room = Newsroom(home_page, with_files=False)
    first, second, *_ = room.publish(14)
    first.corrections.add(Correction(text="Le pont est à Ségou.", published_at=timezone.now()))
    first.save()
    topic = TopicPage(title="La crue", standfirst="Semaine après semaine.")
    room.sections[0].add_child(instance=topic)
    faq = FaqPage(title="Questions")
    home_page.add_child(instance=faq)
    FaqQuestion.objects.create(page=faq, question="Qui ?", answer="<p>Nous.</p>")
    home_page.add_child(instance=PolicyPage(title="Confidentialité", body=""))
    identity = Identity.for_site(home_page.get_site())
    identity.name = "L’Écho"
    identity.save()
    now = timezone.now()
    Campaign.objects.create(
        name="Mil", advertiser="La Meunerie", url="https://example.org/", title="Du mil",
        starts_at=now - timedelta(days=1), ends_at=now + timedelta(days=1), on_top=True,
    )  # fmt: skip
    return room


def addresses(room: Newsroom) -> list[str]:
    article = room.articles[0]
    found = [
        "/",
        room.sections[0].get_url(),
        article.get_url(),
        room.authors[0].get_absolute_url(),
        room.tags[0].get_absolute_url(),
        "/corrections/",
        "/flux/",
        "/sitemap.xml",
        f"/sitemap-articles-{article.first_published_at:%Y-%m}.xml",
        FaqPage.objects.get().get_url(),
        PolicyPage.objects.get().get_url(),
        "/recherche/?q=nouvelle",
    ]
    return [address.replace("http://testserver", "") for address in found]


def made(address: str) -> tuple[bytes, Dependencies]:
    with collecting() as found:
        try:
            response = Client().get(address)
            body = b"%d %s" % (response.status_code, response.content)
        except Exception as error:  # noqa: BLE001 (a page that fails is another page)
            body = repr(error).encode()
    return body, found


def noted_since(last: int) -> set[str]:
    return set(ContentChange.objects.filter(pk__gt=last).values_list("tag", flat=True))


def last_noted() -> int:
    newest = ContentChange.objects.order_by("-pk").first()
    return newest.pk if newest else 0


def other_value(field: models.Field) -> Any:
    """An expression for another value of a column; None where it would take another row."""
    if field.remote_field or field.unique or field.choices or field.column in NOT_ALONE:
        return None
    if isinstance(field, models.BooleanField):
        return Case(When(**{field.attname: True}, then=Value(False)), default=Value(True))
    if isinstance(field, models.DateTimeField):
        return Coalesce(F(field.attname), timezone.now()) - timedelta(days=40)
    if isinstance(field, models.IntegerField):
        return Coalesce(F(field.attname), 0) + 1
    if isinstance(field, models.CharField | models.TextField):
        # A column that is full of text on one engine takes no more on the other.
        return Concat(Substr(F(field.attname), 2), Value("z"), output_field=models.TextField())
    return None


def columns_read() -> Iterator[tuple[type[models.Model], models.Field]]:
    for model in apps.get_models(include_auto_created=True):
        # A virtual table takes no trigger; each entry of it has a row elsewhere.
        if model._meta.db_table in declared and not model._meta.db_table.endswith("_fts"):
            constraints = model._meta.total_unique_constraints
            together = {name for constraint in constraints for name in constraint.fields}
            together |= {name for names in model._meta.unique_together for name in names}
            for field in model._meta.local_concrete_fields:
                if field.primary_key or field.name in together:
                    continue
                if other_value(field) is not None:
                    yield model, field


def change(model: type[models.Model], field: models.Field) -> None:
    model._base_manager.update(**{field.attname: other_value(field)})


def differs_after(changes: list[tuple[type[models.Model], models.Field]], address: str) -> bool:
    body, _found = made(address)
    with rolled_back():
        for model, field in changes:
            change(model, field)
        again, _found = made(address)
    return again != body


def test_page_depends_on_each_column_that_it_shows(newsroom: Newsroom) -> None:
    depends = {address: made(address)[1].tags | {EVERYTHING} for address in addresses(newsroom)}
    silent: dict[str, list[tuple[type[models.Model], models.Field]]] = {}
    for model, field in columns_read():
        with rolled_back():
            last = last_noted()
            change(model, field)
            noted = noted_since(last)
        for address, tags in depends.items():
            if not noted & tags:
                silent.setdefault(address, []).append((model, field))
    for address, columns in silent.items():
        if differs_after(columns, address):
            alone = [
                f"{m.__name__}.{f.name}" for m, f in columns if differs_after([(m, f)], address)
            ]
            pytest.fail(f"{address} shows {alone or columns}, and depends on none of it")
    assert (ArticlePage, ArticlePage._meta.get_field("standfirst")) not in silent["/"]


def test_what_the_desk_does_before_publication_changes_no_page(newsroom: Newsroom) -> None:
    last = last_noted()
    article = newsroom.articles[0]
    article.title = "Un brouillon"
    article.save_revision()
    newsroom.sections[0].add_child(
        instance=ArticlePage(title="À venir", standfirst="Demain.", live=False)
    )
    Tag.objects.create(name="neuf", slug="neuf")
    NewsImageFactory(collection=Collection.get_first_root_node())
    # Pages found for the newsroom have entries in the index of the search.
    assert noted_since(last) <= {"wagtailsearch_indexentry"}


def test_correction_of_one_article_is_no_change_of_the_others(newsroom: Newsroom) -> None:
    oldest = ArticleFactory(
        parent=newsroom.sections[2], first_published_at=timezone.now() - timedelta(days=90)
    )
    last = last_noted()
    oldest.standfirst = "Corrigé."
    oldest.save_revision().publish()
    noted = noted_since(last)
    assert f"page:{oldest.pk}" in noted
    shown = {address: noted & made(address)[1].tags for address in addresses(newsroom)[2:5]}
    assert not any(shown.values()), shown


def test_withdrawal_is_noted_as_one(newsroom: Newsroom) -> None:
    last = last_noted()
    article = newsroom.articles[0]
    article.unpublish()
    withdrawn = ContentChange.objects.filter(pk__gt=last, withdraws=True)
    assert {f"page:{article.pk}", "pages"} <= set(withdrawn.values_list("tag", flat=True))


@pytest.mark.parametrize("restriction", ["login", "groups", "password"])
def test_restriction_is_a_withdrawal(newsroom: Newsroom, restriction: str) -> None:
    last = last_noted()
    page = newsroom.sections[0]
    PageViewRestriction.objects.create(page=page, restriction_type=restriction, password="x")
    assert ContentChange.objects.filter(pk__gt=last, withdraws=True).exists()


def test_table_that_nobody_declared_keeps_a_page_from_being_kept(newsroom: Newsroom) -> None:
    table = declared.pop("home_identity")
    try:
        assert "home_identity" in made("/")[1].unknown
    finally:
        declared["home_identity"] = table


def test_no_public_page_reads_a_table_that_nobody_declared(newsroom: Newsroom) -> None:
    unknown = {address: made(address)[1].unknown for address in addresses(newsroom)}
    assert {address: tables for address, tables in unknown.items() if tables} == {}
