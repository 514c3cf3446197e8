"""How two versions of a text are compared."""

from hypothesis import given
from hypothesis import strategies as st

from news.diff import Op, Passage, changes_between, word_pieces

words = st.lists(st.sampled_from(["le", "fleuve", "monte", "l’eau", ",", "vite", "1"]), max_size=12)


def said(pieces, *ops):
    return "".join(piece.text for piece in pieces if piece.op in ops)


def squeezed(text):
    return "".join(text.split())


def test_one_word_for_another():
    pieces = word_pieces("gardée un an au plus", "gardée un mois au plus")
    assert [(p.op, p.text) for p in pieces] == [
        (Op.SAME, "gardée un "),
        (Op.REMOVED, "an"),
        (Op.ADDED, "mois"),
        (Op.SAME, " au plus"),
    ]


def test_number_is_replaced_whole():
    pieces = word_pieces("112\u00a0000 livres", "121\u00a0000 livres")
    assert [p.text for p in pieces] == ["112\u00a0000", "121\u00a0000", " livres"]


def test_neighbouring_words_are_replaced_as_one():
    pieces = word_pieces("a b", "c d")
    assert [(p.op, p.text) for p in pieces] == [(Op.REMOVED, "a b"), (Op.ADDED, "c d")]


@given(words, words)
def test_both_texts_can_be_read_out_of_the_comparison(old, new):
    pieces = word_pieces(" ".join(old), " ".join(new))
    assert squeezed(said(pieces, Op.SAME, Op.REMOVED)) == squeezed(" ".join(old))
    assert squeezed(said(pieces, Op.SAME, Op.ADDED)) == squeezed(" ".join(new))


def test_same_text_has_no_changes():
    text = [Passage("text", "Un."), Passage("text", "Deux.")]
    assert changes_between(text, text) == []


def test_far_unchanged_passages_are_folded_and_counted():
    before = [Passage("text", f"Passage {n} inchangé.") for n in range(10)]
    after = [*before[:9], Passage("text", "Tout autre chose.")]
    changes = changes_between(before, after)
    assert changes[0].folded == 8
    assert [piece.op for change in changes[2:] for piece in change.pieces] == [
        Op.REMOVED,
        Op.ADDED,
    ]


def test_reworded_passage_is_compared_word_by_word_and_not_as_a_whole():
    before = [Passage("text", "Nous gardons votre adresse un an.")]
    after = [Passage("item", "Nouveau."), Passage("text", "Nous gardons votre adresse six mois.")]
    added, reworded = changes_between(before, after)
    assert [piece.op for piece in added.pieces] == [Op.ADDED]
    assert reworded.pieces[0].op is Op.SAME
