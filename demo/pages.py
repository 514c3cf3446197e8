"""The tree of the demo newsroom but for its articles: la Une, sections, service pages."""

from typing import Any, TypeVar

from django.db import transaction
from wagtail.models import Page, Site

from demo.bodies import BodyWriter
from demo.texts import Text, read
from home.models import ContactPage, FaqPage, HomePage, Identity, PolicyPage
from news.models import ArticleIndexPage

AnyPage = TypeVar("AnyPage", bound=Page)


def child(model: type[AnyPage], parent: Page, slug: str, **fields: Any) -> AnyPage:
    """The child of `parent` with this slug, made as a draft where it is missing."""
    found = model.objects.child_of(parent).filter(slug=slug).first()
    if found is None:
        found = parent.add_child(instance=model(slug=slug, live=False, **fields))
        # add_child kept the new number of children in the database only.
        parent.refresh_from_db(fields=["numchild"])
    return found


def publish(page: Page) -> None:
    """Publish as an import would, with no person's name, unless the page already was published."""
    if not page.first_published_at:
        page.save_revision().publish()


def front_page() -> HomePage:
    texts = read("pages")["home"]
    home = child(
        HomePage,
        Page.get_first_root_node(),
        "la-une",
        title=texts["title"],
        search_description=texts["description"],
    )
    publish(home)
    return home


@transaction.atomic
def sections(home: HomePage) -> dict[str, ArticleIndexPage]:
    """Every section by its slug, in the order of the texts."""
    made: dict[str, ArticleIndexPage] = {}
    for text in read("sections")["section"]:
        parent = made[text["parent"]] if "parent" in text else home
        section = child(
            ArticleIndexPage,
            parent,
            text["slug"],
            title=text["title"],
            introduction=text["introduction"],
            has_races=text.get("races", False),
            has_exams=text.get("exams", False),
            has_lives=text.get("lives", False),
            show_in_menus=True,
        )
        publish(section)
        made[text["slug"]] = section
    return made


@transaction.atomic
def service_pages(home: HomePage, writer: BodyWriter) -> None:
    texts = read("pages")
    for text in texts["policy"]:
        _policy(home, text, writer)
    _faq(home, texts["faq"])
    _contact(home, texts["contact"], texts["identity"]["email"])


def _policy(home: HomePage, text: Text, writer: BodyWriter) -> None:
    page = child(
        PolicyPage,
        home,
        text["slug"],
        title=text["title"],
        introduction=text["introduction"],
    )
    if page.first_published_at:
        return
    for version in [*text.get("earlier", []), text]:
        page.effective_date = version["effective_date"]
        page.body = writer.write(version["body"], f"{text['slug']}/{version['effective_date']}")
        page.save_revision().publish()
        page.refresh_from_db()


def _faq(home: HomePage, text: Text) -> None:
    page = child(
        FaqPage, home, text["slug"], title=text["title"], introduction=text["introduction"]
    )
    if page.first_published_at:
        return
    for question in text["question"]:
        page.questions.create(**question)
    publish(page)


def _contact(home: HomePage, text: Text, email: str) -> None:
    page = child(
        ContactPage,
        home,
        text["slug"],
        title=text["title"],
        introduction=text["introduction"],
        thanks=text["thanks"],
    )
    if page.first_published_at:
        return
    domain = email.rpartition("@")[2]
    for desk in text["desks"]:
        page.desks.create(name=desk["name"], email=f"{desk['key']}@{domain}")
    publish(page)


@transaction.atomic
def open_site(home: HomePage) -> Site:
    """Make `home` the front page of the default site, with the paper's name; the last step.

    Until then a visitor sees what stood there before, so a load that was broken off shows nothing
    half done and is known as unfinished.
    """
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    previous = site.root_page if site.pk else None
    site.hostname, site.root_page, site.site_name = (
        "localhost",
        home,
        read("pages")["home"]["title"],
    )
    site.save()
    if previous and previous.pk != home.pk and not previous.get_children().exists():
        previous.delete()  # Wagtail's own welcome page
    identity = read("pages")["identity"]
    Identity.objects.update_or_create(site=site, defaults=identity)
    return site


def is_open() -> bool:
    """Whether the default site already has a newspaper's front page, this one or a real one."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    return site is not None and isinstance(site.root_page.specific_deferred, HomePage)
