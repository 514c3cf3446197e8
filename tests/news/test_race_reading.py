"""Lists of runners, as people have them."""

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from news.race_tables.bets import amount_in, pays
from news.race_tables.numbers import is_an_order, normal_order
from news.race_tables.reading import UnreadableFile, read_file, read_text
from news.race_tables.runners import RUNNERS, runners_in

SPREADSHEET = (
    "1\tÉclair du Fleuve\tH6\tA. Tembély\t57,5\t1p 3p (25) 2p\tÉ. Dara\t12/1\n"
    "2\tKôrô Ba\tM4\tM. Sagara\t56\t0p4p\tJ. Niangaly\t3,5\tNP"
)
ALIGNED = """Prix du Fleuve, 2 100 m, départ 13 h 35
 1  ECLAIR DU FLEUVE    H6  A. TEMBELY   57,5   1p 3p (25) 2p  E. DARA
 2. KORO BA    M4  M. SAGARA   56  0p 4p   J. NIANGALY  (NP)
"""
NAMED = (
    "N°;Cheval;S/A;Driver;Dist.;Musique;Entraîneur;Cote\n1;Djéli;H6;I. Dolo;2850;1a2aDa;C. B;5/1"
)


def test_cells_of_a_spreadsheet_are_told_apart_by_what_they_look_like() -> None:
    first, second = read_text(SPREADSHEET).rows
    assert (first["number"], first["horse"], first["sex_age"]) == ("1", "Éclair du Fleuve", "H6")
    assert (first["jockey"], first["weight"], first["trainer"]) == ("A. Tembély", "57,5", "É. Dara")
    assert (first["form"], first["odds"], first["out"]) == ("1p 3p (25) 2p", "12/1", "")
    assert (second["odds"], second["out"]) == ("3,5", "NP")


def test_aligned_columns_are_read_and_what_is_no_runner_is_given_back() -> None:
    reading = read_text(ALIGNED)
    assert [row["horse"] for row in reading.rows] == ["ECLAIR DU FLEUVE", "KORO BA"]
    assert [row["out"] for row in reading.rows] == ["", "NP"]
    assert reading.unread == ["Prix du Fleuve, 2 100 m, départ 13 h 35"]


def test_columns_are_taken_by_the_names_that_programmes_give_them() -> None:
    [row] = read_text(NAMED).rows
    assert (row["jockey"], row["weight"], row["form"]) == ("I. Dolo", "2850", "1a2aDa")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_csv_of_any_usual_encoding_is_read(encoding: str) -> None:
    file = BytesIO(NAMED.encode(encoding))
    assert read_file(file, "partants.csv").rows[0]["horse"] == "Djéli"


def test_workbook_is_read_with_its_numbers_as_numbers() -> None:
    book = Workbook()
    book.active.append(["N°", "Cheval", "Poids"])
    book.active.append([1, "Djéli", 57.5])
    book.active.append([2.0, "Cauri", 56])
    file = BytesIO()
    book.save(file)
    file.seek(0)
    rows = read_file(file, "partants.xlsx").rows
    assert [(row["number"], row["weight"]) for row in rows] == [("1", "57,5"), ("2", "56")]


@pytest.mark.parametrize("content", [b"PK\x03\x04 cut short", b"\x00\x01\x02", b"x" * 2_000_001])
def test_file_that_is_no_list_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(UnreadableFile):
        read_file(BytesIO(content), "partants")


@settings(max_examples=60)
@given(st.text())
def test_no_pasted_text_breaks_the_reading_nor_loses_a_line(text: str) -> None:
    reading = read_text(text)
    stored = RUNNERS.text_of(reading.rows)
    assert RUNNERS.normal(stored) == stored
    assert len(runners_in(stored)) == len(reading.rows)


@settings(max_examples=60)
@given(st.text())
def test_what_is_stored_once_is_stored_the_same_again(text: str) -> None:
    stored = RUNNERS.normal(text)
    assert RUNNERS.normal(stored) == stored


@pytest.mark.parametrize(
    "typed", ["4 7 12", "4-7-12", "4, 7 et 12", "n° 4 / 7 / 12", "4 – 7 – 12."]
)
def test_arrival_is_read_however_it_is_typed(typed: str) -> None:
    assert normal_order(typed) == "4-7-12"


@pytest.mark.parametrize("typed", ["4-7-douze", "0-4", "4-700"])
def test_what_is_no_order_stays_as_it_was_typed(typed: str) -> None:
    assert not is_an_order(typed)
    assert normal_order(typed) == typed


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1 250 000", 1_250_000),
        ("1.250.000 F CFA", 1_250_000),
        ("1\u202f250 F", 1_250),
        ("450,50", 451),
        ("450.4", 450),
        ("12500", 12_500),
        ("douze", None),
        ("", None),
    ],
)
def test_amount_is_read_in_francs(typed: str, amount: int | None) -> None:
    assert amount_in(typed) == amount


@pytest.mark.parametrize(
    ("bet", "combination", "fits"),
    [
        ("Tiercé ordre", "4-7-12", True),
        ("Tiercé désordre", "12-4-7", True),
        ("Tiercé", "4-7-9", False),
        ("Couplé placé", "4-12", True),
        ("Couplé gagnant", "4-12", False),
        ("Quarté bonus", "4-7-12", True),
        ("Quarté", "4-7-12", False),
        ("Pari du patron", "9-8", True),
    ],
)
def test_combination_is_made_of_those_who_came_in_first(
    bet: str, combination: str, fits: bool
) -> None:
    assert pays(bet, combination, [4, 7, 12, 1, 9]) is fits
