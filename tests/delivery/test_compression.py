"""Pages in Brotli or gzip: those that hold nothing secret, and padded those of the admin."""

import gzip
import re

import brotli
import pytest
from django.http import StreamingHttpResponse
from wagtail.admin.icons import get_icon_sprite_url

from delivery.compression import Compression, dense
from delivery.padding import LONGEST, padded_brotli, padded_gzip, padding
from home.models import ContactPage
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
GZIP = {"accept-encoding": "gzip, deflate"}
TOKEN = re.compile(rb"\b[a-zA-Z0-9]{64}\b")  # of a form, masked anew each time
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


def test_a_readers_page_that_is_one_persons_own_is_sent_as_it_is(client, home_page):
    client.force_login(UserFactory(is_superuser=True))
    assert "Content-Encoding" not in client.get("/", headers=GZIP)


def test_the_size_of_an_admins_page_is_another_each_time_and_its_content_is_not(reader, home_page):
    for headers, unpacked in ((BROTLI, brotli.decompress), (GZIP, gzip.decompress)):
        answers = [reader.get("/admin/login/", headers=headers) for _ in range(8)]
        pages = [TOKEN.sub(b"", unpacked(answer.content)) for answer in answers]
        assert len(set(pages)) == 1 and b"</html>" in pages[0]
        assert len({len(answer.content) for answer in answers}) > 4
        answer = answers[0]
        assert answer["Content-Length"] == str(len(answer.content))
        assert "Accept-Encoding" in answer["Vary"]
        assert len(answer.content) < len(pages[0]) / 2


def test_the_padding_takes_any_length_that_it_may_have():
    content = b"Le fleuve monte. " * 100
    for length in (1, 2, LONGEST - 1, LONGEST):
        assert brotli.decompress(padded_brotli(content, b"a" * length)) == content
        assert gzip.decompress(padded_gzip(content, b"a" * length)) == content
        small = len(padded_brotli(content, b"a"))
        assert len(padded_brotli(content, b"a" * length)) == small + length - 1
    assert {len(padding()) for _ in range(5000)} == set(range(1, LONGEST + 1))


def test_what_an_admins_form_is_answered_with_is_padded_too(client, home_page):
    client.force_login(UserFactory(is_superuser=True))
    refused = client.post(f"/admin/pages/{home_page.pk}/edit/", {}, headers=BROTLI)
    assert refused["Content-Encoding"] == "br"
    assert b"</html>" in brotli.decompress(refused.content)


def test_a_streamed_answer_is_sent_as_it_comes(rf):
    streamed = StreamingHttpResponse([b"a" * 1000], content_type="text/csv")
    request = rf.get("/admin/reports/site-history/", headers=BROTLI)
    assert Compression(lambda _: streamed)(request) is streamed
    assert "Content-Encoding" not in streamed


def test_the_icons_of_the_admin_are_loaded_once_and_its_words_when_they_change(client, home_page):
    client.force_login(UserFactory(is_superuser=True))
    icons = client.get(get_icon_sprite_url(), headers=BROTLI)
    assert icons["Cache-Control"] == "private, max-age=31536000, immutable"
    # Not « Cookie »: whoever signs in again has them already.
    assert icons["Vary"] == "Accept-Encoding"
    assert icons["Content-Encoding"] == "br"
    assert "max-age" not in client.get("/admin/sprite/")["Cache-Control"]
    words = client.get("/admin/jsi18n/", headers=BROTLI)
    assert words["Cache-Control"] == "private, no-cache"
    again = client.get("/admin/jsi18n/", headers=BROTLI | {"if-none-match": words["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


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
