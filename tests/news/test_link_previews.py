"""A page as shared link and search result, in the editor: what machines get, and what is better."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser
from wagtail.models import Page

from accounts.models import User
from home.models import FaqPage, HomePage, Identity, PolicyPage, SharePicture
from news.images import NewsImage
from news.link_previews.head import Head, Picture, read_head
from news.link_previews.networks import Subject, google, whatsapp, x
from news.link_previews.preview import MODE
from news.link_previews.room import Room
from news.models import ArticlePage, TopicPage
from news.models.base import PublicPage
from news.picture_making import make_renditions
from tests.factories import ArticleFactory, NewsImageFactory, SectionFactory, UserFactory
from tests.forms import fields_sent
from tests.made_once import made_once
from tests.visits import Visit

pytestmark = pytest.mark.django_db
ROOT = "http://localhost"


@pytest.fixture
@made_once
def article(home_page: HomePage) -> ArticlePage:
    Identity(site=home_page.get_site(), name="Le Fleuve", tagline="À Bamako").save()
    sports = SectionFactory(parent=home_page, title="Sports", slug="sports")
    home_page.add_child(instance=FaqPage(title="Questions", slug="questions"))
    home_page.add_child(instance=PolicyPage(title="Charte", slug="charte", body=[]))
    sports.add_child(instance=TopicPage(title="Crue", slug="crue"))
    image = NewsImageFactory(file__width=1300, file__height=900)
    make_renditions(image, ["lead"])
    return ArticleFactory(
        parent=sports,
        title="Le match",
        slug="match",
        seo_title="Match nul",
        standfirst="Deux buts au stade.",
        lead_image=image,
    )


@pytest.fixture
@made_once
def person(article: ArticlePage) -> User:
    return UserFactory(is_superuser=True)


@pytest.fixture
def desk(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def shown(desk: Client, page: Page) -> BeautifulSoup:
    address = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
    response = desk.get(address, {"mode": MODE}, headers={"host": "localhost"})
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def advice(preview: BeautifulSoup) -> str:
    return " ".join(item.get_text() for item in preview.select(".link-advice li"))


def test_each_type_is_previewed_as_its_public_page_describes_itself(
    article: ArticlePage, desk: Client, reader: Client
) -> None:
    pages = [page for page in Page.objects.live().specific() if isinstance(page, PublicPage)]
    assert len({type(page) for page in pages}) == 6
    for page in pages:
        preview = shown(desk, page)
        head = read_head(reader.get(page.url, headers={"host": "localhost"}).text)
        text = preview.get_text()
        told = (head.title, head.shared_title, head.description, head.site_name, *head.trail)
        assert all(word in text for word in told), page
        assert {str(img["src"]) for img in preview.select(".link-card img")} == {head.picture.url}
        assert head.address == f"{ROOT}{page.url}" and head.address in text


def test_what_is_typed_is_seen_before_it_is_saved(article: ArticlePage, desk: Client) -> None:
    edit = reverse("wagtailadmin_pages:edit", args=[article.pk])
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[article.pk])
    fields = fields_sent(desk, edit) | {"title": "Le match rejoué", "seo_title": ""}
    assert desk.post(address, fields).json()["is_valid"]
    assert "Le match rejoué | Le Fleuve" in desk.get(address, {"mode": MODE}).text


def test_the_picture_of_a_draft_is_shown_to_the_desk_and_stays_inside(
    article: ArticlePage, desk: Client, reader: Client
) -> None:
    image = article.lead_image
    article.unpublish()
    source = shown(desk, article).select(".link-card img")[0]["src"]
    assert str(source).startswith("/media/staff_images/")
    assert desk.get(str(source)).status_code == 200
    assert reader.get(str(source)).status_code == 404
    assert not NewsImage.objects.get(pk=image.pk).is_public


def test_a_card_drawn_before_gives_way_to_one_with_the_title_as_it_is(
    article: ArticlePage, desk: Client
) -> None:
    article.lead_image = None
    article.save()
    SharePicture.objects.create(article=article, file="images/partage/1.png", fingerprint="alt")
    source = str(shown(desk, article).select(".link-card img")[0]["src"])
    assert source.startswith("/carte.png?titre=Le+match&")
    assert desk.get(source)["Content-Type"] == "image/png"


def test_advice_is_given_where_something_would_be_better(
    article: ArticlePage, desk: Client
) -> None:
    article.search_description = "Deux buts au stade, et un match qui ne finit pas. " * 3
    article.save()
    assert advice(shown(desk, article)) == ""
    article.lead_image = NewsImageFactory(file__width=500, file__height=400)
    article.seo_title = (
        "Un match dont le titre ne finit pas avant la dernière minute du temps du jeu"
    )
    article.search_description = "Court."
    article.save()
    said = advice(shown(desk, article))
    for part in ("500 × 400", "du jeu", "6 "):
        assert part in said


def head(**values: object) -> Head:
    picture = Picture("/une.jpg", 1440, 960, "")
    told = Head("Titre", "", True, "", "", "", "Titre", "", picture, "summary_large_image", ())
    return Head(**{**vars(told), **values})


def test_a_narrow_picture_is_shown_small_and_said_to_be() -> None:
    subject = Subject(has_picture=True, lead=None, tagline="", is_restricted=False)
    narrow = head(picture=Picture("/une.jpg", 200, 200, ""), card="summary")
    assert whatsapp(head(), subject).is_large and x(head(), subject).is_large
    for network in (whatsapp, x):
        preview = network(narrow, subject)
        assert not preview.is_large and "300" in preview.advice[0]


def test_google_is_said_not_to_show_what_it_may_not_read() -> None:
    closed = Subject(has_picture=True, lead=None, tagline="", is_restricted=True)
    opened = Subject(has_picture=True, lead=None, tagline="", is_restricted=False)
    usual = google(head(), opened).advice
    hidden = google(head(is_indexed=False), opened).advice
    assert google(head(), closed).advice[1:] == usual == hidden[1:]


@pytest.mark.parametrize("lines", [1, 2])
def test_a_text_is_cut_between_words_where_its_lines_are_full(lines: int) -> None:
    text = "La crue du fleuve emporte trois ponts entre Ségou et Mopti avant la nuit"
    room = Room(16, 200, lines)
    cut = room.cut(text)
    assert f"{cut.kept} {cut.lost}" == text
    assert room.length(cut.kept) < 200 * lines < room.length(text)
    assert Room(16, 10_000).cut(text).lost == ""


@pytest.mark.browser
def test_previews_are_accessible_and_fit_a_phone_and_the_night(
    article: ArticlePage, desk: Client, browser: Browser
) -> None:
    visit = Visit(browser.new_page(), desk)
    address = reverse("wagtailadmin_pages:view_draft", args=[article.pk]) + f"?mode={MODE}"
    assert visit.violations(address) == []
    assert visit.beyond_the_edge_at(320) <= 0
    assert visit.complaints == []
