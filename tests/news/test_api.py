"""The JSON interface: what it says, and what it never says."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction, Site

from home.models import HomePage
from news.api import endpoint
from news.models import ArticleIndexPage, ArticlePage, Author, MachineSettings, Tag
from news.public_pictures import settle
from search.api import searches_limit
from tests.counting import queries_of
from tests.factories import (
    ArticleFactory,
    AuthorFactory,
    NewsImageFactory,
    SectionFactory,
    UserFactory,
)
from tests.made_once import made_once
from tests.news.newsroom import Newsroom

pytestmark = pytest.mark.django_db
API = "/api/v2/"
SITE = "http://localhost"
# A word of everything that readers may not know.
MARK = "zanzibar"


@pytest.fixture(autouse=True)
def _nothing_asked_yet() -> None:
    endpoint.requests_limit.asked.clear()
    searches_limit.asked.clear()


@pytest.fixture
@made_once
def newsroom(home_page: HomePage) -> Newsroom:
    newsroom = Newsroom(home_page)
    newsroom.publish(3)
    settle([newsroom.authors[0].portrait_id, *(picture.pk for picture in newsroom.pictures)])
    return newsroom


@pytest.fixture
@made_once
def sports(home_page: HomePage) -> ArticleIndexPage:
    return SectionFactory(parent=home_page, title="Sports", slug="sports")


@pytest.fixture
@made_once
def article(sports: ArticleIndexPage) -> ArticlePage:
    football = SectionFactory(parent=sports, title="Football", slug="football")
    author = AuthorFactory(name="Awa Diarra", slug="awa", role="Reporter", email="awa@example.org")
    author.biography = "<p>Née à <b>Ségou</b>.</p>"
    author.save()
    article = ArticleFactory(
        parent=football,
        title="Le match",
        slug="match",
        authors=[author],
        body=[("paragraph", '<p>Le but <b>décisif</b> (<a href="/sports/">ici</a>).</p>')],
    )
    article.tags.add("Stade", "Coupe")
    article.corrections.create(text="Deux buts.", published_at=article.first_published_at)
    article.save()
    return article


def get(reader: Client, address: str, status: int = 200) -> Any:
    response = reader.get(address if address.startswith("/") else API + address)
    assert response.status_code == status, (address, response.content)
    assert response["Content-Type"] == "application/json"
    return response.json()


def titles(reader: Client, query: str = "") -> list[str]:
    return [item["title"] for item in get(reader, f"articles/?{query}")["items"]]


def whole_texts(site: Site) -> None:
    MachineSettings.objects.update_or_create(site=site, defaults={"feeds_in_full": True})


def test_an_article_says_what_its_page_says(article: ArticlePage, reader: Client) -> None:
    whole_texts(article.get_site())
    at = timezone.localtime(article.first_published_at).isoformat(timespec="seconds")
    said = get(reader, f"articles/{article.pk}/")
    assert said == {
        "id": article.pk,
        "title": "Le match",
        "kicker": "Crue",
        "standfirst": "Les riverains s’organisent.",
        "kind": "news",
        "language": "fr",
        "words": article.word_count,
        "published_at": at,
        "updated_at": None,
        "section": {
            "name": "Football",
            "path": "sports/football",
            "url": f"{SITE}/sports/football/",
            "detail_url": f"{SITE}{API}sections/sports/football/",
        },
        "authors": [
            {
                "name": "Awa Diarra",
                "slug": "awa",
                "role": "",
                "url": f"{SITE}/auteurs/awa/",
                "detail_url": f"{SITE}{API}authors/awa/",
            }
        ],
        "tags": [
            {
                "name": name,
                "slug": name.lower(),
                "url": f"{SITE}/mots-cles/{name.lower()}/",
                "detail_url": f"{SITE}{API}tags/{name.lower()}/",
            }
            for name in ("Coupe", "Stade")
        ],
        "picture": None,
        "url": f"{SITE}/sports/football/match/",
        "detail_url": f"{SITE}{API}articles/{article.pk}/",
        "body": said["body"],
        "corrections": [{"kind": "correction", "published_at": at, "text": "Deux buts."}],
    }
    assert "<b>décisif</b>" in said["body"] and f'href="{SITE}/sports/"' in said["body"]
    (listed,) = get(reader, "articles/")["items"]
    assert listed == {name: said[name] for name in said if name not in ("body", "corrections")}


@pytest.mark.postgres
def test_sections_tags_and_authors_say_what_their_pages_say(
    article: ArticlePage, reader: Client
) -> None:
    _sports, football = get(reader, "sections/")["items"]
    assert football == get(reader, "sections/sports/football/")
    assert (football["name"], football["parent"]) == ("Football", "sports")
    tag = get(reader, "tags/stade/")
    assert tag in get(reader, "tags/")["items"]
    author = get(reader, "authors/awa/")
    assert (author["name"], author["position"], author["portrait"]) == (
        "Awa Diarra",
        "Reporter",
        None,
    )
    assert "<b>Ségou</b>" in author["biography"]
    for thing in (football, tag, author):
        assert reader.get(thing["url"].removeprefix(SITE)).status_code == 200
        articles = get(reader, thing["articles_url"].removeprefix(SITE))
        assert [item["id"] for item in articles["items"]] == [article.pk]


def test_the_text_is_given_only_where_the_feeds_have_it(
    article: ArticlePage, reader: Client
) -> None:
    assert get(reader, f"articles/{article.pk}/")["body"] is None
    whole_texts(article.get_site())
    assert "décisif" in get(reader, f"articles/{article.pk}/")["body"]


def test_a_picture_is_given_once_readers_may_fetch_it(newsroom: Newsroom, reader: Client) -> None:
    article = newsroom.articles[0]
    picture = get(reader, f"articles/{article.pk}/")["picture"]
    assert picture["url"].startswith(f"{SITE}/media/images/")
    assert (picture["alt"], picture["credit"]) == (
        "Un marché au bord du fleuve",
        "Photo : M. Touré",
    )
    assert reader.get(picture["url"].removeprefix(SITE)).status_code == 200
    assert get(reader, f"authors/{newsroom.authors[0].slug}/")["portrait"]["width"] > 0
    article.lead_image = NewsImageFactory()
    article.save()
    assert get(reader, f"articles/{article.pk}/")["picture"] is None


@pytest.fixture
@made_once
def hidden(article: ArticlePage, sports: ArticleIndexPage) -> list[ArticlePage]:
    """Texts that no reader can open, with all that only they have."""
    whole_texts(sports.get_site())
    Author.objects.update(user=UserFactory(username=f"{MARK}-login", email=f"{MARK}@example.org"))
    Author.objects.update(email=f"{MARK}@example.org")
    closed = SectionFactory(parent=sports, title=f"Fermé {MARK}", slug=f"{MARK}-ferme")
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    locked = SectionFactory(parent=sports, title=f"Mot de passe {MARK}", slug=f"{MARK}-cle")
    PageViewRestriction.objects.create(
        page=locked, restriction_type="password", password=f"{MARK}-secret"
    )
    unseen = SectionFactory(parent=sports, title=f"Projet {MARK}", slug=f"{MARK}-projet")
    unseen.unpublish()
    author = AuthorFactory(name=f"Nom {MARK}", slug=f"{MARK}-nom")
    picture = NewsImageFactory(title=MARK, description=MARK, credit=MARK)
    tomorrow = timezone.now() + timedelta(days=1)
    shared = {"lead_image": picture, "authors": [author], "standfirst": MARK}
    draft = {"parent": sports, "live": False, "first_published_at": None, **shared}
    texts = [
        ArticleFactory(title=f"Brouillon {MARK}", **draft),
        ArticleFactory(title=f"Demain {MARK}", go_live_at=tomorrow, **draft),
        ArticleFactory(parent=closed, title=f"Réservé {MARK}", **shared),
        ArticleFactory(parent=locked, title=f"Payant {MARK}", **shared),
    ]
    for text in texts:
        text.tags.add(f"mot {MARK}")
        text.save()
    texts.append(ArticleFactory(parent=sports, title=f"Retiré {MARK}"))
    texts[-1].unpublish()
    # A newer version of what is live, with a link to a draft.
    article.body = [
        ("paragraph", f'<p>Voir <a linktype="page" id="{texts[0].pk}">plus</a>.</p>'),
        ("related_article", {"article": texts[0]}),
    ]
    article.save()
    article.title = f"Titre {MARK}"
    article.save_revision()
    collection = Collection.get_first_root_node().add_child(name="Privé")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    Document.objects.create(title=f"Note {MARK}", file=f"{MARK}.pdf", collection=collection)
    return texts


def everything(reader: Client) -> Iterator[str]:
    """All answers that lead from one to the next, from the list of lists on."""
    waiting, seen = [API], set()
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        answer = reader.get(address)
        assert answer.status_code == 200, address
        text = answer.content.decode()
        yield text
        found = re.findall(rf'"{SITE}({API}[^"]*)"', text)
        waiting += [f"{link}?q=zanzibar" if link.endswith("/search/") else link for link in found]


@pytest.mark.postgres
def test_what_readers_cannot_open_is_nowhere_in_it(
    hidden: list[ArticlePage], reader: Client
) -> None:
    answers = list(everything(reader))
    assert len(answers) > 10
    for text in answers:
        assert MARK not in text.replace('"searched":"zanzibar"', ""), text


@pytest.mark.postgres
def test_what_readers_cannot_open_is_not_found_and_filters_nothing(
    hidden: list[ArticlePage], reader: Client
) -> None:
    missing = get(reader, "articles/999999/", 404)
    for text in hidden:
        assert get(reader, f"articles/{text.pk}/", 404) == missing
    for kind in ("ferme", "cle", "projet"):
        assert get(reader, f"sections/sports/{MARK}-{kind}/", 404) == missing
        refused = get(reader, f"articles/?section=sports/{MARK}-{kind}", 400)["message"]
        unknown = get(reader, f"articles/?section=sports/{MARK}-{kind}-x", 400)["message"]
        assert unknown == refused.replace(kind, f"{kind}-x")
    assert get(reader, f"authors/{MARK}-nom/", 404) == missing
    assert get(reader, f"tags/mot-{MARK}/", 404) == missing
    assert get(reader, f"articles/?author={MARK}-nom", 400)["message"]
    assert get(reader, f"articles/?tag=mot-{MARK}", 400)["message"]


def test_who_is_signed_in_is_told_no_more(hidden: list[ArticlePage], reader: Client) -> None:
    chief = UserFactory(is_superuser=True)
    chief.groups.add(Group.objects.get(name="Chief editors"))
    address = f"{API}articles/"
    anonymous = reader.get(address)
    reader.force_login(chief)
    assert reader.get(address).content == anonymous.content
    assert reader.get(f"{API}articles/{hidden[0].pk}/").status_code == 404


@pytest.mark.postgres
def test_articles_are_narrowed_and_come_newest_first(
    article: ArticlePage, sports: ArticleIndexPage, home_page: HomePage, reader: Client
) -> None:
    other = SectionFactory(parent=home_page, title="Culture", slug="culture")
    old = timezone.now().replace(year=2020, month=5, day=2, hour=10, minute=0, second=0)
    ArticleFactory(parent=other, title="Concert", first_published_at=old)
    ArticleFactory(parent=sports, title="Basket", first_published_at=old + timedelta(days=1))
    assert titles(reader) == ["Le match", "Basket", "Concert"]
    assert titles(reader, "limit=1&offset=1") == ["Basket"]
    assert get(reader, "articles/?limit=1&offset=7")["meta"] == {"total_count": 3}
    assert titles(reader, "section=sports") == ["Le match", "Basket"]
    assert titles(reader, "section=sports/football") == ["Le match"]
    assert titles(reader, "tag=stade") == titles(reader, "author=awa") == ["Le match"]
    assert titles(reader, "published_before=2020-05-03") == ["Concert"]
    assert titles(reader, "published_after=2020-05-03&published_before=2021-01-01") == ["Basket"]
    moment = (old + timedelta(days=1)).isoformat()
    assert titles(reader, f"published_before={moment}") == ["Concert"]
    assert titles(reader, f"published_after={moment}") == ["Le match", "Basket"]
    assert titles(reader, "published_after=2020-05-03T08:00:00%2B02:00&tag=stade") == ["Le match"]


def test_an_old_address_of_a_tag_leads_on(article: ArticlePage, reader: Client) -> None:
    tag = Tag.objects.get(slug="stade")
    tag.old_addresses.create(slug="arene")
    answer = reader.get(f"{API}tags/arene/")
    assert (answer.status_code, answer["Location"]) == (301, f"{SITE}{API}tags/stade/")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert titles(reader, "tag=arene") == ["Le match"]


REFUSED = {
    "articles/": [
        *("fields=*", "fields=_,owner", "fields=body", "search=x", "search_operator=and"),
        *("type=wagtailcore.Page", "child_of=root", "descendant_of=1", "ancestor_of=1"),
        *("translation_of=1", "locale=fr", "site=localhost", "order=id", "order=random"),
        *("rich_text_format=raw", "format=api", "_=1", "slug=match", "owner=1", "live=false"),
        *("limit=0", "limit=101", "limit=-1", "limit=x", "limit=١", "limit=", "limit=1&limit=2"),
        *("offset=-1", "offset=100001", "offset=99999999999999999999", "section=", "section=x"),
        *("section=../sports", "tag=x", "tag=%00", "author=x", "author=%F0%9F%98%80"),
        *("published_after=x", "published_after=", "published_before=2026-13-40", "%00=1"),
        *("published_after=0001-01-01", "published_before=9999-12-31", "published_after=2026"),
    ],
    "sections/": ["fields=*", "section=sports", "show_in_menus=true", "limit=x"],
    "tags/": ["fields=*", "search=x", "order=name"],
    "authors/": ["fields=*,email", "email=awa@example.org", "user=1", "search=awa"],
    "": ["limit=1", "format=api"],
    "articles/{pk}/": ["fields=*", "rich_text_format=html", "limit=1"],
    "authors/awa/": ["fields=email"],
    "articles/find/": ["html_path=/sports/", "id=1"],
    "sections/find/": ["html_path=/sports/", "id=1"],
}


@pytest.mark.postgres
def test_only_what_is_documented_may_be_asked(article: ArticlePage, reader: Client) -> None:
    for place, queries in REFUSED.items():
        for query in queries:
            endpoint.requests_limit.asked.clear()
            answer = get(reader, f"{place.format(pk=article.pk)}?{query}", 400)
            assert list(answer) == ["message"] and answer["message"], query
    assert "limit=101" in get(reader, "articles/?limit=101", 400)["message"]
    assert len(reader.get(f"{API}articles/?{'x' * 5000}=1").content) < 400


@pytest.mark.postgres
def test_wagtails_other_lists_have_no_address(article: ArticlePage, reader: Client) -> None:
    for address in (
        *("pages/", f"pages/{article.pk}/", "images/", "documents/", "redirects/", "snippets/"),
        *("articles/find/", "sections/find/", "authors/find/", "tags/find/", "search/find/"),
        *("search/1/", "articles/-1/", "articles/x/", "x/y/z/"),
        f"articles/{2**63}/",
    ):
        assert list(get(reader, address, 404)) == ["message"]
    assert reader.get(f"{API}articles").headers["Location"] == f"{API}articles/"


def test_it_can_only_be_read(article: ArticlePage, reader: Client) -> None:
    for place in ("articles/", f"articles/{article.pk}/", "search/", "nothing/", ""):
        for ask in (reader.post, reader.put, reader.patch, reader.delete):
            answer = ask(API + place, "{}", content_type="application/json")
            assert (answer.status_code, list(answer.json())) == (405, ["message"]), place
            assert answer["Allow"] == "GET, HEAD, OPTIONS"
    head = reader.head(f"{API}articles/")
    assert (head.status_code, head.content) == (200, b"")


def test_scripts_of_other_sites_may_read_it(article: ArticlePage, reader: Client) -> None:
    asked = {"origin": "https://elsewhere.example", "access-control-request-method": "GET"}
    preflight = reader.options(f"{API}articles/", headers=asked)
    assert (preflight.status_code, preflight.content) == (204, b"")
    assert preflight["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    for place in ("articles/", "articles/0/", "articles/?x=1", "search/?q=match"):
        answer = reader.get(API + place, headers=asked)
        assert answer["Access-Control-Allow-Origin"] == "*", place
        assert "Access-Control-Allow-Credentials" not in answer


def test_it_is_kept_like_pages(article: ArticlePage, reader: Client) -> None:
    page = reader.get(article.url)
    for place in ("", "articles/", f"articles/{article.pk}/", "sections/", "tags/", "authors/awa/"):
        answer = reader.get(API + place, headers={"accept": "text/html"})
        assert answer["Cache-Control"] == page["Cache-Control"], place
        assert not answer.cookies and "Cookie" not in answer.get("Vary", ""), place
        assert "Last-Modified" not in answer and answer["X-Robots-Tag"] == "noindex"
        again = reader.get(API + place, headers={"if-none-match": answer["ETag"]})
        assert again.status_code == 304, place
    packed = reader.get(f"{API}articles/", headers={"accept-encoding": "br"})
    assert packed["Content-Encoding"] == "br"


def test_what_changes_or_is_withdrawn_is_so_at_once(article: ArticlePage, reader: Client) -> None:
    places = (f"{API}articles/", f"{API}articles/{article.pk}/")
    tags = {place: reader.get(place)["ETag"] for place in places}
    article.title = "Le match nul"
    article.save()
    for place, tag in tags.items():
        answer = reader.get(place, headers={"if-none-match": tag})
        assert answer.status_code == 200 and "Le match nul" in answer.content.decode()
    article.unpublish()
    assert titles(reader) == [] and get(reader, places[1], 404)
    assert get(reader, "tags/")["items"] == get(reader, "authors/")["items"] == []


def test_a_list_costs_the_same_however_long_it_is(newsroom: Newsroom, reader: Client) -> None:
    whole_texts(newsroom.sections[0].get_site())
    most = {
        "articles/": 12,
        f"articles/{newsroom.articles[0].pk}/": 11,
        f"articles/?section=rubrique-0&tag=mot-0&author={newsroom.authors[0].slug}": 19,
        "sections/": 5,
        "tags/": 5,
        "authors/": 7,
    }
    few = {place: queries_of(reader, API + place) for place in most}
    newsroom.publish(17)
    for number in range(17):
        SectionFactory(parent=newsroom.sections[0])
        newsroom.articles[number].tags.add(f"autre {number}")
        newsroom.articles[number].bylines.create(author=AuthorFactory())
        newsroom.articles[number].save()
    assert len(get(reader, "articles/")["items"]) == 20
    many = {place: queries_of(reader, API + place) for place in most}
    assert many == few
    assert {place: count for place, count in many.items() if count > most[place]} == {}


def test_one_network_asks_so_often_only(
    article: ArticlePage, reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(endpoint.requests_limit, "most", 2)
    # A minute of its own: the one that runs may end between two requests.
    monkeypatch.setattr(endpoint.requests_limit, "until", 0.0)
    for place in ("articles/", "tags/"):
        get(reader, place)
    answer = reader.get(f"{API}authors/")
    assert (answer.status_code, list(answer.json())) == (429, ["message"])
    assert 1 <= int(answer["Retry-After"]) <= 60
    assert "max-age" not in answer.get("Cache-Control", "")
    other = reader.get(f"{API}authors/", REMOTE_ADDR="192.0.2.7")
    assert other.status_code == 200


def test_the_newsroom_may_turn_it_off(article: ArticlePage, reader: Client) -> None:
    assert f"{SITE}{API}" in reader.get("/llms.txt").content.decode()
    MachineSettings.objects.update_or_create(site=article.get_site(), defaults={"api": False})
    for place in ("", "articles/", f"articles/{article.pk}/", "search/?q=match", "nothing/"):
        assert list(get(reader, place, 404)) == ["message"]
    assert API not in reader.get("/llms.txt").content.decode()


def test_addresses_are_those_of_the_public_site_behind_a_proxy(
    article: ArticlePage, reader: Client, settings: Any
) -> None:
    settings.BASE_URL = "https://journal.example"
    site = Site.objects.get()
    site.hostname = "journal.example"
    site.save()
    (item,) = get(reader, "articles/")["items"]
    assert item["url"] == "https://journal.example/sports/football/match/"
    assert item["detail_url"] == f"https://journal.example{API}articles/{article.pk}/"
    assert "http://" not in reader.get(f"{API}articles/").content.decode()
