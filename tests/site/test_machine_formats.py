"""Whether what machines read keeps to its formats, on each kind of page and in each file."""

import json
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client
from PIL import Image
from wagtail.models import Page

from home.models import ContactPage, FaqPage, HomePage, Identity, PolicyPage
from news.images import ENGINE_SHAPES, SHAPES
from news.models import ArticlePage, MachineSettings, TopicPage
from news.models.topics import TopicArticle
from news.picture_making import make_renditions
from news.public_pictures import settle
from scripts import pages
from tests.factories import ArticleFactory, AuthorFactory, NewsImageFactory, SectionFactory
from tests.made_once import made_once

pytestmark = pytest.mark.django_db
ROOT = "http://localhost"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
CHANNELS = (
    "/flux.json",
    "/flux/sports.json",
    "/flux/sports/crue.json",
    "/flux/auteurs/awa.json",
    "/flux/mots-cles/sports.json",
    "/flux/corrections.json",
    "/flux/recherche.json?q=match",
)
KINDS = (
    "/",
    "/sports/",
    "/sports/match/",
    "/sports/sans/",
    "/sports/crue/",
    "/auteurs/awa/",
    "/auteurs/",
    "/mots-cles/",
    "/mots-cles/stade/",
    "/corrections/",
    "/questions/",
    "/a-propos/",
    "/a-propos/versions/",
    "/contact/",
    "/recherche/",
    "/mes-lectures/",
)
# Their heading stands below another name, or above what was searched for.
BESIDE = ("/a-propos/versions/", "/recherche/?q=match")


@pytest.fixture
@made_once
def article(home_page: HomePage) -> ArticlePage:
    """An article with a picture, in a site that has one of each kind of page."""
    identity = Identity(site=home_page.get_site(), name="Le Fleuve", tagline="À Bamako")
    identity.founded = 1996
    identity.save()
    for page in (
        PolicyPage(title="À propos", slug="a-propos", body=[]),
        PolicyPage(title="Charte", slug="charte", body=[]),
        FaqPage(title="Questions", slug="questions"),
        ContactPage(title="Contact", slug="contact"),
    ):
        home_page.add_child(instance=page)
    sports = SectionFactory(parent=home_page, title="Sports", slug="sports")
    author = AuthorFactory(name="Awa Diarra", slug="awa")
    image = NewsImageFactory(file__width=1600, file__height=1200)
    article = ArticleFactory(
        parent=sports, title="Le match", slug="match", authors=[author], lead_image=image
    )
    article.tags.add("sports", "Stade")
    article.corrections.create(text="Deux buts.", published_at=article.first_published_at)
    article.save()
    sports.add_child(
        instance=TopicPage(title="Crue", slug="crue", picks=[TopicArticle(article=article)])
    )
    make_renditions(image, ["lead", *ENGINE_SHAPES])
    settle([image.pk])
    return article


def page_at(reader: Client, address: str) -> BeautifulSoup:
    response = reader.get(address)
    assert response.status_code == 200, address
    return BeautifulSoup(response.content, "html.parser")


def meta(page: BeautifulSoup, name: str) -> str:
    (tag,) = page.select(f'meta[property="{name}"], meta[name="{name}"]')
    return str(tag["content"])


def words_of(tag: Tag | None) -> str:
    assert tag is not None
    return " ".join(tag.get_text().split())


def described(page: BeautifulSoup) -> Iterator[dict[str, Any]]:
    for tag in page.select('script[type="application/ld+json"]'):
        data = json.loads(str(tag.string))
        yield from data.get("@graph", [data])


def size_of(reader: Client, address: str) -> tuple[int, int]:
    response = reader.get(address.removeprefix(ROOT))
    assert response.status_code == 200
    content = b"".join(response) if response.streaming else response.content
    return Image.open(BytesIO(content)).size


