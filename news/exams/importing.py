"""Reads a list into its lines, finds what is wrong with it, and compares it with the one before."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Count, Exists, Min, OuterRef, QuerySet
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from news.exam_files.keys import key_of, normal_name, normal_number, normal_word
from news.exam_files.reading import (
    LONGEST_CELL,
    MOST_BYTES,
    REPLACED,
    Row,
    UnreadableList,
    rows_of,
    sample_of,
)
from news.exam_files.shards import Found
from news.models import ExamLine, ExamList, ExamResultsPage
from news.models.exams import ListState

# In one transaction: so long waits whoever else writes, some hundredths of a second.
CHUNK = 2_000
MOST_LINES = 1_000_000
MOST_SHOWN = 200
LONGEST_NUMBER = 40


def path_of(exam_list: ExamList) -> Path:
    return Path(settings.EXAM_LISTS_FOLDER) / exam_list.stored_as


def keep(page: ExamResultsPage, upload: UploadedFile, user: Any) -> ExamList:
    """Store a file that an editor has brought; its columns are named next.

    Raises UnreadableList; nothing is stored then.
    """
    if (upload.size or 0) > MOST_BYTES:
        raise UnreadableList(_("This file is too large (80 MB at most)."))
    name = get_random_string(32).lower()
    path = Path(settings.EXAM_LISTS_FOLDER) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("wb") as file:
            for chunk in upload.chunks():
                file.write(chunk)
        sample = sample_of(path)
    except UnreadableList:
        path.unlink(missing_ok=True)
        raise
    with transaction.atomic():
        last = ExamList.objects.filter(page=page).order_by("-number").first()
        return ExamList.objects.create(
            page=page,
            number=last.number + 1 if last else 1,
            uploaded_by=user,
            file_name=(upload.name or "")[:200],
            stored_as=name,
            columns=sample.columns,
            has_head=sample.has_head,
        )


def read(exam_list: ExamList) -> None:
    """Read the file into lines; the list waits for approval then, or says why it cannot be read.

    May be called again after it was broken off.
    """
    delete_lines(exam_list)
    exam_list.problems, exam_list.problem_count, exam_list.lines = [], 0, 0
    exam_list.longest = 0
    exam_list.second_word = exam_list.page.second_word
    try:
        lines = _lines(exam_list)
        while some := list(islice(lines, CHUNK)):
            ExamLine.objects.bulk_create(some)
            exam_list.lines += len(some)
            ExamList.objects.filter(pk=exam_list.pk).update(lines=exam_list.lines)
    except UnreadableList as error:
        exam_list.state, exam_list.problem = ListState.UNREADABLE, str(error)[:255]
    else:
        _find_doubles(exam_list)
        if exam_list.lines:
            compare(exam_list)
            exam_list.state = ListState.WAITING
        else:
            exam_list.state = ListState.UNREADABLE
            exam_list.problem = _("No line has a candidate number in the column that was named.")
    exam_list.save()


def _lines(exam_list: ExamList) -> Iterator[ExamLine]:
    page = exam_list.page
    rows = rows_of(path_of(exam_list))
    for row in islice(rows, 1 if exam_list.has_head else 0, MOST_LINES):
        line = _line_of(exam_list, page, row)
        if line is not None:
            yield line


def _line_of(exam_list: ExamList, page: ExamResultsPage, row: Row) -> ExamLine | None:
    said = dict(zip(exam_list.columns, row.cells, strict=False))
    said.pop("", None)
    number = said.get("number", "")
    key = normal_number(number)
    word = normal_word(said.get(exam_list.second_word, ""))
    if reason := _refusal(row, key, number, word):
        _note(exam_list, row.line, " · ".join(row.cells), reason)
        return None
    name = " ".join(filter(None, (said.get("name", ""), said.get("first_name", ""))))
    found = Found(
        number=number,
        series=said.get("series", ""),
        centre=said.get("centre", ""),
        academy=said.get("academy", ""),
        mention=said.get("mention", ""),
        name=name if page.by_name else "",
    )
    packed = found.packed()
    exam_list.longest = max(exam_list.longest, len(packed))
    return ExamLine(
        exam_list=exam_list,
        line=row.line,
        key=key,
        word=word,
        name_key=normal_name(name) if page.by_name else "",
        bucket=key_of(page.salt, key, word).bucket,
        digest=sha256(packed).hexdigest()[:16],
        **{name: getattr(found, name) for name in Found.__dataclass_fields__},
    )


def _refusal(row: Row, key: str, number: str, word: str) -> str:
    """Why a row is left out; "" if it is not."""
    if any(REPLACED in cell for cell in row.cells):
        return _("Some letters cannot be read: save the list as UTF-8.")
    if not key:
        return _("There is no candidate number.")
    if len(number) > LONGEST_NUMBER or any(len(cell) > LONGEST_CELL for cell in row.cells):
        return _("A cell is too long: two columns have run into one.")
    if not word:
        return _("The second word by which the line is looked up is missing.")
    return ""


def _note(exam_list: ExamList, line: int, said: str, reason: str, blocks: bool = False) -> None:
    """Those that block stand first: they are shown however many there are of the others."""
    exam_list.problem_count += 1
    problem = {"line": line, "said": said[:120], "reason": reason, "blocks": blocks}
    if blocks:
        exam_list.problems = [problem, *exam_list.problems][:MOST_SHOWN]
    elif len(exam_list.problems) < MOST_SHOWN:
        exam_list.problems.append(problem)


def _find_doubles(exam_list: ExamList) -> None:
    """Drop lines that say the same twice; name numbers with two results, which block."""
    lines = ExamLine.objects.filter(exam_list=exam_list)
    earlier = lines.filter(
        key=OuterRef("key"), word=OuterRef("word"), digest=OuterRef("digest"), pk__lt=OuterRef("pk")
    )
    again = lines.filter(Exists(earlier.order_by())).order_by("pk")
    while keys := list(again.values_list("pk", flat=True)[:CHUNK]):
        exam_list.lines -= ExamLine.objects.filter(pk__in=keys).delete()[0]
    doubles = lines.order_by().values("key", "word").annotate(count=Count("pk"), first=Min("pk"))
    for double in doubles.filter(count__gt=1).order_by("-first"):
        same = list(lines.filter(key=double["key"], word=double["word"]).order_by("pk")[:5])
        numbers = ", ".join(str(line.line) for line in same)
        reason = _("This number has several results, in lines %(lines)s.") % {"lines": numbers}
        _note(exam_list, same[0].line, same[0].number, reason, blocks=True)


def compare(exam_list: ExamList) -> None:
    """Count what the list changes in the one that is published."""
    before = published_of(exam_list.page)
    if before is None:
        exam_list.added, exam_list.withdrawn, exam_list.changed = exam_list.lines, 0, 0
        return
    exam_list.added = added(exam_list, before).count()
    exam_list.withdrawn = added(before, exam_list).count()
    exam_list.changed = changed(exam_list, before).count()


def added(exam_list: ExamList, before: ExamList) -> QuerySet[ExamLine]:
    """The lines of `exam_list` that `before` has not."""
    return ExamLine.objects.filter(~Exists(_same_in(before)), exam_list=exam_list).order_by("key")


def changed(exam_list: ExamList, before: ExamList) -> QuerySet[ExamLine]:
    """The lines of `exam_list` of which `before` says something else."""
    other = _same_in(before).exclude(digest=OuterRef("digest"))
    return ExamLine.objects.filter(Exists(other), exam_list=exam_list).order_by("key")


def published_of(page: ExamResultsPage) -> ExamList | None:
    return ExamList.objects.filter(page=page, state=ListState.PUBLISHED).first()


def _same_in(exam_list: ExamList) -> QuerySet[ExamLine]:
    return ExamLine.objects.filter(
        exam_list=exam_list, key=OuterRef("key"), word=OuterRef("word")
    ).order_by()


def delete_lines(exam_list: ExamList) -> None:
    """Some at a time: nobody who writes meanwhile waits for long."""
    lines = ExamLine.objects.filter(exam_list=exam_list)
    while keys := list(lines.values_list("pk", flat=True)[:CHUNK]):
        ExamLine.objects.filter(pk__in=keys).delete()


def forget(exam_list: ExamList) -> None:
    """Delete the lines and the file of a list that nobody is going to look up."""
    delete_lines(exam_list)
    if exam_list.stored_as:
        path_of(exam_list).unlink(missing_ok=True)
