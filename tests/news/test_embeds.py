"""Videos and posts elsewhere: their address tells what they are, and nobody else is asked."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from editorial.gates.checks.links import links_of
from editorial.gates.checks.text import check_body_images
from editorial.versions.canonical import canonical_block
from home.models import HomePage
from news.blocks import BodyBlock, EmbedBlock
from news.embeds import read_address, without_tracking
from tests.factories import ArticleFactory, NewsImageFactory, SectionFactory, UserFactory


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=42s", "Vidéo sur YouTube"),
        ("https://m.youtube.com/watch?app=desktop&v=dQw4w9WgXcQ", "Vidéo sur YouTube"),
        ("https://youtu.be/dQw4w9WgXcQ?si=abc", "Vidéo sur YouTube"),
        ("https://youtube.com/shorts/abc123", "Vidéo courte sur YouTube"),
        ("https://www.youtube.com/live/abc123", "Direct sur YouTube"),
        ("https://www.youtube.com/@ortm/live", "Direct de @ortm sur YouTube"),
        ("https://www.youtube.com/playlist?list=PL1", "Liste de lecture sur YouTube"),
        (
            "https://x.com/mairie_bko/status/1790000000000000000?s=20",
            "Publication de @mairie_bko sur X",
        ),
        ("https://twitter.com/mairie_bko/status/17900", "Publication de @mairie_bko sur X"),
        ("https://mobile.twitter.com/i/status/17900", "Publication sur X"),
        (
            "https://www.facebook.com/mairie.kati/videos/123456/",
            "Vidéo de mairie.kati sur Facebook",
        ),
        ("https://www.facebook.com/100064000000/videos/123456/", "Vidéo sur Facebook"),
        ("https://www.facebook.com/watch/?v=123456", "Vidéo sur Facebook"),
        ("https://fb.watch/abc123/", "Vidéo sur Facebook"),
        ("https://www.facebook.com/reel/123456", "Vidéo courte sur Facebook"),
        (
            "https://m.facebook.com/mairie.kati/posts/pfbid0abc",
            "Publication de mairie.kati sur Facebook",
        ),
        ("https://www.facebook.com/permalink.php?story_fbid=1&id=2", "Publication sur Facebook"),
        ("https://www.facebook.com/photo/?fbid=1", "Photo sur Facebook"),
        (
            "https://www.tiktok.com/@awa.chante/video/7300000000000000000",
            "Vidéo de @awa.chante sur TikTok",
        ),
        ("https://vm.tiktok.com/ZM123/", "Vidéo sur TikTok"),
    ],
)
def test_address_tells_who_and_what(address: str, title: str) -> None:
    read = read_address(address)
    assert read is not None
    assert read.title == title


@pytest.mark.parametrize(
    "address",
    [
        "",
        "https://",
        "https://[",
        "https://x.com/mairie_bko",
        "https://www.youtube.com/",
        "https://www.youtube.com/watch",
        "https://www.facebook.com/mairie.kati",
        "https://notyoutube.com/watch?v=1",
        "https://youtube.com.example/watch?v=1",
        "https://example.org/@awa/video/1",
    ],
)
def test_address_that_does_not_tell_is_not_guessed(address: str) -> None:
    assert read_address(address) is None


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://youtu.be/a1?si=x&t=42", "https://youtu.be/a1?t=42"),
        ("https://www.youtube.com/watch?v=a1&feature=share&utm_source=w#x", "https://www.youtube.com/watch?v=a1#x"),
        ("https://x.com/awa/status/1?s=20&t=abc", "https://x.com/awa/status/1"),
        ("https://www.facebook.com/watch/?v=1&mibextid=a&__cft__[0]=b", "https://www.facebook.com/watch/?v=1"),
        ("https://www.tiktok.com/@a/video/1?is_from_webapp=1&sender_device=pc", "https://www.tiktok.com/@a/video/1"),
        ("https://example.org/a?fbclid=1&si=2&t=3&s=4", "https://example.org/a?si=2&t=3&s=4"),
        ("https://example.org/?q=a%20b+c&&x", "https://example.org/?q=a%20b+c&&x"),
        ("https://[", "https://["),
    ],
)  # fmt: skip
def test_what_tells_who_passed_it_on_is_dropped(address: str, kept: str) -> None:
    assert without_tracking(address) == kept
    assert without_tracking(kept) == kept


def embed(**value: Any) -> dict[str, Any]:
    return {"url": "https://youtu.be/a1", "title": "", "caption": "", **value}


def test_typed_title_and_kind_are_kept() -> None:
    value = EmbedBlock().to_python(embed(title="La crue vue du pont", kind="live"))
    assert (value.heading, value.kind_label) == ("La crue vue du pont", "Direct")
    value = EmbedBlock().to_python(embed())
    assert (value.heading, value.kind_label) == ("Vidéo sur YouTube", "Vidéo")


def test_title_is_asked_for_where_the_address_does_not_tell() -> None:
    block = EmbedBlock()
    assert block.clean(block.to_python(embed()))
    with pytest.raises(ValidationError) as error:
        block.clean(block.to_python(embed(url="https://carte.example/kati")))
    assert "title" in error.value.block_errors


def test_address_is_saved_without_tracking_and_saving_it_is_no_change() -> None:
    body = BodyBlock()
    stored = [{"type": "embed", "value": embed(url="https://youtu.be/a1?si=x&utm_medium=y")}]
    saved = body.get_prep_value(body.clean(body.to_python(stored)))
    assert saved[0]["value"]["url"] == "https://youtu.be/a1"
    assert canonical_block(body, stored) == canonical_block(body, saved)


@pytest.mark.django_db
def test_editor_is_told_what_an_address_tells(client: Client) -> None:
    client.force_login(UserFactory(is_superuser=True))
    answer = client.get(reverse("read_embed"), {"url": " https://x.com/awa/status/1?s=20 "}).json()
    assert answer == {
        "address": "https://x.com/awa/status/1",
        "title": "Publication de @awa sur X",
        "kind": "post",
    }
    unknown = client.get(reverse("read_embed"), {"url": "https://carte.example/"}).json()
    assert unknown == {"address": "https://carte.example/", "title": "", "kind": ""}


@pytest.mark.django_db
def test_readers_see_the_poster_and_ask_nothing_of_the_other_site(
    home_page: HomePage, reader: Client
) -> None:
    poster = NewsImageFactory(credit="Photo : A. Keïta")
    article = ArticleFactory(
        parent=SectionFactory(parent=home_page), body=[("embed", embed(poster=poster))]
    )
    figure = reader.get(article.url).text.partition('<figure class="embed">')[2]
    figure = figure.partition("</figure>")[0]
    assert "<picture>" in figure
    assert "Photo : A. Keïta" in figure
    assert "Vidéo sur YouTube" in figure
    assert "Vidéo · " in figure
    # The link is all that names the other site.
    assert figure.count("https://youtu.be") == 1
    assert 'href="https://youtu.be/a1" rel="noopener"' in figure


@pytest.mark.django_db
def test_poster_is_checked_as_every_picture_is(home_page: HomePage) -> None:
    bare = NewsImageFactory(description="", credit="")
    article = ArticleFactory(
        parent=SectionFactory(parent=home_page), body=[("embed", embed(poster=bare))]
    )
    assert {finding.code for finding in check_body_images(article)} >= {"image_alt", "image_credit"}
    assert links_of(article)[0].text == "Vidéo sur YouTube"