def test_each_kind_of_page_is_shared_with_a_picture_that_is_there(
    article: ArticlePage, reader: Client
) -> None:
    ArticleFactory(parent=article.get_parent(), title="Sans image", slug="sans")
    cards = set()
    for address in KINDS:
        page = page_at(reader, address)
        picture = meta(page, "og:image")
        assert picture.startswith(ROOT), address
        size = (int(meta(page, "og:image:width")), int(meta(page, "og:image:height")))
        assert size_of(reader, picture) == size, address
        assert meta(page, "og:image:alt") and meta(page, "og:title"), address
        assert meta(page, "twitter:card") == "summary_large_image", address
        assert ("max-image-preview:large" in meta(page, "robots")) != (
            address in {"/a-propos/versions/", "/mes-lectures/"}
        )
        cards.add(picture)
    # A page beside a page shares its card: the versions of a text.
    assert len(cards) == len(KINDS) - 1


def test_each_kind_of_page_says_one_thing_to_all_machines(
    article: ArticlePage, reader: Client
) -> None:
    ArticleFactory(parent=article.get_parent(), title="Sans image", slug="sans")
    faq = FaqPage.objects.get()
    faq.questions.create(group="Lire", question="Où ?", answer="<p>Ici &amp; là.</p><p>Oui.</p>")
    faq.save()
    titles = set()
    for address in [*KINDS, "/questions/ou/", "/recherche/?q=match", "/sports/?utm_source=x"]:
        page = page_at(reader, address)
        title = " ".join(meta(page, "og:title").split())
        heading = words_of(page.h1)
        titles.add(title)
        if address != "/":
            assert heading in title or title in heading or address in BESIDE, (address, title)
            assert words_of(page.title).startswith(title), address
            assert words_of(page.title).endswith(" | Le Fleuve"), address
        assert meta(page, "og:description") == meta(page, "description") != "", address
        (canonical,) = page.select('link[rel="canonical"]')
        assert meta(page, "og:url") == canonical["href"] == ROOT + address.partition("?utm")[0]
    assert titles >= {"Le Fleuve", "Nos auteurs", "Mots clés", "Corrections", "Recherche : match"}
    assert meta(page_at(reader, "/questions/ou/"), "description") == "Ici & là. Oui."


def test_the_title_for_search_engines_is_theirs_alone_on_each_kind_of_page(
    article: ArticlePage, reader: Client
) -> None:
    titled = [*KINDS[:3], "/sports/crue/", "/questions/", "/a-propos/", "/contact/"]
    Page.objects.filter(depth__gt=1).update(seo_title="Pour les moteurs")
    for address in titled:
        page = page_at(reader, address)
        assert words_of(page.title).startswith("Pour les moteurs"), address
        assert meta(page, "og:title") != "Pour les moteurs", address


def test_a_list_is_shared_with_its_own_name_and_a_search_with_no_word_of_its_reader(
    article: ArticlePage, reader: Client
) -> None:
    assert "Nos%20auteurs" in meta(page_at(reader, "/auteurs/"), "og:image").replace("+", "%20")
    assert "match" not in meta(page_at(reader, "/recherche/?q=match"), "og:image")


def test_a_picture_too_small_for_a_large_card_gives_way_to_a_drawn_one(
    article: ArticlePage, reader: Client
) -> None:
    article.lead_image = NewsImageFactory(file__width=500, file__height=400)
    article.save()
    assert "/carte.png?" in meta(page_at(reader, article.url), "og:image")


def test_nobody_else_has_the_site_draw_a_text(article: ArticlePage, reader: Client) -> None:
    address = meta(page_at(reader, "/sports/"), "og:image").removeprefix(ROOT)
    assert reader.get(address).status_code == 200
    assert reader.get(address.replace("Sports", "Faux")).status_code == 404
    assert reader.get("/carte.png").status_code == 404


