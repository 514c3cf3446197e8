"""Everything that reaches readers has somebody who changes it and somebody who approves it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from modelcluster.fields import ParentalKey
from wagtail.admin.viewsets import viewsets
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import Query
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.models import Collection, Page, Site, get_page_models
from wagtail.snippets.models import get_snippet_models

from accounts.models import User
from editorial.access.reach import EXEMPT, REACH, Reach, Role, as_table
from editorial.gates.models import GateRule
from editorial.newsroom import NewsroomSettings
from editorial.notices.webhooks.models import Webhook
from home.models import (
    Alert,
    Campaign,
    ContactPage,
    FaqPage,
    FrontPageVersion,
    HomePage,
    Identity,
    PolicyPage,
)
from news.models import (
    ArticleIndexPage,
    Author,
    ExamList,
    ExamResultsPage,
    ExamSettings,
    LiveBlogPage,
    LiveEntry,
    MachineSettings,
    NewsImage,
    Tag,
    TopicPage,
)
from news.page_facts import PageFacts
from search.models import SearchSettings, Synonyms
from tests.editorial.conftest import member
from tests.factories import (
    ArticleFactory,
    NewsImageFactory,
    SectionFactory,
    UserFactory,
)
from tests.forms import PAGE_FORM, fields_to_send
from tests.made_once import made_once

pytestmark = pytest.mark.django_db
NAMED = {label for entry in REACH for label in (entry.model, *entry.parts)}
OURS = ("accounts", "audience", "delivery", "editorial", "home", "jobs", "news", "search")
BY_MODEL = {entry.model: entry for entry in REACH}


def is_named(model: type[Model]) -> bool:
    """By itself, as a type judged as one that is named, or as the rows of a page that is."""
    label = model._meta.label
    if label in NAMED or label in EXEMPT or f"{model._meta.app_label}.*" in EXEMPT:
        return True
    keys = (field for field in model._meta.local_fields if isinstance(field, ParentalKey))
    pages = {key.related_model for key in keys}
    if issubclass(model, PageFacts):
        pages.add(model.permission_model())
    return any(is_named(page) for page in pages - {model})


# --- Every model has its place in the table.


def in_the_admin() -> set[type[Model]]:
    """Whatever has a form of its own in the admin."""
    pages = {model for model in get_page_models() if model is not Page}
    of_viewsets = {
        apps.get_model(viewset.model) if isinstance(viewset.model, str) else viewset.model
        for viewset in viewsets.viewsets
        if getattr(viewset, "model", None)
    }
    parts_of_wagtail = {
        apps.get_model(label)
        for label in (
            "wagtailredirects.Redirect",
            "wagtailsearchpromotions.SearchPromotion",
            "wagtailcore.Site",
            "wagtailcore.Collection",
            "wagtailcore.Workflow",
            "auth.Group",
            settings.AUTH_USER_MODEL,
            settings.WAGTAILIMAGES_IMAGE_MODEL,
            "wagtaildocs.Document",
        )
    }
    found = pages | set(get_snippet_models()) | set(settings_registry) | of_viewsets
    # An abstract page is what choosers take for any.
    return {model for model in found | parts_of_wagtail if model is not Page}


def test_every_model_of_ours_and_of_the_admin_has_its_place() -> None:
    ours = {model for model in apps.get_models() if model._meta.app_label in OURS}
    missing = sorted(
        model._meta.label
        for model in ours | in_the_admin()
        if not is_named(model) and not _is_of_wagtail_alone(model)
    )
    assert missing == [], "say in editorial/access/reach.py who changes them and who approves them"


def _is_of_wagtail_alone(model: type[Model]) -> bool:
    """What Wagtail registers for itself and no form of the newsroom shows."""
    return model._meta.label in {"wagtailcore.Locale", "wagtailcore.APIToken", "wagtailcore.Task"}


def test_the_table_names_no_model_that_is_gone() -> None:
    for label in [*NAMED, *(label for label in EXEMPT if not label.endswith(".*"))]:
        apps.get_model(label)


def test_the_table_is_in_the_documentation() -> None:
    written = (Path(settings.BASE_DIR) / "docs" / "review.md").read_text()
    assert as_table() in written


def test_where_it_is_held_exists() -> None:
    for entry in REACH:
        if not entry.enforced_in.startswith("wagtail."):
            assert (Path(settings.BASE_DIR) / entry.enforced_in).exists(), entry.enforced_in


# --- Each entry is played: who is named can change it, nobody else can.


@dataclass
class Play:
    """How one entry is changed in the admin.

    address: of the form; what it is for is made before.
    typed: what is filled in.
    seen: what tells that something has changed.
    """

    address: Callable[[HomePage], str]
    typed: dict[str, Any]
    seen: Callable[[], Any]
    form: str = ""


def of_page(make: Callable[[HomePage], Page], **typed: Any) -> Play:
    def address(home: HomePage) -> str:
        return reverse("wagtailadmin_pages:edit", args=[make(home).pk])

    def drafts() -> list[str]:
        pages = Page.objects.exclude(latest_revision=None).select_related("latest_revision")
        return [page.latest_revision.content["title"] for page in pages]

    return Play(address, {"title": "Changé", **typed}, drafts, PAGE_FORM)


def of_snippet(model: type[Model], **typed: Any) -> Play:
    name = f"wagtailsnippets_{model._meta.app_label}_{model._meta.model_name}"
    return Play(lambda home: reverse(f"{name}:add"), typed, model._default_manager.count)


def of_setting(model: type[Any], **typed: Any) -> Play:
    def address(home: HomePage) -> str:
        args: list[Any] = [model._meta.app_label, model._meta.model_name]
        if hasattr(model, "for_site"):
            args.append(Site.objects.get().pk)
        else:
            args.append(model.load().pk or 1)
        return reverse("wagtailsettings:edit", args=args)

    return Play(address, typed, lambda: list(model.objects.values_list(*typed)))


def child(model: type[Page], **fields: Any) -> Callable[[HomePage], Page]:
    def make(home: HomePage) -> Page:
        page: Page = home.add_child(instance=model(title="Avant", slug="avant", **fields))
        page.save_revision()
        return page

    return make


def an_article(home: HomePage) -> Page:
    article: Page = ArticleFactory(
        parent=SectionFactory(parent=home), owner=UserFactory(username="quelquun")
    )
    article.save_revision()
    return article


def the_home(home: HomePage) -> Page:
    home.save_revision()
    return home


PLAYS = {
    "news.ArticlePage": of_page(an_article),
    "news.TopicPage": of_page(child(TopicPage)),
    "news.LiveEntry": Play(
        lambda home: reverse("live_write", args=[live_page(home).pk]), {}, LiveEntry.objects.count
    ),
    "news.ExamList": Play(
        lambda home: reverse("exam_lists", args=[results_page(home).pk]), {}, ExamList.objects.count
    ),
    "news.ExamSettings": of_setting(ExamSettings, by_name="on"),
    "home.PolicyPage": of_page(child(PolicyPage)),
    "news.ArticleIndexPage": of_page(child(ArticleIndexPage)),
    "home.HomePage": of_page(the_home),
    "home.FaqPage": of_page(child(FaqPage)),
    "home.ContactPage": of_page(child(ContactPage)),
    "home.Alert": of_snippet(Alert, text="Le pont est fermé"),
    "news.Author": of_snippet(Author, name="Awa Sidibé"),
    "news.Tag": of_snippet(Tag, name="Fleuve", slug="fleuve"),
    "audience.Comment": Play(
        lambda home: reverse("comment_queue"), {}, apps.get_model("audience.Comment").objects.count
    ),
    "audience.CommentSettings": of_setting(
        apps.get_model("audience.CommentSettings"), watched_words="escroc"
    ),
    "audience.TrendSettings": of_setting(
        apps.get_model("audience.TrendSettings"),
        half_life_hours="7",
    ),
    "audience.DailyFigures": Play(
        lambda home: reverse("figures_past"),
        {},
        apps.get_model("audience.DailyFigures").objects.count,
    ),
    "home.Campaign": Play(
        lambda home: reverse("wagtailsnippets_home_campaign:add"), {}, Campaign.objects.count
    ),
    "search.Synonyms": of_snippet(Synonyms, terms="pont\nouvrage"),
    "search.SearchSettings": of_setting(SearchSettings, half_life="77"),
    "home.Identity": of_setting(Identity, name="Changé"),
    "news.MachineSettings": of_setting(MachineSettings, robots="User-agent: X"),
    "editorial.NewsroomSettings": of_setting(NewsroomSettings, form_correction_limit="7"),
    "news.NewsImage": Play(
        lambda home: reverse("wagtailimages:edit", args=[a_picture().pk]),
        {"title": "Changé"},
        lambda: list(NewsImage.objects.values_list("title", flat=True)),
    ),
    "wagtailredirects.Redirect": Play(
        lambda home: reverse("wagtailredirects:add"),
        {"old_path": "/ancien/"},
        Redirect.objects.count,
    ),
    "wagtailsearchpromotions.SearchPromotion": Play(
        lambda home: reverse("wagtailsearchpromotions:add"), {}, Query.objects.count
    ),
    "home.FrontPageVersion": Play(
        lambda home: reverse("front_page_desk"), {}, FrontPageVersion.objects.count
    ),
    "editorial.GateRule": Play(lambda home: reverse("gates"), {}, GateRule.objects.count),
    "editorial.Webhook": Play(lambda home: reverse("webhooks:add"), {}, Webhook.objects.count),
    "wagtailcore.Site": Play(
        lambda home: reverse("wagtailsites:edit", args=[Site.objects.get().pk]),
        {"hostname": "ailleurs.example"},
        lambda: list(Site.objects.values_list("hostname", flat=True)),
    ),
    "wagtailcore.Collection": Play(
        lambda home: reverse("wagtailadmin_collections:add"),
        {"name": "Changée"},
        Collection.objects.count,
    ),
    "wagtailcore.Workflow": Play(
        lambda home: reverse("wagtailadmin_workflows:add"),
        {"name": "Autre"},
        apps.get_model("wagtailcore.Workflow").objects.count,
    ),
    "accounts.User": Play(
        lambda home: reverse("wagtailusers_users:add"),
        {"username": "x"},
        User.objects.filter(username="x").count,
    ),
    "auth.Group": Play(
        lambda home: reverse("wagtailusers_groups:add"), {"name": "x"}, Group.objects.count
    ),
    "wagtaildocs.Document": Play(
        lambda home: reverse("wagtaildocs:edit", args=[a_document().pk]),
        {"title": "Changé"},
        lambda: list(apps.get_model("wagtaildocs.Document").objects.values_list("title")),
    ),
}
# Their forms have tests of their own; here only whether they open is asked.
OPENED_ONLY = {
    "news.ExamList",
    "news.LiveEntry",
    "audience.DailyFigures",
    "audience.Comment",
    "home.Campaign",
    "wagtailsearchpromotions.SearchPromotion",
    "home.FrontPageVersion",
    "editorial.GateRule",
    "editorial.Webhook",
}


def live_page(home: HomePage) -> LiveBlogPage:
    page: LiveBlogPage = SectionFactory(parent=home, title="Faits divers").add_child(
        instance=LiveBlogPage(title="Direct", owner=UserFactory(username="quelquun"))
    )
    return page


def results_page(home: HomePage) -> ExamResultsPage:
    section = SectionFactory(parent=home, title="Éducation", has_exams=True)
    page: ExamResultsPage = section.add_child(
        instance=ExamResultsPage(title="Résultats", owner=UserFactory(username="quelquun"))
    )
    return page


def a_picture() -> Model:
    picture: Model = NewsImageFactory(collection=Collection.get_first_root_node())
    return picture


def a_document() -> Model:
    document: Model = apps.get_model("wagtaildocs.Document").objects.create(
        title="Avant", file=ContentFile(b"texte", "texte.txt")
    )
    return document


@pytest.fixture
@made_once
def people(db: None) -> dict[Role, User]:
    return {role: member(role.group) for role in Role}


def signed_in(role: Role, person: User | None = None) -> Client:
    person = person or member(role.group)
    client = Client(raise_request_exception=False)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_every_entry_is_played() -> None:
    assert set(PLAYS) == set(BY_MODEL)


@pytest.mark.parametrize("entry", REACH, ids=lambda entry: entry.model)
def test_only_the_roles_that_the_table_names_change_it(
    entry: Reach, home_page: HomePage, people: dict[Role, User]
) -> None:
    play = PLAYS[entry.model]
    address = play.address(home_page)
    before = play.seen()
    for role in Role:
        if role in entry.changed_by:
            continue
        client = signed_in(role, people[role])
        for answer in (client.get(address), client.post(address, play.typed)):
            assert answer.status_code in (302, 403, 404), (role, answer.status_code)
        assert play.seen() == before, role
    for role in entry.changed_by:
        client = signed_in(role, people[role])
        if entry.model in OPENED_ONLY:
            assert client.get(address).status_code == 200, role
            continue
        before = play.seen()
        form = play.form or f"form[action='{address}']"
        typed = {name: f"{value}" for name, value in play.typed.items()}
        if form != PAGE_FORM and entry.model != "search.SearchSettings":
            typed = {name: _another(value, role) for name, value in typed.items()}
        answer = client.post(address, fields_to_send(client, address, form) | typed)
        assert answer.status_code == 302, (role, answer.content.decode()[:3000])
        assert play.seen() != before or entry.model == "search.SearchSettings", role
        _take_back(entry.model)


def _another(value: str, role: Role) -> str:
    """What two roles type one after the other differs."""
    if value.isdecimal():
        return str(int(value) + [*Role].index(role))
    return f"{value}-{role.name.lower()}".replace("/-", "-")


def _take_back(label: str) -> None:
    """Pages are changed anew by the next role."""
    model = apps.get_model(label)
    if issubclass(model, Page):
        for page in model.objects.all():
            page.specific.save_revision(log_action=False)
