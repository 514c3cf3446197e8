"""What is asked of the site from within, in a process of its own: `-m scripts.bench.inside …`.

addresses    the pages that are measured, as JSON
counts       queries, writes, scans and bytes of each of them, as JSON
waiting      how many pictures' files are still to be made
publish      publish an article anew for each line of input; print the time and a word of its title
save N       N writers save until the input ends; one more publishes every second
"""

import json
import logging
import os
import sys
import threading
import time
from typing import Any

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.embedded")
    django.setup()
    logging.disable(logging.WARNING)
    command, *arguments = sys.argv[1:]
    result = COMMANDS[command](*arguments)
    if result is not None:
        print(json.dumps(result))


def addresses() -> dict[str, list[str]]:
    from scripts.bench.pages import addresses

    return addresses()


def counts() -> dict[str, dict[str, int]]:
    from django.conf import settings
    from django.test.utils import setup_test_environment

    from scripts.bench.pages import addresses, counted

    setup_test_environment()
    settings.ALLOWED_HOSTS = ["*"]
    return {kind: counted(paths[0]) for kind, paths in addresses().items()}


def waiting() -> dict[str, int]:
    from django_tasks_db.models import DBTaskResult

    pictures = DBTaskResult.objects.filter(task_path__endswith=".make_picture_files")
    return {"pictures": pictures.filter(status__in=["READY", "RUNNING"]).count()}


def publish() -> None:
    from news.models import ArticlePage

    newest, older = ArticlePage.objects.published()[0], ArticlePage.objects.published()[50]
    print(json.dumps(shown_on(newest) | {"search": older.url}), flush=True)
    for number, kind in enumerate(sys.stdin):
        word = f"corrige{os.getpid()}n{number}"
        change(older if kind.strip() == "search" else newest, f"Titre {word}")
        print(json.dumps({"at": time.time(), "word": word}), flush=True)


def shown_on(article: Any) -> dict[str, str]:
    """The pages of an article on which its title is seen."""
    author, tag = article.bylines.first(), article.tags.first()
    return {
        "article": article.url,
        "section": article.section.url,
        "author": author.author.get_absolute_url() if author else "",
        "tag": tag.get_absolute_url() if tag else "",
    }


def change(article: Any, title: str) -> None:
    from editorial.events.announcing import silence

    article.title = article.draft_title = title
    with silence():
        article.save_revision(clean=False).publish()


def save(writers: str) -> None:
    """Each writer saves a draft every two seconds, a person's pace when typing."""
    from django.db import connection

    from news.models import ArticlePage

    over = threading.Event()
    done = {"saved": 0, "published": 0, "failed": 0}
    articles = list(ArticlePage.objects.published()[: int(writers) + 20])

    def work(article: Any, every: float, kind: str) -> None:
        number = 0
        while not over.wait(every):
            number += 1
            try:
                if kind == "published":
                    change(article, f"Publié à nouveau {number}")
                else:
                    article.standfirst = f"Version {number}"
                    article.save_revision(clean=False)
                done[kind] += 1
            except Exception:  # noqa: BLE001
                done["failed"] += 1
        connection.close()

    drafts = articles[1 : 1 + int(writers)]
    people = [threading.Thread(target=work, args=(one, 2.0, "saved")) for one in drafts]
    people.append(threading.Thread(target=work, args=(articles[0], 1.0, "published")))
    for person in people:
        person.start()
    print("{}", flush=True)
    sys.stdin.read()
    over.set()
    for person in people:
        person.join()
    print(json.dumps(done), flush=True)


COMMANDS: dict[str, Any] = {
    "addresses": addresses,
    "counts": counts,
    "waiting": waiting,
    "publish": publish,
    "save": save,
}

if __name__ == "__main__":
    main()
