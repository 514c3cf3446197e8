"""Tables of an article: each cell under its heading, each row under its name."""

import pytest
from bs4 import BeautifulSoup

from news.blocks import TableBlock


def shown(kinds: str, *rows: list[str]) -> BeautifulSoup:
    names = {"t": "text", "n": "number"}
    block = TableBlock()
    value = block.normalize(
        {
            "columns": [{"type": names[kind], "heading": kind} for kind in kinds],
            "rows": [{"values": row} for row in rows],
            "caption": "",
        }
    )
    return BeautifulSoup(block.render(value), "html.parser")


@pytest.mark.parametrize(("kinds", "named"), [("tn", [0]), ("ntt", [1]), ("nn", []), ("tt", [0])])
def test_the_first_text_names_a_row_and_figures_stand_under_their_heading(
    kinds: str, named: list[int]
) -> None:
    table = shown(kinds, [f"valeur {number}" for number in range(len(kinds))])
    head, body = (row.find_all(["th", "td"]) for row in table.find_all("tr"))
    assert [n for n, cell in enumerate(body) if cell.get("scope") == "row"] == named
    assert [cell.get("class") for cell in head] == [cell.get("class") for cell in body]
    assert [cell.get("class") == ["figures"] for cell in body] == [kind == "n" for kind in kinds]


def test_an_empty_cell_names_no_row() -> None:
    assert shown("tn", ["", "500"]).find("th", scope="row") is None
