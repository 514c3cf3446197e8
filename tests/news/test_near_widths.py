"""Files of nearly the same width are not made twice."""

import pytest

from news.images import SHAPES, Pixels


@pytest.mark.parametrize(
    ("width", "made"),
    [(300, [480]), (490, [720]), (720, [480, 720]), (970, [480, 720, 1440])],
)
def test_of_two_near_widths_the_larger_one_alone_is_made(width: int, made: list[int]) -> None:
    """The last one is as wide as the picture: nothing is blown up."""
    assert SHAPES["lead"].useful_widths(Pixels(width, width * 2 // 3)) == made
