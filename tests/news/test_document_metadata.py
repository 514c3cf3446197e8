"""The names in a document are shown to whoever uploads it, and taken out unless they say no."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook
from pypdf import PdfReader, PdfWriter
from wagtail.documents import get_document_model
from wagtail.models import Collection

from news.document_metadata import Names, Unreadable, names_in, without_names
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
Document = get_document_model()
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
    assert "protégé" in shown.text
    assert again(desk, shown).status_code == 302
    assert kept() == content


def test_upload_of_several_asks_nobody_and_takes_the_names_out(desk):
    data = {"title": "Budget", "collection": Collection.get_first_root_node().pk}
    data["files[]"] = ContentFile(FILES["pdf"], "budget.pdf")
    answer = desk.post(reverse("wagtaildocs:add_multiple"), data).json()
    assert answer["success"]
    assert b"Zyx" not in unfolded(kept())
    row = BeautifulSoup(answer["form"], "html.parser")
    assert "« Zyx" in row.select_one(".actujet-removed").text
