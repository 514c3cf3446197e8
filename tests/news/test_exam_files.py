"""Lists of exam results as files: read from what authorities give, written for readers."""

import json
import shutil
import subprocess
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.conf import settings as django_settings
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from news.exam_files import shards
from news.exam_files.keys import BUCKETS, key_of, normal_name, normal_number, normal_word
from news.exam_files.reading import UnreadableList, rows_of, sample_of
from news.exam_files.shards import Found

SALT = "00112233445566778899aabbccddeeff"


def found(number: str, centre: str = "Centre 1") -> Found:
    return Found(number, "", centre, "Rive Droite", "Bien", "")


def written(folder: Path, numbers: list[str], files: int) -> int:
    lines = [found(number) for number in numbers]
    keyed = [(key_of(SALT, normal_number(x.number), normal_word(x.centre)), x) for x in lines]
    keyed.sort(key=lambda line: line[0].bucket)
    length = shards.record_length(max(len(line.packed()) for line in lines))
    shards.write_all(folder, ((key, line.packed()) for key, line in keyed), files, length)
    return length


@pytest.fixture
def folder(settings: object, tmp_path: Path) -> Path:
    settings.EXAMS_FOLDER = tmp_path  # type: ignore[attr-defined]
    return tmp_path


def test_each_line_is_found_by_its_number_and_word_and_no_other(folder: Path) -> None:
    numbers = [str(number) for number in range(1000, 1200)]
    written(shards.folder_of(7) / "list-1", numbers, 16)
    shards.publish(7, "list-1")
    for number in numbers:
        assert shards.look_up(7, key_of(SALT, number, "centre 1"), 16) == found(number)
        assert shards.look_up(7, key_of(SALT, number, "centre 2"), 16) is None
    assert shards.look_up(7, key_of(SALT, "999", "centre 1"), 16) is None


def test_all_files_are_there_so_that_a_miss_costs_what_a_hit_costs(folder: Path) -> None:
    written(shards.folder_of(7) / "list-1", ["1"], 32)
    files = list((shards.folder_of(7) / "list-1").iterdir())
    assert {file.name for file in files} == {f"{number}.bin" for number in range(32)}


def test_a_file_shows_nothing_of_its_lines(folder: Path) -> None:
    written(shards.folder_of(7) / "list-1", [str(n) for n in range(1000, 1200)], 16)
    content = b"".join(file.read_bytes() for file in (shards.folder_of(7) / "list-1").iterdir())
    for word in (b"1005", b"Centre", b"Bien", b"Rive"):
        assert word not in content


