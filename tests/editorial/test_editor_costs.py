"""What it costs to open a text: an editor's page asks no question over and over."""

import re
from collections import Counter
from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from news.models import ArticlePage
from tests.editorial.steps import submit

SignIn = Callable[[User], Client]


def test_a_reviewers_page_asks_each_question_once(
    draft: ArticlePage, writer: User, copy_editor: User, sign_in: SignIn
) -> None:
    url = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    submit(draft, writer)
    client = sign_in(copy_editor)
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(url)
    questions = Counter(re.sub(r"\s+", " ", query["sql"]) for query in asked)
    assert {sql: times for sql, times in questions.items() if times > 3} == {}
    assert len(asked) < 110