def test_an_article_says_what_google_asks_for(article: ArticlePage, reader: Client) -> None:
    """https://developers.google.com/search/docs/appearance/structured-data/article"""
    (data,) = (d for d in described(page_at(reader, article.url)) if "headline" in d)
    assert data["@type"] == ["NewsArticle"]
    assert data["headline"] == "Le match"
    for moment in ("datePublished", "dateModified"):
        assert datetime.fromisoformat(data[moment]).tzinfo
    assert data["author"] == [
        {"@type": "Person", "name": "Awa Diarra", "url": f"{ROOT}/auteurs/awa/"}
    ]
    sizes = [size_of(reader, address) for address in data["image"][:3]]
    assert [round(width / height, 2) for width, height in sizes] == [1, 1.33, 1.78]
    assert all(width * height >= 50_000 for width, height in sizes)
    assert data["image"][3] == meta(page_at(reader, article.url), "og:image")
    logo = data["publisher"]["logo"]
    assert size_of(reader, logo["url"]) == (logo["width"], logo["height"])
    assert min(logo["width"], logo["height"]) >= 112


@pytest.mark.parametrize(
    ("kind", "type_name"),
    [
        ("opinion", "OpinionNewsArticle"),
        ("analysis", "AnalysisNewsArticle"),
        ("report", "ReportageNewsArticle"),
    ],
)
def test_an_article_of_a_kind_is_a_news_article_as_well(kind: str, type_name: str) -> None:
    data = ArticlePage(title="Une", kind=kind).structured_data(
        signatures=[], url="", root_url="", publisher={}
    )
    assert data["@type"] == ["NewsArticle", type_name]


def test_pictures_whose_files_are_not_made_are_not_named(
    article: ArticlePage, reader: Client
) -> None:
    specs = [spec for name in ENGINE_SHAPES for spec in SHAPES[name].specs]
    article.lead_image.renditions.filter(filter_spec__in=specs).delete()
    (data,) = (d for d in described(page_at(reader, article.url)) if "headline" in d)
    assert data["image"] == [meta(page_at(reader, article.url), "og:image")]


def test_the_paper_is_the_same_wherever_it_is_described(
    article: ArticlePage, reader: Client
) -> None:
    front = {data["@type"]: data for data in described(page_at(reader, "/"))}
    paper = front["NewsMediaOrganization"]
    (data,) = (d for d in described(page_at(reader, article.url)) if "headline" in d)
    assert data["publisher"] == paper
    assert (paper["name"], paper["foundingDate"]) == ("Le Fleuve", "1996")
    feed = reader.get("/flux.json").json()
    news = ElementTree.fromstring(reader.get("/sitemap-actualites.xml").content)  # noqa: S314
    names = [feed["title"], reader.get("/manifest.webmanifest").json()["name"]]
    names += [front["WebSite"]["name"], news.findtext(f".//{NEWS}name")]
    names += [meta(page_at(reader, "/"), "og:site_name")]
    assert set(names) == {"Le Fleuve"}


def test_policies_are_found_by_their_address_until_the_newsroom_chooses(
    article: ArticlePage, reader: Client
) -> None:
    def policies() -> list[str]:
        paper = next(described(page_at(reader, "/")))
        names = ("publishingPrinciples", "ethicsPolicy", "correctionsPolicy")
        return [paper[name].removeprefix(ROOT) for name in names]

    assert policies() == ["/charte/", "/charte/", "/corrections/"]
    about = PolicyPage.objects.get(slug="a-propos")
    Identity.objects.update(principles_page=about, corrections_page=about)
    assert policies() == ["/a-propos/", "/charte/", "/a-propos/"]
    about.unpublish()
    assert policies() == ["/charte/", "/charte/", "/corrections/"]


def test_each_channel_is_there_as_json_feed(article: ArticlePage, reader: Client) -> None:
    """https://www.jsonfeed.org/version/1.1/"""
    for address in CHANNELS:
        response = reader.get(address)
        assert response["Content-Type"].startswith("application/feed+json"), address
        feed = response.json()
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed["title"] and feed["language"] == "fr"
        assert feed["feed_url"] == ROOT + address
        assert feed["home_page_url"].startswith(ROOT) and feed["icon"].startswith(ROOT)
        assert len(feed["items"]) == 1, address
        (item,) = feed["items"]
        assert isinstance(item["id"], str) and item["url"].startswith(article.full_url)
        assert ("content_html" in item) != ("content_text" in item)
        assert datetime.fromisoformat(item["date_published"]).tzinfo
        if "corrections" not in address:
            assert item["authors"] == [{"name": "Awa Diarra", "url": f"{ROOT}/auteurs/awa/"}]
            assert item["image"].startswith(f"{ROOT}/media/")


