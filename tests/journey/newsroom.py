"""Makes a site ready as `make run` does, with the demo's people and pages; run on its own.

Without the demo's articles, and without the compressed files beside the static ones: together they
take a minute, and nobody looks at them here.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    sys.path.insert(0, str(ROOT / "site"))
    from config import select_settings

    select_settings()
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import override_settings

    load()
    with override_settings(WHITENOISE_SKIP_COMPRESS_EXTENSIONS=("css", "js", "svg", "json", "txt")):
        call_command("collectstatic", interactive=False, verbosity=0)


def load() -> None:
    from demo import articles, pages
    from demo.album import Album, Key
    from demo.bodies import BodyWriter
    from demo.people import load_accounts
    from demo.texts import read
    from editorial.events.announcing import silence
    from editorial.gates.matrix import restore_defaults

    # The tests' database has its gates open.
    restore_defaults()
    with silence():
        accounts = load_accounts()
        album = Album()
        portraits = [Key(author["sex"], author["seed"]) for author in read("authors")["author"]]
        assert list(album.keep(album.missing(portraits)))
        home = pages.front_page()
        pages.sections(home)
        pages.service_pages(home, BodyWriter(album))
        articles.load_authors(album, accounts)
        pages.open_site(home)


if __name__ == "__main__":
    main()
