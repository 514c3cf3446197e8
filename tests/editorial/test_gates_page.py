"""The matrix of checks and steps, as the chief editors keep it."""

from collections.abc import Callable
from importlib import import_module

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from editorial.gates import evaluate
from editorial.gates.defaults import CHECKS, default_rules
from editorial.gates.models import Effect, GateRule, GateSettings, Transition
from news.models import ArticleIndexPage, ArticleKind
from tests.editorial.whole import whole_article
from tests.forms import send

SignIn = Callable[[User], Client]
FORM = 'form[action*="/gates/"]'

pytestmark = pytest.mark.usefixtures("gates_as_seeded")


def stored() -> set[tuple[str, ...]]:
    return set(GateRule.objects.values_list("transition", "kind", "code", "effect"))


def page(kind: str = "") -> str:
    return reverse("gates") + (f"?kind={kind}" if kind else "")


def test_a_new_site_has_the_defaults(db: None) -> None:
    from django.apps import apps

    GateRule.objects.all().delete()
    import_module("editorial.migrations.0006_gates").seed(apps, None)
    assert stored() == set(default_rules())
    assert {code for _t, _k, code, _e in default_rules()} == set(CHECKS)


def test_only_chief_editors_keep_it(
    writer: User, copy_editor: User, chief: User, admin: User, sign_in: SignIn
) -> None:
    for person in (writer, copy_editor):
        for url in (page(), reverse("restore_gates")):
            assert sign_in(person).get(url).status_code in {302, 403}
            sign_in(person).post(url)
    assert stored() == set(default_rules())
    for person in (chief, admin):
        client = sign_in(person)
        assert client.get(page()).status_code == 200
        assert page() in client.get(reverse("wagtailadmin_home")).text


def test_a_change_holds_from_then_on_and_is_in_the_history(
    chief: User, writer: User, section: ArticleIndexPage, sign_in: SignIn
) -> None:
    client = sign_in(chief)
    response = send(client, page(), {"title_length-submit": "block"}, form=FORM)
    assert response.status_code == 302
    article = whole_article(section, writer)
    article.title = "Crue"
    verdict = evaluate.gate(article, Transition.SUBMIT)
    assert [finding.code for finding in verdict.blocking] == ["title_length"]
    text = client.get(page()).text
    assert "Fatoumata Koné" in text and str(CHECKS["title_length"]) in text


def test_an_unchanged_save_leaves_no_trace(chief: User, sign_in: SignIn) -> None:
    client = sign_in(chief)
    before = len(client.get(page()).context["changes"])
    send(client, page(), form=FORM)
    assert len(client.get(page()).context["changes"]) == before
    assert stored() == set(default_rules())


def test_one_kind_differs_only_where_it_is_told_to(chief: User, sign_in: SignIn) -> None:
    client = sign_in(chief)
    kind = ArticleKind.INTERVIEW.value
    send(client, page(kind), {"tag-publish": "off"}, form=FORM)
    assert stored() - set(default_rules()) == {("publish", kind, "tag", "off")}
    send(client, page(kind), {"tag-publish": ""}, form=FORM)
    assert stored() == set(default_rules())


def test_a_crafted_effect_is_refused_and_nothing_saved(chief: User, sign_in: SignIn) -> None:
    changes = {"tag-publish": "nonsense", "title-submit": "off"}
    response = send(sign_in(chief), page(), changes, form=FORM)
    assert response.status_code == 422
    assert stored() == set(default_rules())


def test_an_unknown_kind_is_the_page_of_all(chief: User, sign_in: SignIn) -> None:
    assert sign_in(chief).get(page("poème")).context["kind"] == ""


def test_the_figures_are_kept_and_logged(chief: User, sign_in: SignIn) -> None:
    client = sign_in(chief)
    assert send(client, page(), {"page_budget": "10"}, form=FORM).status_code == 422
    send(client, page(), {"page_budget": "250", "checks_external_links": "on"}, form=FORM)
    kept = GateSettings.load()
    assert (kept.page_budget, kept.checks_external_links) == (250, True)
    assert "250" in client.get(page()).context["changes"][0].message


def test_everything_is_put_back_after_a_question(chief: User, sign_in: SignIn) -> None:
    client = sign_in(chief)
    GateRule.objects.filter(code="tag").update(effect=Effect.OFF)
    assert reverse("restore_gates") in client.get(page()).text
    client.get(reverse("restore_gates"))
    assert stored() != set(default_rules())
    client.post(reverse("restore_gates"))
    assert stored() == set(default_rules())
    assert f'href="{reverse("restore_gates")}"' not in client.get(page()).text


def test_the_page_costs_few_queries(
    chief: User, sign_in: SignIn, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    client = sign_in(chief)
    client.get(page())
    with django_assert_max_num_queries(25):  # type: ignore[attr-defined]
        client.get(page("brief"))
