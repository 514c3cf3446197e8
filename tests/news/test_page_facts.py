"""Each type of page says of itself what the rooms above ask of it."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.checks import Error
from wagtail.models import Page, get_page_models

from editorial.access.reach import REACH, WORKFLOW
from editorial.gates.checks.text import CHECKS
from editorial.rules import types_needing_approval
from editorial.templatetags.editorial_checks import text_length
from news.models import ArticleIndexPage, ArticlePage
from news.models.base import PublicPage
from news.page_facts import (
    STATED,
    Approval,
    FoundAs,
    NoFacts,
    PageFacts,
    content_types_of,
    facts_of,
    page_types,
)
from search.models import Source

ABOVE_NEWS = ("accounts", "audience", "delivery", "editorial", "home", "search", "jobs")
OURS = [model for model in get_page_models() if model is not Page]
EACH_TYPE = pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)


@EACH_TYPE
def test_each_type_states_its_facts(model: type[PublicPage]) -> None:
    assert issubclass(model, PublicPage)
    assert model.missing_facts() == []
    assert isinstance(model.approval, Approval)
    assert isinstance(model.in_navigation, bool)


@EACH_TYPE
def test_the_checks_of_a_type_exist(model: type[PublicPage]) -> None:
    assert set(model.checks) <= set(CHECKS)
    assert len(set(model.checks)) == len(model.checks)


@EACH_TYPE
def test_the_search_knows_as_what_a_type_is_found(model: type[PublicPage]) -> None:
    assert model.found_as is FoundAs.NOTHING or Source(model.found_as)


@EACH_TYPE
def test_what_a_type_says_it_has_is_there(model: type[PublicPage]) -> None:
    """A fact that names a field or relation is no use where the type has none of that name."""
    for name in (*model.text_fields, *model.prose_fields):
        model._meta.get_field(name)
    relations = {"has_bylines": "bylines", "has_corrections": "corrections"}
    for fact, relation in relations.items():
        assert not getattr(model, fact) or model._meta.get_field(relation)
    for path in model.indexed_with:
        model._meta.get_field(path.split("__")[0])


@EACH_TYPE
def test_what_is_found_as_an_article_is_one(model: type[PublicPage]) -> None:
    """Lists, feeds, tags and la Une query articles; the search narrows them as such."""
    assert (model.found_as is FoundAs.ARTICLE) == issubclass(model, ArticlePage)
    assert not model.is_pinnable or issubclass(model, ArticlePage)
    assert not model.is_withdrawn_with_reason or issubclass(model, ArticlePage)


def test_a_type_that_says_nothing_is_refused_by_the_system_check() -> None:
    class Silent(PageFacts):
        pass

    errors = Silent.missing_facts()
    assert [type(error) for error in errors] == [Error] * len(STATED)
    assert {error.id for error in errors} == {"news.E001"}


def test_wagtails_own_page_class_needs_nothing_and_is_found_nowhere() -> None:
    assert facts_of(Page) is NoFacts
    assert facts_of(None) is NoFacts
    assert Page not in page_types()


def test_the_table_of_who_approves_says_what_the_types_say() -> None:
    under_a_workflow = {entry.model for entry in REACH if entry.approval == WORKFLOW}
    needing = {model.permission_model()._meta.label for model in types_needing_approval()}
    assert under_a_workflow == needing


def test_a_section_takes_what_names_it_as_its_parent() -> None:
    below = {model for model in OURS if ArticleIndexPage in model.clean_parent_page_models()}
    assert ArticlePage in below
    assert set(ArticleIndexPage.creatable_subpage_models()) == below


@pytest.mark.django_db
@EACH_TYPE
def test_the_editor_shows_a_length_only_where_words_are_counted(model: type[PublicPage]) -> None:
    page = model()
    assert bool(text_length(page)) == (page.words is not None) == issubclass(model, ArticlePage)


@pytest.mark.django_db
def test_articles_and_their_kinds_are_known_by_their_content_types() -> None:
    kinds = {content_type.model_class() for content_type in content_types_of(ArticlePage)}
    assert kinds == {model for model in OURS if issubclass(model, ArticlePage)}


# --- No list of types above `news`.

NAMES = "|".join(sorted(model.__name__ for model in OURS))
# `isinstance(page, (ArticlePage, TopicPage))`, `[ArticlePage, PolicyPage]`, `{ArticlePage: …}`
LISTED = re.compile(rf"[(\[{{]\s*(?:{NAMES})\s*,\s*(?:{NAMES})\b|\{{\s*(?:{NAMES})\s*:")
# `specific_class is ArticlePage`, `sender=ArticlePage`, `get_for_model(ArticlePage)`
EXACT = re.compile(rf"(?:\bis|sender=|content_type=\S+get_for_model\()\s*(?:{NAMES})\b")
# A type of page asked for by name, with the reason why it is no fact that a type could state.
ASKED_BY_NAME = re.compile(rf"\b(?:isinstance|issubclass)\([^()]*,\s*(?:{NAMES})\)")
ALLOWED = {
    "home/wagtail_hooks.py": "the contact page answers its own form",
    "home/receivers.py": "the drawn card has a foreign key to articles",
    "search/results.py": "the bodies of all articles of a list are fetched in one query",
    "home/templatetags/for_machines.py": "la Une is called as the paper is",
    "home/templatetags/site_frame.py": "sections are the branches of the navigation",
}


def _sources() -> list[tuple[str, str]]:
    root = Path(settings.BASE_DIR)
    return [
        (str(path.relative_to(root)), path.read_text())
        for room in ABOVE_NEWS
        for path in sorted((root / room).rglob("*.py"))
        if "migrations" not in path.parts
    ]


def test_no_room_above_news_lists_types_of_page() -> None:
    found = [
        f"{name}: {match.group()}"
        for name, text in _sources()
        for pattern in (LISTED, EXACT)
        for match in pattern.finditer(text)
        if name not in ALLOWED and "import" not in match.group()
    ]
    assert found == [], "what is true of a type stands on it: news/page_facts.py"


def test_rooms_above_news_ask_for_a_type_by_name_only_with_a_reason() -> None:
    found = {name for name, text in _sources() if ASKED_BY_NAME.search(text)}
    assert found <= set(ALLOWED), "what is true of a type stands on it: news/page_facts.py"
    assert found == set(ALLOWED) - {"home/templatetags/site_frame.py"}, "a reason too many"


@pytest.mark.parametrize(
    "line",
    [
        "GATED = (ArticlePage, PolicyPage)",
        "isinstance(page, (ArticlePage, TopicPage))",
        "CHECKS = {ArticlePage: findings}",
        "page.specific_class is ArticlePage",
        "@receiver(page_published, sender=ArticlePage)",
        "content_type=ContentType.objects.get_for_model(ArticlePage)",
    ],
)
def test_a_list_of_types_is_seen(line: str) -> None:
    assert LISTED.search(line) or EXACT.search(line)
