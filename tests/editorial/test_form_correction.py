"""What a program takes for a correction of form, and what it leaves to people."""

import json
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType

from editorial.workflow.form_correction import changed_characters, what_is_more_than_form
from home.models import PolicyPage
from news.models import ArticlePage

pytestmark = pytest.mark.django_db
LIMIT = 40


def article(**fields: Any) -> dict[str, Any]:
    kind = ContentType.objects.get_for_model(ArticlePage)
    return {"content_type": kind.pk, "title": "Le pont ferme", "body": "[]"} | fields


def paragraph(html: str) -> dict[str, Any]:
    return article(body=json.dumps([{"type": "paragraph", "value": html, "id": "a"}]))


def is_form(one: str, other: str, limit: int = LIMIT) -> bool:
    before, after = (paragraph(f"<p>{text}</p>") for text in (one, other))
    return not what_is_more_than_form(before, after, limit)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Les habitant relèvent les digues.", "Les habitants relèvent les digues."),
        ("Ils ont relevés les digues.", "Ils ont relevé les digues."),
        ("Elle est fermé au camions.", "Elle est fermée aux camions."),
        ("Le marché a rouver ce matin.", "Le marché a rouvert ce matin."),
        ("Il pleut , depuis lundi.", "Il pleut, depuis lundi."),
        ("Il pleut depuis le le matin.", "Il pleut depuis le matin."),
        ("Il arrive à maison.", "Il arrive à la maison."),
        ("Une foule immense attendait ,dit-on.", "Une foule immense attendait, dit-on."),
        ("Les pecheurs rentrent.", "Les pêcheurs rentrent."),
        ("Le coeur du quartier.", "Le cœur du quartier."),
        ("Beau coup de monde.", "Beaucoup de monde."),
        ("Il dit: «oui».", "Il dit : « oui »."),
        ("La ville attendait l’eau", "La ville attendait l’eau."),
        ("Le directeur des étude parle.", "Le directeur des études parle."),
    ],
)
def test_typing_spelling_and_spacing_are_form(one: str, other: str) -> None:
    assert is_form(one, other)
    assert is_form(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Il y a 12 blessés.", "Il y a 13 blessés."),
        ("Il y a deux blessés.", "Il y a dix blessés."),
        ("Un millier de sacs.", "Un million de sacs."),
        ("Le maire Keita parle.", "Le maire Keïtas parle."),
        ("Le pont de Sotuba ferme.", "Le pont de Sébé ferme."),
        ("Il a signé le texte.", "Il n’a pas signé le texte."),
        ("Il viendra demain.", "Il ne viendra demain."),
        ("La hausse continue.", "La baisse continue."),
        ("Un accord légal.", "Un accord illégal."),
        ("Le mort est là.", "Le port est là."),
        ("Le marché rouvre.", "Le marché central rouvre."),
        ("Le marché central rouvre.", "Le marché rouvre."),
        ("Le préfet accuse.", "Le maire accuse."),
        ("Aucun blessé.", "Un blessé."),
        ("Il l’a fait.", "Elle a fait cela sans le dire."),
        (
            'Il <a href="https://example.org/a">parle</a>.',
            'Il <a href="https://example.org/b">parle</a>.',
        ),
        ("Il <b>parle</b>.", "Il parle."),
    ],
)
def test_figures_names_negations_links_and_other_words_are_more(one: str, other: str) -> None:
    assert not is_form(one, other)
    assert not is_form(other, one)


@pytest.mark.parametrize(
    ("field", "one", "other"),
    [
        ("title", "Le pont fermé", "Le pont ferme"),
        ("seo_title", "Le pont fermé", "Le pont ferme"),
        ("kicker", "Crues", "Crue"),
        ("lead_image", 1, 2),
        ("lead_image_credit", "Photo", "Photos"),
        ("kind", "news", "opinion"),
        ("bylines", [], [{"author": 1, "role": ""}]),
    ],
)
def test_titles_pictures_and_signatures_never_are(field: str, one: Any, other: Any) -> None:
    assert what_is_more_than_form(article(**{field: one}), article(**{field: other}), LIMIT)


def test_a_heading_in_the_text_is_a_title() -> None:
    def heading(text: str) -> dict[str, Any]:
        value = {"text": text, "level": "2"}
        return article(body=json.dumps([{"type": "heading", "value": value, "id": "a"}]))

    assert what_is_more_than_form(heading("Les travau"), heading("Les travaux"), LIMIT)


def test_prose_inside_other_blocks_is_prose() -> None:
    def quoted(text: str, who: str = "Fanta") -> dict[str, Any]:
        value = {"text": text, "attribution": who, "role": ""}
        return article(body=json.dumps([{"type": "quote", "value": value, "id": "a"}]))

    assert not what_is_more_than_form(quoted("l’eau décides"), quoted("l’eau décide"), LIMIT)
    assert what_is_more_than_form(quoted("l’eau décide"), quoted("l’eau décide", "Fatou"), LIMIT)


def test_blocks_put_in_taken_out_or_moved_are_more() -> None:
    one = [{"type": "paragraph", "value": "<p>Un</p>", "id": "a"}]
    two = [*one, {"type": "paragraph", "value": "<p>Deux</p>", "id": "b"}]
    contents = [article(body=json.dumps(blocks)) for blocks in (one, two)]
    assert what_is_more_than_form(*contents, LIMIT)
    assert what_is_more_than_form(*reversed(contents), LIMIT)


def test_policies_have_no_prose() -> None:
    kind = ContentType.objects.get_for_model(PolicyPage)
    base = {"content_type": kind.pk, "title": "Mentions", "body": "[]"}
    one, other = (base | {"introduction": text} for text in ("Les donnée", "Les données"))
    assert what_is_more_than_form(one, other, LIMIT)


def test_many_small_ones_together_are_too_long() -> None:
    one = " ".join(["mot"] * 30)
    other = " ".join(["mots"] * 30)
    assert is_form(one, other)
    assert not is_form(one, other, limit=29)


def test_characters_are_counted_as_put_in_taken_out_or_replaced() -> None:
    assert changed_characters("fermé", "fermée") == 1
    assert changed_characters("abc", "adc") == 1
    assert changed_characters("abc", "abc") == 0
