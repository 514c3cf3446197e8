"""The card of a shared link whose title is in Arabic, N'Ko or letters that no font of ours has."""

from io import BytesIO

import pytest
from PIL import Image, ImageChops

from home import share_card
from home.share_card import MARGIN, SERIF, WIDTH, Card, draw, lettering

joins_letters = pytest.mark.skipif(
    not share_card.JOINS_LETTERS, reason="libfribidi0 is not on this machine"
)
ARABIC, NKO = "المدرسة الجديدة في كاتي", "ߒߞߏ ߞߊ߲ߡߊ߬ ߛߓߍߘߋ߲"


def drawn(title: str, kicker: str = "") -> Image.Image:
    return Image.open(BytesIO(draw(Card(title, kicker, "Le Fleuve", "river")))).convert("L")


def edges(picture: Image.Image) -> tuple[int, int]:
    """Where the ink between the stripe and the double rule begins and ends, from the left."""
    text = picture.crop((0, 20, WIDTH, 520))
    box = ImageChops.invert(text.point(lambda tone: 255 if tone > 200 else 0)).getbbox()
    assert box
    return box[0], box[2]


@joins_letters
@pytest.mark.parametrize("title", [ARABIC, NKO])
def test_a_title_written_from_right_to_left_begins_on_the_right(title: str) -> None:
    left, right = edges(drawn(title))
    assert left > MARGIN + 50 and right == pytest.approx(WIDTH - MARGIN, abs=6)
    left, right = edges(drawn("Mali"))
    assert left == pytest.approx(MARGIN, abs=6)


@joins_letters
@pytest.mark.parametrize(("word", "is_joined"), [("محمد", True), ("ߒߞߏ", True), ("HHH", False)])
def test_its_letters_are_joined(word: str, is_joined: bool) -> None:
    picture = drawn(word)
    left, right = edges(picture)
    columns = (picture.crop((x, 20, x + 1, 520)) for x in range(left, right))
    darkest = [column.getextrema()[0] for column in columns]
    assert all(tone < 200 for tone in darkest) is is_joined


@joins_letters
def test_a_title_in_letters_that_cannot_be_drawn_gives_way_to_the_name_of_the_paper(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    alone = draw(Card("Le Fleuve", "", "", "river"))
    assert draw(Card("巴马科", "Mali", "Le Fleuve", "river")) == alone
    assert draw(Card(ARABIC, "Mali", "Le Fleuve", "river")) != alone
    monkeypatch.setattr(share_card, "JOINS_LETTERS", False)
    assert draw(Card(ARABIC, "Mali", "Le Fleuve", "river")) == alone


def test_signs_that_no_font_has_are_left_out() -> None:
    assert lettering("La crue 🚧 monte\u202f!") == ("La crue monte\u202f!", SERIF)
    assert lettering("🚧") is None