def test_buckets_of_a_file_are_those_that_lead_to_it() -> None:
    for files in (1, 16, 417, 20_834, BUCKETS):
        end = 0
        for number in range(0, files, max(1, files // 50)):
            first, end = shards.buckets_of(number, files)
            assert shards.file_number(first, files) == number
            assert shards.file_number(end - 1, files) == number
        assert shards.buckets_of(files - 1, files)[1] == BUCKETS


def test_a_new_list_takes_the_place_of_the_old_one_at_once(folder: Path) -> None:
    written(shards.folder_of(7) / "list-1", ["1"], 16)
    shards.publish(7, "list-1")
    written(shards.folder_of(7) / "list-2", ["2"], 16)
    shards.publish(7, "list-2")
    assert shards.look_up(7, key_of(SALT, "1", "centre 1"), 16) is None
    assert shards.look_up(7, key_of(SALT, "2", "centre 1"), 16) == found("2")
    shards.tidy(7)
    assert [folder.name for folder in shards.folder_of(7).glob("list-*")] == ["list-2"]


def test_who_knows_of_the_list_before_finds_the_line_in_the_new_one(folder: Path) -> None:
    numbers = [str(number) for number in range(1000, 1200)]
    written(shards.folder_of(7) / "list-2", numbers, 32)
    shards.publish(7, "list-2")
    for files in (16, 64):
        for number in numbers:
            assert shards.look_up(7, key_of(SALT, number, "centre 1"), files) == found(number)


@pytest.mark.parametrize(
    ("typed", "normal"),
    [(" 00 123-a", "123A"), ("N° 45 678", "N45678"), ("é12", "E12"), ("000", ""), ("--", "")],
)
def test_number_is_the_same_however_it_is_typed(typed: str, normal: str) -> None:
    assert normal_number(typed) == normal


def test_name_is_the_same_either_way_round() -> None:
    assert normal_name("TRAORÉ  Aminata") == normal_name("Aminata Traore")


@settings(max_examples=80)
@given(st.text(max_size=40))
def test_normal_forms_do_not_change_again(text: str) -> None:
    assert normal_number(normal_number(text)) == normal_number(text)
    assert normal_word(normal_word(text)) == normal_word(text)


CSV = "N° de table;Nom;Prénom;Centre;Mention\n001;Diarra;Awa;Centre 1;Bien\n\n002;Sow;;Centre 2;\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_csv_of_any_usual_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "list"
    file.write_bytes(CSV.encode(encoding))
    sample = sample_of(file)
    assert sample.columns == ["number", "name", "first_name", "centre", "mention"]
    assert sample.has_head
    assert [row.cells[0] for row in rows_of(file)] == ["N° de table", "001", "002"]
    assert [row.line for row in rows_of(file)] == [1, 2, 4]


def test_text_copied_from_a_pdf_is_read_by_its_gaps(tmp_path: Path) -> None:
    file = tmp_path / "list"
    file.write_text("  1201   DIARRA AWA    TSE   Passable\n  1202   SOW IDA    TLL\n")
    sample = sample_of(file)
    assert sample.rows[0] == ["1201", "DIARRA AWA", "TSE", "Passable"]
    assert sample.columns == ["number", "", "", ""] and not sample.has_head


def test_workbook_is_read_with_its_numbers_as_numbers(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["Matricule", "Série"])
    book.active.append([1201, "TSE"])
    book.active.append([1202.0, None])
    file = tmp_path / "list"
    book.save(file)
    assert sample_of(file).columns == ["number", "series"]
    assert [row.cells for row in rows_of(file)][1:] == [["1201", "TSE"], ["1202"]]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"PK\x03\x04 cut", b"\x00\x01\x02\x03"])
def test_what_is_no_list_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "list"
    file.write_bytes(content)
    with pytest.raises(UnreadableList):
        sample_of(file)
        list(rows_of(file))


def test_damaged_workbook_is_refused_in_words(tmp_path: Path) -> None:
    book = Workbook()
    for number in range(3000):
        book.active.append([number, f"S{number * 7919 % 1000}"])
    whole, cut, torn = (tmp_path / name for name in ("whole", "cut", "torn"))
    book.save(whole)
    with ZipFile(whole) as archive, ZipFile(cut, "w") as broken:
        for name in archive.namelist():
            content = archive.read(name)
            broken.writestr(name, content[: len(content) // 2] if "sheet1" in name else content)
        start = next(one for one in archive.infolist() if "sheet1" in one.filename).header_offset
    content = bytearray(whole.read_bytes())
    content[start + 300 : start + 600] = b"\xff" * 300
    torn.write_bytes(content)
    for file in (cut, torn):
        with pytest.raises(UnreadableList):
            list(rows_of(file))


@pytest.mark.skipif(not shutil.which("node"), reason="npm brings it")
def test_browsers_make_the_same_keys() -> None:
    """`static/js/exams.js`, of which the parts that type and compute are run by Node."""
    source = (Path(django_settings.BASE_DIR) / "static/js/exams.js").read_text()
    functions = source[source.index("async function digest") : source.index("/** Every reader")]
    typed = [[" 00 123-a", "Sciences  Exactes"], ["N° 45 678", "Centre d’Été"], ["é12", "œuvre"]]
    script = f"""
        globalThis.window = {{ crypto: globalThis.crypto || require("crypto").webcrypto }};
        const encoder = new TextEncoder();
        {functions}
        (async () => {{
          const made = [];
          for (const [number, word] of {json.dumps(typed)}) {{
            const said = [normalNumber(number), normalWord(word)];
            const secret = await digest(fromHex("{SALT}"), encoder.encode(said.join("\\n")));
            made.push([...said, Buffer.from(secret).toString("hex")]);
          }}
          console.log(JSON.stringify(made));
        }})();
    """
    answer = subprocess.run(["node", "-e", script], capture_output=True, text=True, check=True)
    ours = []
    for number, word in typed:
        said = [normal_number(number), normal_word(word)]
        ours.append([*said, key_of(SALT, *said).secret.hex()])
    assert json.loads(answer.stdout) == ours
