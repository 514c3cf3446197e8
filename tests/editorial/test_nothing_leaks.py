"""Before its time, and behind a sign-in, no word of a text reaches a reader on any channel."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from editorial.withdrawal.withdraw import take_offline
from news.models import Author, Correction
from news.picture_making import make_renditions
from tests.factories import ArticleFactory, AuthorFactory, NewsImageFactory, SectionFactory
from tests.made_once import made_once

pytestmark = pytest.mark.django_db
MARK = "zyxembargo"
SECRET = re.compile(MARK, re.IGNORECASE)
STARTS = (
    "/",
    "/sitemap.xml",
    "/robots.txt",
    "/flux/",
    "/flux/corrections/",
    "/corrections/",
    "/auteurs/",
    "/mots-cles/",
    f"/recherche/?q={MARK}",
    "/recherche/?q=fleuve",
    f"/mots-cles/{MARK}tag/",
    f"/auteurs/{MARK}auteur/",
    f"/politique/{MARK}-slug/",
    f"/flux/mots-cles/{MARK}tag/",
    f"/flux/auteurs/{MARK}auteur/",
)


def secret_article(section, **values):
    """Each of its texts holds the mark, and so do the names of what only it uses."""
    image = NewsImageFactory(title=f"{MARK} image", file__filename=f"{MARK}.jpg")
    article = ArticleFactory(
        parent=section,
        title=f"{MARK} titre",
        slug=f"{MARK}-slug",
        kicker=f"{MARK} surtitre",
        standfirst=f"{MARK} chapô",
        seo_title=f"{MARK} seo",
        lead_image=image,
        lead_image_alt=f"{MARK} alt",
        lead_image_caption=f"{MARK} légende",
        body=[("paragraph", f"<p>{MARK} corps</p>")],
        authors=[AuthorFactory(name=f"{MARK} Autrice", slug=f"{MARK}auteur")],
        **values,
    )
    article.tags.add(f"{MARK}tag", "Fleuve")
    article.corrections.add(Correction(text=f"{MARK} note"))
    article.save()
    return article


def leaks(reader):
    """The addresses that tell the mark, of all that links, sitemaps and feeds lead to."""
    waiting, seen, told = list(STARTS), set(), []
    while waiting:
        address = waiting.pop()
        if address in seen or address.startswith("/media/") or address.startswith("/static/"):
            continue
        seen.add(address)
        response = reader.get(address)
        content = b"".join(response) if response.streaming else response.content
        # What the reader has typed is shown again in the field of the search.
        text = content.decode(errors="replace").replace(address.rpartition("q=")[2] or "\0", "")
        text = text if MARK not in address else re.sub(re.escape(address), "", text)
        if SECRET.search(text) or (
            MARK in address and response.status_code == 200 and "q=" not in address
        ):
            told.append(address)
        links = re.findall(r'(?:href|src|<loc>|<link>)[="]*(?:http://localhost)?(/[^"<#\s]*)', text)
        links += re.findall(r"<(?:loc|link)>http://(?:localhost|testserver)(/[^<#]*)<", text)
        waiting += [link.replace("&amp;", "&") for link in links if not link.startswith("/admin")]
    assert len(seen) > 15
    return told


@pytest.fixture
@made_once
def public(section):
    article = ArticleFactory(parent=section, title="Le fleuve monte", authors=[AuthorFactory()])
    article.tags.add("Fleuve")
    article.save()
    return article


def test_scheduled_article_is_on_no_channel(section, public, reader):
    article = secret_article(section, live=False, first_published_at=None)
    article.go_live_at = timezone.now() + timedelta(hours=2)
    article.save_revision().publish()
    assert not Page.objects.get(pk=article.pk).live
    assert leaks(reader) == []


def test_walk_finds_what_is_published(section, public, reader):
    secret_article(section)
    assert {"/", "/flux/", "/corrections/", f"/politique/{MARK}-slug/"} <= set(leaks(reader))


def test_withdrawn_article_leaves_every_channel_at_once(
    section, public, reader, chief, django_capture_on_commit_callbacks
):
    article = secret_article(section)
    assert leaks(reader)  # what could be kept is kept by now
    with django_capture_on_commit_callbacks(execute=True):
        take_offline(article, chief, "Une source s’est rétractée.", "")
    assert leaks(reader) == []
    assert reader.get(f"/politique/{MARK}-slug/").status_code == 410


def test_address_of_a_picture_cannot_be_worked_out_from_its_name(section, reader):
    article = secret_article(section, live=False, first_published_at=None)
    make_renditions(article.lead_image)
    for rendition in article.lead_image.renditions.all():
        folder, _slash, name = rendition.file.name.rpartition("/")
        assert re.fullmatch(r"staff_images/[0-9a-f]{16}", folder)
        assert reader.get(f"/media/images/{name}").status_code == 404
        assert reader.get(rendition.url).status_code == 404


def test_article_behind_a_sign_in_is_on_no_channel(home_page, public, reader):
    private = SectionFactory(parent=home_page, title=f"{MARK} rubrique", slug=f"{MARK}-rubrique")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    secret_article(private)
    assert leaks(reader) == []


def test_scheduled_update_shows_nothing_of_the_new_version(section, public, reader):
    public.save_revision().publish()
    draft = Page.objects.get(pk=public.pk).specific
    draft.title, draft.standfirst = f"{MARK} titre", f"{MARK} chapô"
    draft.body = [("paragraph", f"<p>{MARK} corps</p>")]
    draft.tags.add(f"{MARK}tag")
    draft.bylines.add(draft.bylines.model(author=Author.objects.first()))
    draft.go_live_at = timezone.now() + timedelta(hours=2)
    draft.save_revision().publish()
    assert leaks(reader) == []


@pytest.mark.parametrize("name", ["view_draft", "preview_on_edit"])
def test_preview_is_kept_by_nobody_and_shown_only_to_those_who_may_edit(
    name, draft, writer, other_writer, reader, sign_in
):
    url = reverse(f"wagtailadmin_pages:{name}", args=[draft.pk])
    assert "no-store" in sign_in(writer).get(url)["Cache-Control"]
    for stranger in (reader, sign_in(other_writer)):
        assert stranger.get(url).status_code in (302, 403)
