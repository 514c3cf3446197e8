"""Pages in Brotli or gzip: those that hold nothing secret."""

import gzip

import brotli
import pytest

from delivery.compression import dense
from home.models import ContactPage
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
GZIP = {"accept-encoding": "gzip, deflate"}
BROTLI = {"accept-encoding": "gzip, deflate, br, zstd"}


def test_a_readers_page_is_compressed_for_those_who_can_read_it(reader, home_page):
    plain, small = reader.get("/"), reader.get("/", headers=GZIP)
    assert "Content-Encoding" not in plain
    assert small["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.content) == plain.content
    smaller = reader.get("/", headers=BROTLI)
    assert smaller["Content-Encoding"] == "br"
    assert brotli.decompress(smaller.content) == plain.content
    refused = {"gzip, br;q=0": "gzip", "gzip;q=0, br": "br", "gzip; q=0.0, x": None, "GZIP": "gzip"}
    assert refused == {
        header: reader.get("/", headers={"accept-encoding": header}).get("Content-Encoding")
        for header in refused
    }
    assert "Accept-Encoding" in small["Vary"] and "Accept-Encoding" in plain["Vary"]


def test_a_compressed_page_that_has_not_changed_is_not_sent_again(reader, home_page):
    first = reader.get("/", headers=GZIP)
    again = reader.get("/", headers=GZIP | {"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_what_is_one_persons_own_is_sent_as_it_is(client, home_page):
    client.force_login(UserFactory(is_superuser=True))
    for address in ("/", "/admin/"):
        assert "Content-Encoding" not in client.get(address, headers=GZIP)


def test_a_form_with_a_token_is_sent_as_it_is(reader, home_page):
    assert "Content-Encoding" not in reader.get("/admin/login/", headers=GZIP)


def test_a_form_whose_token_is_masked_is_compressed_until_it_holds_what_was_typed(
    reader, home_page
):
    page = home_page.add_child(instance=ContactPage(title="Contact", slug="contact"))
    assert reader.get(page.url, headers=GZIP)["Content-Encoding"] == "gzip"
    answer = reader.post(page.url, {"name": "Awa"}, headers=GZIP)
    assert answer.status_code == 422
    assert "Content-Encoding" not in answer


def test_the_indentation_of_templates_is_not_sent(reader, home_page):
    response = reader.get("/")
    page = response.content
    assert b"\n  " not in page and b"\n" in page
    assert int(response["Content-Length"]) == len(page)
    shown_as_it_is = b"<pre>\n  a\n  b</pre>"
    assert dense(shown_as_it_is) == shown_as_it_is
    assert dense(b"<p>one\n   two</p>") == b"<p>one\ntwo</p>"


def test_an_error_page_is_compressed(reader, home_page):
    answer = reader.get("/rien/", headers=GZIP)
    assert (answer.status_code, answer["Content-Encoding"]) == (404, "gzip")
    assert "max-age" not in answer.get("Cache-Control", "")