def test_a_whole_text_is_html_in_json_too(article: ArticlePage, reader: Client) -> None:
    article.body = [{"type": "paragraph", "value": "<p>Le but <b>décisif</b>.</p>"}]
    article.save()
    MachineSettings.objects.update_or_create(
        site=article.get_site(), defaults={"feeds_in_full": True}
    )
    (item,) = reader.get("/flux.json").json()["items"]
    assert "<b>décisif</b>" in item["content_html"] and item["summary"]


def test_pages_lead_to_both_forms_of_their_feed(article: ArticlePage, reader: Client) -> None:
    for address in ("/", "/sports/", "/sports/crue/", "/auteurs/awa/", "/corrections/"):
        links = page_at(reader, address).select('link[rel="alternate"]')
        types = ["application/rss+xml", "application/feed+json"]
        assert [link["type"] for link in links] == types * (1 if address == "/" else 2)
        for link in links:
            answer = reader.get(str(link["href"]))
            assert answer["Content-Type"].startswith(str(link["type"])), link["href"]
            assert title_of(answer) == link["title"]


def title_of(feed: Any) -> str | None:
    if "json" in feed["Content-Type"]:
        return str(feed.json()["title"])
    return ElementTree.fromstring(feed.content).findtext("channel/title")  # noqa: S314


def test_each_channel_is_whole_rss(article: ArticlePage, reader: Client) -> None:
    """https://www.rssboard.org/rss-specification"""
    for address in CHANNELS:
        response = reader.get(address.replace(".json", "/"))
        channel = ElementTree.fromstring(response.content).find("channel")  # noqa: S314
        assert channel is not None
        for name in ("title", "link", "description"):
            assert channel.findtext(name), (address, name)
        image = {part.tag: str(part.text) for part in channel.find("image") or ()}
        assert image["link"] == channel.findtext("link")
        assert image["title"] == channel.findtext("title")
        assert size_of(reader, image["url"])[0] <= 144
        for item in channel.iter("item"):
            assert item.findtext("title") or item.findtext("description")
            # The tag “sports” says what the section says.
            assert [c.text for c in item.iter("category")] in (["Sports", "Stade"], [])


def test_a_feed_is_read_as_it_was_written(article: ArticlePage, reader: Client) -> None:
    """Programmes take a description for HTML and a title for words.

    https://www.rssboard.org/rss-profile#element-channel-item-description
    """
    words = "Le kilo < 500 F & l’or > 40 000 F, <b>dit-on</b>"
    article.title = article.standfirst = words
    article.save()
    article.corrections.update(text=words)
    for address in ("/flux/", "/flux/corrections/"):
        content = reader.get(address).content
        assert b"&amp;" not in content and b"&lt;" not in content
        item = ElementTree.fromstring(content).find(".//item")  # noqa: S314
        assert item is not None and words in str(item.findtext("title"))
        description = str(item.findtext("description"))
        assert BeautifulSoup(description, "html.parser").get_text() == words
        assert "<b>" not in description
    assert reader.get("/flux.json").json()["items"][0]["content_text"] == words


def test_nothing_that_nobody_sees_is_told_to_machines(article: ArticlePage, reader: Client) -> None:
    """As of a text that was stored before the forms kept such characters out."""
    odd = "Le\x0b match\ufffe"
    ArticlePage.objects.filter(pk=article.pk).update(title=odd, standfirst=odd)
    (item,) = reader.get("/flux.json").json()["items"]
    told = [item["title"], item["content_text"]]
    told += [d["headline"] for d in described(page_at(reader, article.url)) if "headline" in d]
    assert told == ["Le  match "] * 3


