"""The whole demo newsroom, from an empty database or from wherever a load was broken off."""

from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar

from demo import articles as demo_articles
from demo import comments, exams, figures, front, lives, pages, races, searches
from demo.album import Album
from demo.bodies import BodyWriter
from demo.people import load_accounts
from home.models import Identity

Item = TypeVar("Item")


class Progress(Protocol):
    """Something that shows how far a list of steps has come."""

    def __call__(self, label: str, items: Iterable[Item], total: int) -> Iterable[Item]: ...


def load(progress: Progress, say: Callable[[str], None]) -> None:
    """Load what is missing; what is there already stays as it is."""
    say("Les comptes de la rédaction")
    accounts = load_accounts()

    album = Album()
    missing = album.missing(demo_articles.picture_keys())
    for _ in progress("Les images", album.keep(missing), len(missing)):
        pass

    say("Les rubriques et les pages de service")
    home = pages.front_page()
    sections = pages.sections(home)
    pages.service_pages(home, BodyWriter(album))

    authors = demo_articles.load_authors(album, accounts)
    places = demo_articles.load_places(sections, accounts["redaction"])
    loader = demo_articles.ArticleLoader(album, authors, accounts)
    for _ in progress("Les articles", loader.load(places), len(places)):
        pass
    for _ in progress("Les courses", races.load(sections, authors, accounts), races.number()):
        pass
    say("Les résultats d’examens")
    exams.load(sections, accounts)
    say("Les directs")
    lives.load(sections, authors, accounts)
    say("La Une, le dossier, les campagnes")
    front.load(home, sections, places, accounts)
    site = pages.open_site(home)
    front.networks(Identity.for_site(site))
    say("Les commentaires des lecteurs")
    comments.load(accounts)
    say("Ce que lisent les lecteurs")
    figures.load()
    say("Ce que cherchent les lecteurs")
    searches.load()
