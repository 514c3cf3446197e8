"""A browser fetches each picture in the width that its place on the page needs."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from PIL import Image
from playwright.sync_api import Browser
from wagtail.images.models import Filter

from home.models import HomePage
from news.images import SHAPES, NewsImage, NewsRendition
from news.models import TopicPage
from news.models.topics import TopicArticle
from tests.factories import ArticleFactory, AuthorFactory, NewsImageFactory, SectionFactory
from tests.made_once import made_once
from tests.visits import Visit

pytestmark = [pytest.mark.django_db, pytest.mark.browser]

# A picture may lack a seventh of the pixels of its place, and have a third more than it needs.
ENOUGH, PLENTY = 0.85, 1.34
# More than two pixels to each of CSS nobody sees.
SEEN = 2
PHONES, DESKS = [(360, 2), (360, 1), (360, 3), (412, 2.6)], [(1280, 1), (1280, 2)]
# The class of its place, its width in CSS pixels, the width chosen, the widths offered.
SHOWN = """async () => {
  const pictures = [...document.querySelectorAll("main picture")];
  for (const picture of pictures) picture.querySelector("img").loading = "eager";
  const images = pictures.map((picture) => picture.querySelector("img"));
  await Promise.all(images.map((image) => image.decode()));
  return pictures.map((picture, at) => {
    const offered = picture.querySelector("source").srcset.split(", ").map((one) => one.split(" "));
    const chosen = offered.find(([url]) => images[at].currentSrc.endsWith(url));
    return [
      `${picture.parentElement.className} in ${picture.parentElement.parentElement.className}`,
      images[at].getBoundingClientRect().width,
      parseInt(chosen[1]),
      offered.map(([, width]) => parseInt(width)),
    ];
  }).filter(([, width]) => width);
}"""


def pictured(width: int = 1500, height: int = 1000) -> NewsImage:
    """A picture with a WebP file of each width, all of the same few pixels."""
    key = NewsImageFactory(file__width=12, file__height=8).pk
    NewsImage.objects.filter(pk=key).update(width=width, height=height, is_public=True)
    # Loaded anew: a refreshed one would measure its file.
    image = NewsImage.objects.get(pk=key)
    content = BytesIO()
    Image.new("RGB", (12, 8)).save(content, "WEBP")
    specs = {
        shape.spec(size, name): (size, name)
        for shape in SHAPES.values()
        for name in ("webp", "jpeg")
        for size in shape.widths_in(name, image)
    }
    for number, (spec, (size, name)) in enumerate(specs.items()):
        path = f"images/{image.pk}-{number}.{name}"
        NewsRendition.objects.create(
            image=image,
            filter_spec=spec,
            focal_point_key=Filter(spec).get_cache_key(image),
            file=path,
            file_size=1,
            width=size,
            height=size,
        )
        default_storage.save(path, ContentFile(content.getvalue()))
    return image


@pytest.fixture
@made_once
def addresses(home_page: HomePage) -> list[str]:
    """Pages with every place that shows pictures; no picture is on one of them twice."""
    section = SectionFactory(parent=home_page, title="Politique", slug="politique")
    sports = SectionFactory(parent=home_page, title="Sports", slug="sports")
    author = AuthorFactory(slug="awa", portrait=pictured(), biography="<p>Elle écrit.</p>")
    body = [("image", {"image": pictured()})]
    articles = []
    for number in range(13):
        article = ArticleFactory.build(
            title=f"Nouvelle {number}",
            lead_image=pictured(),
            body=body if number == 0 else [],
            authors=[author] if number == 0 else [],
        )
        article.tags.add("crue")
        articles.append((sports if number > 9 else section).add_child(instance=article))
    topic = TopicPage(
        title="Le fleuve",
        slug="le-fleuve",
        lead_image=pictured(),
        picks=[TopicArticle(article=article) for article in articles[:3]],
    )
    section.add_child(instance=topic)
    pages = ["/", articles[0].url, section.url, topic.url]
    return [*pages, author.get_absolute_url(), "/auteurs/", "/recherche/?q=nouvelle"]


def fits(width: float, chosen: int, offered: list[int]) -> bool:
    """Whether a width in pixels is the right one for a place of `width` pixels."""
    enough = [size for size in offered if size >= width * ENOUGH] or offered[-1:]
    return chosen in enough and (chosen == enough[0] or chosen <= width * PLENTY)


def test_each_place_gets_the_width_that_it_needs(
    addresses: list[str], browser: Browser, reader: Client
) -> None:
    wrong, places = [], set()
    for address in addresses:
        # La Une has most places: it alone is looked at on all screens.
        for width, scale in [*PHONES, *DESKS] if address == "/" else [PHONES[0], DESKS[0]]:
            page = browser.new_page(
                viewport={"width": width, "height": 800}, device_scale_factor=scale
            )
            Visit(page, reader).open(address)
            for place, css_width, chosen, offered in page.evaluate(SHOWN):
                places.add(place)
                if not fits(css_width * min(scale, SEEN), chosen, offered):
                    wrong.append(f"{address} {width}×{scale} {place}: {css_width} got {chosen}")
            page.context.close()
    assert wrong == []
    assert len(places) > 9, places


def test_lead_of_a_telephone_is_sharp_and_no_more(
    addresses: list[str], browser: Browser, reader: Client
) -> None:
    for width, scale in [(360, 2), (360, 3), (390, 3), (412, 1.75), (412, 2.625)]:
        page = browser.new_page(viewport={"width": width, "height": 800}, device_scale_factor=scale)
        Visit(page, reader).open(addresses[1])
        leads = [
            shown
            for shown in page.evaluate(SHOWN)
            if shown[0].startswith("article__lead") and shown[1] == width
        ]
        assert [chosen for *_place, chosen, _offered in leads] == [720], (width, scale)
        page.context.close()
