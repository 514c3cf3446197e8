"""Proof of work: asked of suspect networks alone, taken once, and nobody is refused without it."""

import json
from base64 import b64encode
from datetime import timedelta
from typing import Any

import pytest
from altcha import Challenge, Payload, solve_challenge
from django.test import Client, RequestFactory
from django.utils import timezone
from django.utils.html import escape
from freezegun import freeze_time
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from audience.comments import proofs
from audience.comments.models import Comment, Mode, Status, UsedProof
from audience.digests import digest_of
from news import stamped_forms
from news.models import ArticlePage
from tests.audience.conftest import Post, comment_on, rule
from tests.letters import ANY

pytestmark = pytest.mark.django_db
HERE = "127.0.0.1"


def network(address: str = HERE) -> str:
    return digest_of(RequestFactory().get("/", REMOTE_ADDR=address))


def make_suspect(article: ArticlePage) -> None:
    for n in range(proofs.MANY_OF_NETWORK):
        comment_on(article, network=network(), email=f"voisine{n}@example.net")


def solved(article: int) -> str:
    challenge = Challenge.from_dict(json.loads(proofs.challenge(article)))
    solution = solve_challenge(challenge)
    assert solution is not None
    return Payload(challenge, solution).to_base64()


def form_of(article: ArticlePage, address: str = HERE) -> str:
    path = f"/commentaires/{article.pk}/ecrire/"
    return Client(REMOTE_ADDR=address).get(path).content.decode()


def test_only_a_suspect_network_is_asked_for_a_proof(article: ArticlePage) -> None:
    rule(Mode.OPEN)
    assert "data-challenge" not in form_of(article)
    make_suspect(article)
    assert "data-challenge" in form_of(article)
    assert "data-challenge" not in form_of(article, "192.0.2.7")


def test_one_spam_makes_its_network_suspect(article: ArticlePage) -> None:
    comment_on(article, Status.SPAM, network=network())
    assert proofs.suspicion(network())
    with freeze_time(timezone.now() + proofs.WITHIN + timedelta(seconds=1)):
        assert not proofs.suspicion(network())


def test_spam_from_many_networks_makes_all_suspect(article: ArticlePage) -> None:
    comments = [
        Comment(article=article, name="x", text="x", status=Status.SPAM, network=f"{n:032}")
        for n in range(proofs.MUCH_SPAM)
    ]
    Comment.objects.bulk_create(comments[1:])
    assert not proofs.suspicion(network())
    comments[0].save()
    assert proofs.suspicion(network())


def test_comment_with_a_proof_is_judged_as_any_other(post: Post, article: ArticlePage) -> None:
    rule(Mode.OPEN)
    make_suspect(article)
    post(proof=solved(article.pk))
    assert Comment.objects.get(email="awa@example.net").status == Status.APPROVED


def test_comment_without_a_proof_waits_and_says_why(post: Post, article: ArticlePage) -> None:
    rule(Mode.OPEN)
    make_suspect(article)
    # What the field holds where no script runs.
    assert post(proof="-").status_code == 302
    comment = Comment.objects.get(email="awa@example.net")
    assert comment.status == Status.PENDING
    assert [finding["phase"] for finding in comment.findings] == ["proof"]


def test_form_opened_before_the_suspicion_comes_back_whole(
    post: Post, article: ArticlePage
) -> None:
    rule(Mode.OPEN)
    make_suspect(article)
    response = post(text="L’eau est « trouble » depuis mardi.")
    page = response.content.decode()
    assert response.status_code == 422
    assert "data-challenge" in page
    assert "L’eau est « trouble » depuis mardi." in page
    assert not Comment.objects.filter(email="awa@example.net").exists()


def test_proof_is_taken_once(article: ArticlePage) -> None:
    proof = solved(article.pk)
    assert proofs.accept(proof, article.pk)
    assert not proofs.accept(proof, article.pk)


def test_proof_is_good_for_its_article_and_its_time(article: ArticlePage) -> None:
    proof = solved(article.pk)
    assert not proofs.accept(proof, article.pk + 1)
    with freeze_time(timezone.now() + timedelta(seconds=proofs.LASTS + 1)):
        assert not proofs.accept(proof, article.pk)
    assert proofs.accept(proof, article.pk)


def test_challenge_made_easier_or_a_wrong_solution_is_no_proof(article: ArticlePage) -> None:
    payload = Payload.from_base64(solved(article.pk))
    right = payload.solution.derived_key
    payload.solution.derived_key = right[:-2] + ("00" if right[-2:] != "00" else "11")
    assert not proofs.accept(payload.to_base64(), article.pk)
    payload.challenge.parameters.key_prefix = ""
    payload.challenge.parameters.cost = 1
    assert not proofs.accept(payload.to_base64(), article.pk)


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(ANY, max_size=60), st.binary(max_size=60)))
def test_anything_else_is_no_proof(proof: str | bytes) -> None:
    text = proof if isinstance(proof, str) else b64encode(proof).decode()
    assert not proofs.accept(text, 1)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["parameters", "signature", "data", "x"]), inner, max_size=3
        )
    ),
    max_leaves=6,
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(challenge=JSON, solution=JSON)
def test_any_json_in_a_proof_is_answered(challenge: Any, solution: Any) -> None:
    written = json.dumps({"challenge": challenge, "solution": solution}).encode()
    assert not proofs.accept(b64encode(written).decode(), 1)


def test_work_of_a_challenge_has_an_upper_bound(article: ArticlePage) -> None:
    challenge = Challenge.from_dict(json.loads(proofs.challenge(article.pk)))
    solution = solve_challenge(challenge)
    assert solution is not None
    assert proofs.LEAST_TRIES <= solution.counter < proofs.MOST_TRIES
    assert challenge.parameters.cost == proofs.ROUNDS


def test_used_proofs_are_forgotten_once_they_are_too_old(article: ArticlePage) -> None:
    proofs.accept(solved(article.pk), article.pk)
    proofs.forget_used(timezone.now())
    assert UsedProof.objects.count() == 1
    proofs.forget_used(timezone.now() + timedelta(days=1))
    assert not UsedProof.objects.exists()


def test_suspicion_costs_two_queries_however_many_there_are(
    article: ArticlePage, django_assert_num_queries: Any
) -> None:
    quiet = network("192.0.2.7")
    Comment.objects.bulk_create(
        Comment(article=article, name="x", text="x", network=f"{n % 7:032}") for n in range(500)
    )
    with django_assert_num_queries(2):
        assert not proofs.suspicion(quiet)


@pytest.mark.browser
def test_browser_solves_while_the_reader_types(
    article: ArticlePage,
    live_server: LiveServer,
    browser: Browser,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(stamped_forms, "SECONDS_TO_WRITE", 0)
    rule(Mode.OPEN)
    make_suspect(article)
    page = browser.new_page()
    page.goto(f"{live_server.url}/commentaires/{article.pk}/ecrire/")
    page.get_by_label("Votre commentaire").fill("Le forage est à sec depuis mardi.")
    page.get_by_label("Votre nom").fill("Awa Diarra")
    page.get_by_label("adresse").fill("awa@example.net")
    page.get_by_role("button", name="Envoyer").click()
    page.wait_for_url("**/envoye/**")
    assert escape("Votre commentaire est en ligne") in page.content()
    assert UsedProof.objects.count() == 1
    page.close()
