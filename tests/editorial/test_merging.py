"""Two changes of one text, brought together field by field."""

import json
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType

from editorial.versions.merging import changed, merge, same_schedule, same_text
from news.models import ArticlePage

pytestmark = pytest.mark.django_db


def body(*blocks: tuple[str, str]) -> str:
    return json.dumps(
        [{"type": "paragraph", "id": number, "value": text} for number, text in blocks]
    )


def texts(content: dict[str, Any]) -> list[str]:
    return [block["value"] for block in json.loads(content["body"])]


BASE = {
    "pk": 1,
    "title": "Le pont ferme",
    "standfirst": "Un mois de travaux.",
    "body": body(("a", "Un"), ("b", "Deux"), ("c", "Trois")),
    "bylines": [{"pk": 3, "article": 1, "sort_order": 0, "author": 7, "role": ""}],
    "tagged_items": [{"pk": 1, "tag": 4}, {"pk": 2, "tag": 9}],
    "go_live_at": None,
    "expire_at": None,
    "latest_revision": 4,
}


@pytest.fixture(autouse=True)
def _an_article() -> None:
    BASE["content_type"] = ContentType.objects.get_for_model(ArticlePage).pk


class TestTheSameText:
    @pytest.mark.parametrize(
        "other",
        [
            {"latest_revision": 5, "draft_title": "x", "live": True, "word_count": 3},
            {"wagtail_admin_comments": [{"pk": 1, "text": "Quel pont ?"}]},
            {"bylines": [{"pk": None, "article": None, "sort_order": 1, "author": 7, "role": ""}]},
            {"body": body(("x", "Un"), ("y", "Deux"), ("z", "Trois"))},
            {"body": body(("a", "Un"), ("b", "Deux"), ("c", "Trois")).replace(": ", ":")},
            {"tagged_items": [{"pk": 2, "tag": 9}, {"pk": 1, "tag": 4}]},
        ],
    )
    def test_is_what_saving_alone_changes(self, other: dict[str, Any]) -> None:
        assert same_text(BASE, BASE | other)

    def test_is_not_another_order_word_or_signature(self) -> None:
        for other in (
            {"title": "Le pont rouvre"},
            {"body": body(("b", "Deux"), ("a", "Un"), ("c", "Trois"))},
            {"bylines": []},
        ):
            assert not same_text(BASE, BASE | other)

    def test_has_nothing_to_do_with_the_schedule(self) -> None:
        later = BASE | {"go_live_at": "2026-11-24T17:00:00Z"}
        assert same_text(BASE, later) and not same_schedule(BASE, later)

    def test_is_what_a_program_wrote_and_the_editor_shows_again(self) -> None:
        listed = [{"type": "item", "value": text, "id": text} for text in ("Un", "Deux")]
        written, shown = (
            [
                {"type": "paragraph", "value": text},
                {"type": "key_points", "value": {"points": points}},
            ]
            for text, points in (
                ("<p>Un</p>\n<p>Deux</p>", ["Un", "Deux"]),
                ("<p>Un</p><p>Deux</p>", listed),
            )
        )
        assert same_text(BASE | {"body": json.dumps(written)}, BASE | {"body": json.dumps(shown)})

    def test_keeps_rich_text_apart_from_the_editors_numbers(self) -> None:
        one = {"body": body(("a", '<p data-block-key="x1">Un</p>'))}
        two = {"body": body(("a", '<p data-block-key="y2">Un</p>'))}
        assert same_text(BASE | one, BASE | two)


class TestMerging:
    def test_takes_what_only_the_other_has_changed(self) -> None:
        mine, theirs = BASE | {"standfirst": "Deux mois."}, BASE | {"title": "Le pont rouvre"}
        merged = merge(BASE, mine, theirs)
        assert merged.content["title"] == "Le pont rouvre"
        assert merged.content["standfirst"] == "Deux mois."
        assert (merged.taken, merged.conflicts) == (["title"], [])

    def test_asks_about_what_both_have_changed_and_keeps_mine_meanwhile(self) -> None:
        mine, theirs = BASE | {"title": "Le mien"}, BASE | {"title": "Le leur"}
        merged = merge(BASE, mine, theirs)
        assert (merged.content["title"], merged.conflicts) == ("Le mien", ["title"])
        assert merge(BASE, mine, theirs, {"title"}).content["title"] == "Le leur"

    def test_has_no_question_where_both_have_written_the_same(self) -> None:
        both = BASE | {"title": "Le pont rouvre"}
        assert merge(BASE, both, both).conflicts == []

    def test_without_a_common_version_asks_about_every_difference(self) -> None:
        merged = merge({}, BASE, BASE | {"title": "Le leur", "bylines": []})
        assert merged.conflicts == ["title", "bylines"]

    def test_leaves_schedule_and_bookkeeping_as_they_are(self) -> None:
        theirs = BASE | {"go_live_at": "2026-11-24T17:00:00Z", "latest_revision": 9}
        assert merge(BASE, BASE, theirs).content == BASE

    def test_brings_the_blocks_of_both_together(self) -> None:
        mine = BASE | {"body": body(("a", "Un, relu"), ("b", "Deux"), ("c", "Trois"), ("m", "M"))}
        theirs = BASE | {"body": body(("a", "Un"), ("t", "T"), ("b", "Deux"), ("c", "Trois !"))}
        merged = merge(BASE, mine, theirs)
        assert texts(merged.content) == ["Un, relu", "T", "Deux", "Trois !", "M"]
        assert merged.conflicts == []

    def test_deletes_a_block_that_one_side_has_deleted_and_the_other_left(self) -> None:
        without = BASE | {"body": body(("a", "Un"), ("c", "Trois"))}
        relit = BASE | {"body": body(("a", "Un, relu"), ("b", "Deux"), ("c", "Trois"))}
        for mine, theirs in ((without, relit), (relit, without)):
            assert texts(merge(BASE, mine, theirs).content) == ["Un, relu", "Trois"]

    @pytest.mark.parametrize(
        "theirs",
        [
            body(("a", "Un"), ("b", "Deux, des leurs"), ("c", "Trois")),
            body(("a", "Un"), ("c", "Trois")),
        ],
    )
    def test_asks_where_one_block_was_changed_by_both(self, theirs: str) -> None:
        mine = BASE | {"body": body(("a", "Un"), ("b", "Deux, du mien"), ("c", "Trois"))}
        merged = merge(BASE, mine, BASE | {"body": theirs})
        assert merged.conflicts == ["body"]
        assert merged.content["body"] == mine["body"]


def test_differences_are_listed_in_the_order_of_the_fields() -> None:
    assert changed(BASE, BASE | {"bylines": [], "title": "x"}) == ["title", "bylines"]
