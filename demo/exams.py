"""One session of exam results with its list, brought and approved as people would."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from demo.desk import CHIEF, WRITER
from demo.pages import child
from demo.texts import Text, read
from news.exams import importing, publishing
from news.models import ArticleIndexPage, ExamList, ExamResultsPage
from news.models.exams import STATISTICS, Exam, ListState, SecondWord, Standing

SECTION = "education"
FIRST_NUMBER = 26_001
HEAD = "N° de table;Centre;Académie;Nom;Mention"


@transaction.atomic
def load(sections: dict[str, ArticleIndexPage], accounts: dict[str, User]) -> None:
    text = read("exams")
    page = child(
        ExamResultsPage,
        sections[SECTION],
        text["slug"],
        title=text["title"],
        standfirst=text["standfirst"],
        exam=Exam.DEF,
        exam_name=text["exam_name"],
        session=text["session"],
        authority=text["authority"],
        source=text["source"],
        standing=Standing.OFFICIAL,
        second_word=SecondWord.CENTRE,
        names_until=timezone.localdate() + timedelta(days=90),
        statistics=STATISTICS.text_of(_statistics(text)),
        owner=accounts[WRITER],
    )
    if page.latest_revision_id:
        return
    page.save_revision(user=accounts[WRITER], clean=False).publish()
    page.refresh_from_db()
    upload = SimpleUploadedFile("admis.csv", "\n".join(_lines(text)).encode())
    exam_list = importing.keep(page, upload, accounts[WRITER])
    importing.read(exam_list)
    ExamList.objects.filter(pk=exam_list.pk, state=ListState.WAITING).update(
        state=ListState.APPROVED, decided_by=accounts[CHIEF], decided_at=timezone.now()
    )
    publishing.prepare(exam_list)
    publishing.publish(exam_list)


def _statistics(text: Text) -> Iterator[dict[str, str]]:
    names = ("entered", "admitted", "girls_entered", "girls_admitted")
    total = {name: sum(academy[name] for academy in text["academy"]) for name in names}
    for place, numbers in [("Ensemble", total), *((one["name"], one) for one in text["academy"])]:
        yield {"place": place, **{name: str(numbers[name]) for name in names}}


def _lines(text: Text) -> Iterator[str]:
    """The list as an authority would send it."""
    chance = Random(text["candidates"])  # noqa: S311 (a demo, the same each time)
    yield HEAD
    number = FIRST_NUMBER
    for academy in text["academy"]:
        for place in range(academy["admitted"]):
            number += chance.randint(1, 3)
            centre = academy["centres"][place % len(academy["centres"])]
            name = ". ".join(chance.sample(text["initials"], 2)) + "."
            mention = chance.choice(text["mentions"])
            yield f"{number};{centre};{academy['name']};{name};{mention}"