def test_each_way_has_a_beginning_and_an_end(article: ArticlePage, reader: Client) -> None:
    """https://developers.google.com/search/docs/appearance/structured-data/breadcrumb"""
    addresses = ["/sports/", article.url, "/sports/crue/", "/auteurs/awa/", "/auteurs/"]
    addresses += ["/mots-cles/", "/mots-cles/stade/", "/corrections/", "/questions/"]
    addresses += ["/a-propos/", "/contact/", "/mes-lectures/"]
    for address in addresses:
        page = page_at(reader, address)
        (trail,) = (d for d in described(page) if d["@type"] == "BreadcrumbList")
        steps = trail["itemListElement"]
        assert len(steps) > 1, address
        assert all(step["name"] for step in steps) and all(step["item"] for step in steps[:-1])
        shown = [item.get_text() for item in page.select(".breadcrumb li")]
        assert [step["name"] for step in steps][: len(shown)] == shown, address


def test_each_kind_of_page_is_found_by_the_audit(article: ArticlePage, reader: Client) -> None:
    found = pages.of(ROOT, lambda site, path: reader.get(path).content.decode())
    kinds = {"home", "section", "article", "topic", "author", "tag", "search", "policy", "faq"}
    assert kinds | {"versions", "contact", "authors", "tags", "corrections"} <= found.keys()


def test_sitemaps_hold_what_their_schema_asks_for(article: ArticlePage, reader: Client) -> None:
    """https://www.sitemaps.org/schemas/sitemap/0.9/sitemap.xsd, and Google's for pictures."""
    index = ElementTree.fromstring(reader.get("/sitemap.xml").content)  # noqa: S314
    assert index.tag == f"{SITEMAP}sitemapindex"
    pictures = []
    for place in index.iter(f"{SITEMAP}loc"):
        address = str(place.text).removeprefix(ROOT)
        part = ElementTree.fromstring(reader.get(address).content)  # noqa: S314
        assert part.tag == f"{SITEMAP}urlset" and len(part), address
        for url in part:
            assert url.tag == f"{SITEMAP}url"
            tags = [child.tag for child in url]
            assert tags.count(f"{SITEMAP}loc") == 1
            assert set(tags) <= {f"{SITEMAP}loc", f"{SITEMAP}lastmod", f"{IMAGE}image"}
            if lastmod := url.findtext(f"{SITEMAP}lastmod"):
                assert datetime.fromisoformat(lastmod).tzinfo and "T" in lastmod
        pictures += [image.text for image in part.iter(f"{IMAGE}loc")]
    assert pictures == [meta(page_at(reader, article.url), "og:image")]


def test_a_sitemap_without_news_still_holds_an_address(home_page: HomePage, reader: Client) -> None:
    news = ElementTree.fromstring(reader.get("/sitemap-actualites.xml").content)  # noqa: S314
    assert [place.text for place in news.iter(f"{SITEMAP}loc")] == [f"{ROOT}/"]
    index = reader.get("/sitemap.xml").content.decode()
    assert "sitemap-auteurs" not in index and "sitemap-pages" in index
    assert reader.get("/sitemap-auteurs.xml").status_code == 404


def test_assistants_are_guided_unless_the_newsroom_keeps_them_out(
    article: ArticlePage, reader: Client
) -> None:
    machines = MachineSettings.objects.create(site=article.get_site())
    guide = reader.get("/llms.txt").content.decode()
    assert guide.startswith("# Le Fleuve\n\n> À Bamako\n")
    assert f"- [Sports]({ROOT}/sports/)\n" in guide
    assert "GPTBot" not in robots(reader)
    machines.ai_access = "answers"
    machines.save()
    assert "User-agent: GPTBot\n" in robots(reader) and "OAI-SearchBot" not in robots(reader)
    machines.ai_access = "closed"
    machines.save()
    groups = robots(reader).split("\n\n")
    assert groups[1].endswith("\nDisallow: /") and "User-agent: OAI-SearchBot\n" in groups[1]
    assert reader.get("/llms.txt").status_code == 404


def robots(reader: Client) -> str:
    return str(reader.get("/robots.txt").content.decode())
