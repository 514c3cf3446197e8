"""What holds the words, asked of the index of the database in use."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from modelsearch.utils import get_content_type_pk
from wagtail.search.models import IndexEntry

from search.engines import Groups, engine
from search.models import Findable
from search.relevance import Text
from search.terms import Clause


def matching(
    groups: Groups, excluded: Iterable[Clause] = (), *, title_only: bool = False
) -> QuerySet[Findable]:
    """What readers may find that holds all clauses of one of `groups`, and none of `excluded`."""
    return Findable.objects.filter(entry_id__in=engine().matching(groups, excluded, title_only))


def beginning_with(tokens: Sequence[str], prefix: str | None) -> QuerySet[Findable]:
    """What readers may find that can be completed to: holds `tokens`, and a word like `prefix…`."""
    return Findable.objects.filter(entry_id__in=engine().beginning_with(tokens, prefix))


def keys_beginning_with(model: Any, tokens: Sequence[str], prefix: str | None) -> list[str]:
    """Primary keys of objects of `model` that can be completed to; a few hundred at most."""
    entries = IndexEntry.objects.filter(
        content_type=get_content_type_pk(model), pk__in=engine().beginning_with(tokens, prefix)
    )
    return list(entries.values_list("object_id", flat=True)[:200])


def texts_of(keys: Sequence[int]) -> list[Text]:
    """Title and body of each, as the index holds them, with its date."""
    dates = dict(Findable.objects.filter(pk__in=keys).values_list("pk", "published_at"))
    rows = IndexEntry.objects.filter(pk__in=keys).values_list("pk", *engine().text_columns)
    return [Text(pk, title, body or "", dates.get(pk)) for pk, title, body in rows]
