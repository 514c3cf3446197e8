"""The names in a document are shown to whoever uploads it, and taken out unless they say no."""

import os
from html import unescape
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Text
from pypdf.generic import DictionaryObject, NameObject, StreamObject, TextStringObject
from wagtail.documents import get_document_model
from wagtail.models import Collection, UploadedFile

from news.document_metadata import Names, Unreadable, names_in, without_names
from news.forms import told_unreadable
from news.kept_uploads import forget_old
from tests.factories import UserFactory, article_showing

pytestmark = pytest.mark.django_db
Document = get_document_model()
SPEAKER = "Mme Keita"
PERSON, PROGRAM = "Zyxauteur Keïta", "Zyxlogiciel 3"
XMP = f"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmp:CreatorTool="{PROGRAM}"><dc:creator><rdf:Seq><rdf:li>{PERSON}</rdf:li></rdf:Seq></dc:creator>
</rdf:Description></rdf:RDF></x:xmpmeta>""".encode()
OFFICE = "http://schemas.openxmlformats.org"


def pdf(author: str = PERSON, xmp: bool = True, password: str = "") -> bytes:
    writer, file = PdfWriter(), BytesIO()
    writer.add_blank_page(200, 300)
    writer.add_metadata({"/Producer": PROGRAM} | ({"/Author": author} if author else {}))
    if xmp:
        writer.xmp_metadata = XMP
    if password:
        writer.encrypt(password)
    writer.write(file)
    return file.getvalue()


def docx() -> bytes:
    core = (
        f'<cp:coreProperties xmlns:cp="{OFFICE}/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:creator>{PERSON}</dc:creator><cp:lastModifiedBy>{PERSON}</cp:lastModifiedBy>"
        "<dc:title>Budget</dc:title></cp:coreProperties>"
    )
    app = f"<Properties><Application>{PROGRAM}</Application><Company/></Properties>"
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w:document>Le budget de la commune</w:document>")
        archive.writestr("docProps/core.xml", core)
        archive.writestr("docProps/app.xml", app)
    return file.getvalue()


def odt() -> bytes:
    meta = (
        '<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta>'
        f"<meta:initial-creator>{PERSON}</meta:initial-creator><dc:creator>{PERSON}</dc:creator>"
        f"<meta:generator>{PROGRAM}</meta:generator></office:meta></office:document-meta>"
    )
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text", ZIP_STORED)
        archive.writestr("content.xml", "<text>Le budget</text>", ZIP_DEFLATED)
        archive.writestr("meta.xml", meta, ZIP_DEFLATED)
    return file.getvalue()


def richer(kind: str) -> bytes:
    """A file with names in every place where programs are known to write them."""
    parts: dict[str, str | bytes] = {}
    if kind == "docx":
        source = docx()
        parts["docProps/custom.xml"] = (
            '<Properties xmlns="x" xmlns:vt="y"><property fmtid="{D5CDD505}" pid="2" '
            f'name="Compte"><vt:lpwstr>{PERSON}</vt:lpwstr></property></Properties>'
        )
        parts["package/services/metadata/core-properties/0a.psmdcp"] = (
            f"<coreProperties><creator>{PERSON}</creator></coreProperties>".encode("utf-16")
        )
        parts["_rels/.rels"] = '<R><Relationship Id="1" Target="docProps/thumbnail.jpeg"/></R>'
        parts["docProps/thumbnail.jpeg"] = b"Zyxvignette"
        parts["word/comments.xml"] = f'<w:comment w:author="{SPEAKER}">Bien</w:comment>'
    elif kind == "xlsx":
        file, book = BytesIO(), Workbook()
        book.active["A1"], book.properties.creator = 12, PERSON
        book.active["A1"].comment = Comment("Bien", SPEAKER)
        book.custom_doc_props.append(StringProperty(name="Compte", value=PERSON))
        book.save(file)
        source = file.getvalue()
    elif kind == "odt":
        source = odt()
        parts["content.xml"] = (
            f"<text><office:annotation><dc:creator>{SPEAKER}</dc:creator></office:annotation></text>"
        )
        parts["META-INF/manifest.xml"] = (
            '<m><manifest:file-entry manifest:full-path="Thumbnails/thumbnail.png"/></m>'
        )
        parts["Thumbnails/thumbnail.png"] = b"Zyxvignette"
    else:
        writer, file = PdfWriter(clone_from=PdfReader(BytesIO(pdf()))), BytesIO()
        writer.add_metadata({"/Compte": PERSON})
        thumbnail = StreamObject()
        thumbnail.set_data(b"Zyxvignette")
        page = writer.pages[0]
        page[NameObject("/Thumb")] = writer._add_object(thumbnail)
        page[NameObject("/PieceInfo")] = DictionaryObject({NameObject("/A"): thumbnail})
        note = Text(rect=(9, 9, 50, 50), text="Bien")
        note[NameObject("/T")] = TextStringObject(SPEAKER)
        writer.add_annotation(0, note)
        writer.write(file)
        return file.getvalue()
    file = BytesIO()
    with ZipFile(BytesIO(source)) as old, ZipFile(file, "w", ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename not in parts:
                new.writestr(entry, old.read(entry))
        for name, content in parts.items():
            new.writestr(name, content)
    return file.getvalue()


FILES = {"pdf": pdf(), "docx": docx(), "odt": odt()}


def unfolded(content: bytes) -> bytes:
    """All that is in a file, its packed parts included."""
    if content.startswith(b"PK"):
        with ZipFile(BytesIO(content)) as archive:
            return b"\n".join(archive.read(name) for name in archive.namelist())
    streams = []
    for generation in PdfReader(BytesIO(content)).xref.values():
        streams.append(repr(generation).encode())
    return content + b"\n".join(streams)


@pytest.mark.parametrize("kind", FILES)
def test_names_are_found_and_taken_out(kind):
    found = names_in(FILES[kind])
    assert found.people == (PERSON,)
    assert PROGRAM in found.programs
    clean = without_names(FILES[kind])
    assert b"Zyx" not in unfolded(clean)
    assert "Zyx".encode("utf-16-be") not in clean
    assert not names_in(clean)


@pytest.mark.parametrize("kind", ["pdf", "docx", "xlsx", "odt"])
def test_every_place_beside_the_text_is_emptied_and_comments_are_told(kind):
    content = richer(kind)
    found = names_in(content)
    assert PERSON in found.people and found.speakers == (SPEAKER,)
    clean = without_names(content)
    assert b"Zyx" not in unfolded(clean) and b"Zyx" not in unfolded(clean).replace(b"\0", b"")
    assert b"Keita" in unfolded(clean).replace(b"\0", b"")
    assert not names_in(clean) and names_in(clean).speakers == (SPEAKER,)
    if kind == "xlsx":
        assert load_workbook(BytesIO(clean)).active["A1"].comment.author == SPEAKER
    if kind == "odt":
        assert b"thumbnail" not in unfolded(clean)


def test_file_that_unfolds_without_end_is_refused():
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr("docProps/core.xml", "<creator>" + " " * 2_000_000 + "</creator>")
    with pytest.raises(Unreadable):
        names_in(file.getvalue())


def test_text_and_title_stay():
    clean = without_names(FILES["docx"])
    assert b"Le budget de la commune" in unfolded(clean)
    assert b"<dc:title>Budget" in unfolded(clean)
    reader = PdfReader(BytesIO(without_names(FILES["pdf"])))
    assert len(reader.pages) == 1
    assert reader.metadata is None
    assert reader.xmp_metadata is None


def test_office_files_are_still_what_their_programs_open():
    file = BytesIO()
    book = Workbook()
    book.active["A1"], book.properties.creator = 12, PERSON
    book.save(file)
    clean = without_names(file.getvalue())
    assert load_workbook(BytesIO(clean)).active["A1"].value == 12
    with ZipFile(BytesIO(without_names(FILES["odt"]))) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", ZIP_STORED)


@pytest.mark.parametrize("content", [b"%PDF-1.7 rien", pdf(password="x"), b"PK\x03\x04 rien"])
def test_damaged_and_protected_files_say_so(content):
    with pytest.raises(Unreadable):
        names_in(content)


def test_other_files_name_nobody():
    assert names_in(b"nom;prix\nriz;500\n") == Names()


# At the form.


@pytest.fixture
def desk(client):
    client.force_login(UserFactory(is_superuser=True))
    return client


def send(desk, content: bytes | None = None, name: str = "budget.pdf", **fields: str):
    data = {"title": "Budget", "collection": Collection.get_first_root_node().pk}
    data |= {"kept_upload": "", "names_shown": "", "strip_names": "on"} | fields
    data = {key: value for key, value in data.items() if value is not None}
    if content is not None:
        data["file"] = ContentFile(content, name)
    return desk.post(reverse("wagtaildocs:add"), data)


def again(desk, response, **fields):
    """The form as it came back, pressed once more: the file is kept and not sent again."""
    form = BeautifulSoup(response.content, "html.parser").select_one("form[enctype]")
    hidden = {
        name: form.select_one(f"[name={name}]")["value"] for name in ("kept_upload", "names_shown")
    }
    return send(desk, **(hidden | fields))


def kept() -> bytes:
    with Document.objects.get().open_file() as file:
        return file.read()


@pytest.mark.parametrize("kind", FILES)
def test_names_are_shown_once_and_then_taken_out(desk, kind):
    shown = send(desk, FILES[kind], f"budget.{kind}")
    assert not Document.objects.exists()
    assert PERSON in shown.text and PROGRAM in shown.text
    assert again(desk, shown).status_code == 302
    assert b"Zyx" not in unfolded(kept())
    assert Document.objects.get().file_size == len(kept())


def test_names_stay_where_a_person_wants_them(desk):
    shown = send(desk, FILES["pdf"])
    again(desk, shown, strip_names=None)
    assert kept() == FILES["pdf"]


def test_file_that_names_programs_only_is_taken_at_once(desk):
    assert send(desk, pdf(author="", xmp=False)).status_code == 302
    assert PROGRAM.encode() not in kept()


def test_another_file_is_looked_at_anew(desk):
    shown = send(desk, FILES["pdf"])
    other = again(desk, shown, file=ContentFile(FILES["docx"], "autre.docx"))
    assert other.status_code == 200
    assert not Document.objects.exists()


@pytest.mark.parametrize("content", [b"%PDF-1.7 rien", pdf(password="x")])
def test_what_cannot_be_cleaned_is_said_and_can_be_uploaded(desk, content):
    shown = send(desk, content)
    assert told_unreadable() in unescape(shown.text)
    assert again(desk, shown).status_code == 302
    assert kept() == content


# In the chooser of the editor, and where a file is replaced.


def test_chooser_of_the_editor_asks_as_well(desk):
    url, prefix = reverse("wagtaildocs_chooser:create"), "document-chooser-upload-"
    data = {"title": "Budget", "collection": Collection.get_first_root_node().pk}
    data |= {"kept_upload": "", "names_shown": "", "strip_names": "on"}
    data |= {"file": ContentFile(FILES["docx"], "budget.docx")}
    first = desk.post(url, {prefix + name: value for name, value in data.items()}).json()
    assert first["step"] != "chosen" and PERSON in first["htmlFragment"]
    form = BeautifulSoup(first["htmlFragment"], "html.parser")
    del data["file"]
    for name in ("kept_upload", "names_shown"):
        data[name] = form.select_one(f"[name={prefix}{name}]")["value"]
    desk.post(url, {prefix + name: value for name, value in data.items()})
    assert b"Zyx" not in unfolded(kept())


def test_replaced_file_is_asked_about_as_well(desk):
    send(desk, b"un;deux", "budget.csv")
    url = reverse("wagtaildocs:edit", args=[Document.objects.get().pk])
    data = {"title": "Budget", "collection": Collection.get_first_root_node().pk}
    data |= {"kept_upload": "", "names_shown": "", "strip_names": "on"}
    data["file"] = ContentFile(FILES["pdf"], "budget.pdf")
    shown = desk.post(url, data)
    assert PERSON in shown.text and kept() == b"un;deux"
    form = BeautifulSoup(shown.content, "html.parser")
    del data["file"]
    for name in ("kept_upload", "names_shown"):
        data[name] = form.select_one(f"[name={name}]")["value"]
    desk.post(url, data)
    assert b"Zyx" not in unfolded(kept()) and kept().startswith(b"%PDF")


# Where many are uploaded at once.


def send_several(desk, content: bytes = FILES["pdf"], title: str = "Budget"):
    data = {"title": title, "collection": Collection.get_first_root_node().pk}
    data["files[]"] = ContentFile(content, "budget.pdf")
    answer = desk.post(reverse("wagtaildocs:add_multiple"), data).json()
    assert answer["success"]
    return BeautifulSoup(answer["form"], "html.parser")


def press(desk, row, **fields):
    """The form of a row as it stands, with `fields` changed; None leaves a field out."""
    action = row.select_one("form")["action"]
    data = {
        field["name"]: field.get("value", "on" if field.get("type") == "checkbox" else "")
        for field in row.select("form input[name]")
    }
    prefix = next(name for name in data if name.endswith("-title")).removesuffix("title")
    data[f"{prefix}collection"] = Collection.get_first_root_node().pk
    data |= {prefix + name: value for name, value in fields.items()}
    return desk.post(action, {name: value for name, value in data.items() if value is not None})


def test_row_of_an_upload_shows_the_names_and_they_are_out_already(
    desk, django_capture_on_commit_callbacks
):
    row = send_several(desk)
    assert b"Zyx" not in unfolded(kept())
    box = row.select_one("[name$=strip_names]")
    assert box.has_attr("checked") and PERSON in row.text
    with django_capture_on_commit_callbacks(execute=True):
        assert press(desk, row).json()["success"]
    assert b"Zyx" not in unfolded(kept())
    assert not UploadedFile.objects.exists()


def test_row_gives_the_names_back_to_whoever_wants_them(desk, django_capture_on_commit_callbacks):
    row = send_several(desk)
    name = Document.objects.get().filename
    with django_capture_on_commit_callbacks(execute=True):
        assert press(desk, row, strip_names=None).json()["success"]
    assert kept() == FILES["pdf"]
    document = Document.objects.get()
    assert (document.file_size, document.filename) == (len(FILES["pdf"]), name)
    assert not UploadedFile.objects.exists()


def test_row_keeps_its_question_when_another_field_is_wrong(desk):
    answer = press(desk, send_several(desk), title="").json()
    row = BeautifulSoup(answer["form"], "html.parser")
    assert PERSON in row.text
    assert press(desk, row, title="Budget", strip_names=None).json()["success"]
    assert kept() == FILES["pdf"]


def test_names_come_back_only_to_who_sent_the_file(desk, client):
    row = send_several(desk)
    client.force_login(UserFactory(is_superuser=True))
    press(client, row, strip_names=None)
    assert b"Zyx" not in unfolded(kept())


def test_names_come_back_in_no_text_that_readers_see(desk, home_page):
    row = send_several(desk)
    article_showing(Document.objects.get(), home_page)
    assert not press(desk, row, strip_names=None).json()["success"]
    assert b"Zyx" not in unfolded(kept())


@pytest.mark.parametrize("keeps", [False, True])
def test_file_that_waits_for_a_title_is_asked_about_as_well(desk, keeps):
    row = send_several(desk, title="x" * 300)
    assert PERSON in row.text and not Document.objects.exists()
    chosen = {"strip_names": None} if keeps else {}
    assert press(desk, row, title="Budget", **chosen).json()["success"]
    assert (kept() == FILES["pdf"]) is keeps
    assert (b"Zyx" in unfolded(kept())) is keeps


def test_row_says_what_cannot_be_taken_out(desk):
    row = send_several(desk, pdf(password="x"))
    assert told_unreadable() in row.text
    assert not row.select("[name$=strip_names]")


def test_file_that_nobody_came_back_for_is_deleted_after_a_day(desk):
    send_several(desk)
    (waiting,) = UploadedFile.objects.all()
    assert forget_old() == 0
    os.utime(default_storage.path(waiting.file.name), (0, 0))
    assert forget_old() == 1
    assert not default_storage.exists(waiting.file.name)
