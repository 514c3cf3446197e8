"""The comments of an article as readers get them: a page of threads, by key."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.db import connection
from django.db.models import Q

from audience.comments.models import Comment

PER_PAGE = 30
# Of a thread, beside its first comment; the rest has a page of its own.
ANSWERS = 5

NEWEST_FIRST = "recents"
EPOCH, MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
# A moment until the year 2286, and a key of the table.
KEY = re.compile(r"\d{1,16}-\d{1,18}", re.ASCII)

# The first answers of one thread.
FIRST_ANSWERS = """
    SELECT id FROM (
        SELECT id FROM audience_comment WHERE thread_id = %s AND status = 'approved'
        ORDER BY posted_at, id LIMIT %s
    ) AS first_{number}
"""


@dataclass
class Thread:
    """A first comment with the first of its answers. more: how many others there are."""

    head: Comment
    answers: list[Comment] = field(default_factory=list)

    @property
    def more(self) -> int:
        return max(0, self.head.approved_answers - len(self.answers))


@dataclass
class ThreadPage:
    """following: the key of the next page, none on the last one."""

    threads: list[Thread]
    following: str = ""


def threads_of(article: int, order: str = "", after: str = "") -> ThreadPage:
    """Return a page of threads of an article, the oldest first unless `order` says otherwise.

    after: the key that the page before has named; junk begins anew. Two queries for the threads and
    one for the comments that they answer, however many there are.
    """
    newest_first = order == NEWEST_FIRST
    heads = Comment.objects.filter(article_id=article, thread=None, is_shown=True)
    way = "-" if newest_first else ""
    heads = heads.order_by(f"{way}posted_at", f"{way}pk").select_related("member")
    if (place := _read_key(after)) is not None:
        heads = heads.filter(_beyond(*place, newest_first=newest_first))
    found = list(heads[: PER_PAGE + 1])
    threads = [Thread(head) for head in found[:PER_PAGE]]
    _add_answers(threads)
    following = _key_of(found[PER_PAGE - 1]) if len(found) > PER_PAGE else ""
    return ThreadPage(threads, following)


def answers_of(head: Comment, after: str = "") -> tuple[list[Comment], str]:
    """Return a page of the answers in a thread, and the key of the next one."""
    answers = head.members.approved().order_by("posted_at", "pk")
    if (place := _read_key(after)) is not None:
        answers = answers.filter(_beyond(*place, newest_first=False))
    found = list(answers.select_related("member", "answers_to")[: PER_PAGE + 1])
    following = _key_of(found[PER_PAGE - 1]) if len(found) > PER_PAGE else ""
    return found[:PER_PAGE], following


def _add_answers(threads: Sequence[Thread]) -> None:
    by_head = {thread.head.pk: thread for thread in threads if thread.head.approved_answers}
    if not by_head:
        return
    asked = [FIRST_ANSWERS.format(number=number) for number in range(len(by_head))]
    params = [value for pk in by_head for value in (pk, ANSWERS)]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked), params)
        keys = [key for (key,) in cursor.fetchall()]
    answers = Comment.objects.filter(pk__in=keys).select_related("member", "answers_to")
    for answer in answers.order_by("posted_at", "pk"):
        if answer.thread_id is not None:
            by_head[answer.thread_id].answers.append(answer)


def _key_of(comment: Comment) -> str:
    return f"{(comment.posted_at - EPOCH) // MICROSECOND}-{comment.pk}"


def _read_key(text: str) -> tuple[datetime, int] | None:
    """The place that a key names; None if it is no key."""
    if not KEY.fullmatch(text):
        return None
    at, _dash, pk = text.partition("-")
    return EPOCH + int(at) * MICROSECOND, int(pk)


def _beyond(at: datetime, pk: int, *, newest_first: bool) -> Q:
    """Comments behind a place, on the index of both columns."""
    way = "lt" if newest_first else "gt"
    later = Q(**{f"posted_at__{way}": at}) | Q(**{f"pk__{way}": pk}, posted_at=at)
    return Q(**{f"posted_at__{way}e": at}) & later
