"""Some weeks of searches, and what the demo's editors have set for the search."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import Page

from demo.texts import read as read_content
from search.models import ClickCount, SearchCount, Synonyms
from search.privacy import kept_text
from search.promoted import promoted_for
from search.results import find, result_page
from search.terms import parse_query

DAYS = 45
OPENED = 0.45  # of the searches that find something
PLACES = (0.6, 0.25, 0.15)  # how the clicks fall on the first results


@transaction.atomic
def load() -> None:
    """Make what is missing; what is there already stays as it is."""
    texts = read_content("searches")
    if not Synonyms.objects.exists():
        for group in texts["synonyms"]:
            terms = "\n".join(group["terms"])
            Synonyms.objects.create(terms=terms, one_way=group.get("one_way", False))
    if not SearchPromotion.objects.exists():
        promoted = texts["promoted"]
        SearchPromotion.objects.create(
            query=Query.get(promoted["query"]),
            page=Page.objects.get(slug=promoted["page"]),
            description=promoted["text"],
        )
    if not SearchCount.objects.exists():
        _count(texts["daily"])


def _count(daily: dict[str, int]) -> None:
    chance = Random(1)  # noqa: S311
    today = timezone.localdate()
    counts: list[SearchCount] = []
    clicks: list[ClickCount] = []
    for query, usual in daily.items():
        found, targets = _found(query)
        kept = kept_text(query)
        for day in (today - timedelta(days=number) for number in range(DAYS)):
            times = round(usual * chance.uniform(0.4, 1.6) * (0.6 if day.weekday() > 4 else 1))
            if kept and times:
                of_day = list(_clicks(kept, day, times, targets, chance))
                clicks += of_day
                counts.append(_row(kept, day, times, found, sum(row.clicks for row in of_day)))
    SearchCount.objects.bulk_create(counts, batch_size=500)
    ClickCount.objects.bulk_create(clicks, batch_size=500)


def _found(query: str) -> tuple[int, list[tuple[str, int]]]:
    """How many results `query` has, and the first ones with their places."""
    parsed = parse_query(query)
    result = find(parsed)
    if result.corrected or result.partial:
        return 0, []
    picks = [(f"p{pick.hit.thing.pk}", 0) for pick in promoted_for(parsed, result) if pick.hit]
    things = result_page(result, None).object_list[: len(PLACES)]
    listed = [(f"p{thing.pk}", place) for place, thing in enumerate(things, 1)]
    chosen = {target for target, _place in picks}
    return result.total, [*picks, *(item for item in listed if item[0] not in chosen)]


def _clicks(
    kept: tuple[str, str], day: date, times: int, targets: list[Any], chance: Random
) -> Iterator[ClickCount]:
    for share, (target, place) in zip(PLACES, targets, strict=False):
        number = int(times * OPENED * share + chance.random())
        if number:
            yield ClickCount(
                key=kept[0],
                text=kept[1],
                day=day,
                target=target,
                clicks=number,
                places=number * place,
            )


def _row(kept: tuple[str, str], day: date, times: int, found: int, clicks: int) -> SearchCount:
    return SearchCount(
        key=kept[0],
        text=kept[1],
        day=day,
        searches=times,
        nothing=0 if found else times,
        found=found,
        clicks=clicks,
    )
