"""Inside the site of `make bench-results`: imports a list, and saves an article again and again.

`import LINES`: a list of so many invented candidates is brought, read, written and published.
`save SECONDS`: an article is saved by the editor's form, once a second.
"""

import json
import random
import resource
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import django

HEAD = "Numéro;Série;Centre;Académie;Nom;Mention\n"
SERIES = ["TSE", "TSExp", "TLL", "TAL", "TSS", "TSEco"]
MENTIONS = ["Passable", "Assez bien", "Bien"]
FIRST = 100_000


def main() -> None:
    django.setup()
    act, amount = sys.argv[1], int(sys.argv[2])
    print(json.dumps(import_list(amount) if act == "import" else save_articles(amount)))


def import_list(lines: int) -> dict[str, float]:
    """Seconds and memory (MB, by how much the process grew) of each step."""
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.utils import timezone

    from news.exams import importing, publishing
    from news.models import ArticleIndexPage, ExamList, ExamResultsPage
    from news.models.exams import ListState

    section = ArticleIndexPage.objects.get(slug="education")
    page = section.add_child(
        instance=ExamResultsPage(title="Bac", slug="bac", second_word="series")
    )
    with TemporaryDirectory() as folder:
        file = Path(folder) / "list.csv"
        write(file, lines)
        size = file.stat().st_size
        exam_list = importing.keep(page, SimpleUploadedFile("l.csv", file.read_bytes()), None)
    exam_list.columns = ["number", "series", "centre", "academy", "name", "mention"]
    exam_list.has_head = True
    before = peak()
    began = time.monotonic()
    importing.read(exam_list)
    read_in = time.monotonic() - began
    ExamList.objects.filter(pk=exam_list.pk).update(state=ListState.APPROVED)
    began = time.monotonic()
    publishing.prepare(exam_list)
    written_in = time.monotonic() - began
    began = time.monotonic()
    publishing.publish_due(timezone.now())
    exam_list.refresh_from_db()
    return {
        "page": page.pk,
        "lines": exam_list.lines,
        "files": exam_list.files,
        "megabytes": size / 1e6,
        "read": read_in,
        "written": written_in,
        "published": time.monotonic() - began,
        "grown": peak() - before,
    }


def write(file: Path, lines: int) -> None:
    chance = random.Random(lines)  # noqa: S311
    with file.open("w", encoding="utf-8") as text:
        text.write(HEAD)
        for number in range(FIRST, FIRST + lines):
            centre = f"Lycée {number // 400}"
            academy = f"Académie {number % 20}"
            mention = chance.choice(MENTIONS)
            text.write(f"{number};{SERIES[number % 6]};{centre};{academy};A. B.;{mention}\n")


def peak() -> float:
    """The most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def save_articles(seconds: int) -> dict[str, list[float]]:
    """How long each save has taken, in seconds."""
    from django.test import Client
    from django.urls import reverse

    from accounts.models import User
    from news.models import ArticleIndexPage, ArticlePage
    from tests.forms import read_form

    desk = Client(headers={"host": "127.0.0.1"})
    desk.force_login(
        User.objects.get(username="chef"), backend="django.contrib.auth.backends.ModelBackend"
    )
    section = ArticleIndexPage.objects.get(slug="education")
    draft = section.add_child(instance=ArticlePage(title="Un titre", live=False))
    draft.save_revision()
    address = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    fields = read_form(desk, address)
    taken: list[float] = []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        fields["title"] = f"Un titre qui change, {len(taken)}e fois"
        began = time.monotonic()
        status = desk.post(address, fields).status_code
        taken.append(time.monotonic() - began)
        if status not in (200, 302):
            raise RuntimeError(f"a save was answered with {status}")
        fields = read_form(desk, address)
        time.sleep(max(0.0, began + 1 - time.monotonic()))
    return {"saves": taken}


if __name__ == "__main__":
    main()
