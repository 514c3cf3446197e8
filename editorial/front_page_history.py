"""What each change of la Une was, in words."""

from dataclasses import dataclass
from datetime import datetime

from home.models import FrontPageVersion, HomePage
from news.models import ArticlePage

SHOWN = 20


@dataclass(frozen=True)
class Change:
    """A version with what it pinned and let go, compared with the one that held before it."""

    version: FrontPageVersion
    pinned: list[str]
    released: list[str]
    holds: bool


def history(home: HomePage, now: datetime) -> list[Change]:
    """The newest changes that have come into force, in a fixed number of queries."""
    versions = list(
        home.versions.standing()
        .filter(valid_from__lte=now)
        .select_related("made_by", "copy_of")[: SHOWN + 1]
    )
    pins = [version.plan.articles() for version in versions]
    titles = dict(
        ArticlePage.objects.filter(pk__in={pk for each in pins for pk in each}).values_list(
            "pk", "title"
        )
    )

    def named(articles: list[int]) -> list[str]:
        return [titles[pk] for pk in articles if pk in titles]

    changes = []
    for number, version in enumerate(versions[:SHOWN]):
        before = pins[number + 1] if number + 1 < len(versions) else []
        changes.append(
            Change(
                version,
                pinned=named([pk for pk in pins[number] if pk not in before]),
                released=named([pk for pk in before if pk not in pins[number]]),
                holds=number == 0,
            )
        )
    return changes
