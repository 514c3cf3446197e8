"""The choice of a campaign for a place of a page, from the cache and without a query."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from random import choices

from django.core.cache import cache
from django.utils import timezone
from wagtail.images.models import SourceImageIOError

from home.models import Campaign
from home.models.advertising import Place

KEY = "campaigns"
# Seconds. So long, and until the last views are added up (`COUNTS_EVERY`), may a campaign be shown
# beyond the views that were sold; those are not counted.
KEPT = 60
PICTURE = "max-970x500|web|format-webp"


@dataclass(frozen=True)
class Advert:
    """The facts of a campaign that a page needs."""

    pk: int
    advertiser: str
    title: str
    detail: str
    starts_at: datetime
    ends_at: datetime
    places: frozenset[str]
    sections: tuple[str, ...]
    weight: int
    picture: dict[str, object] | None = field(default=None)

    def may_stand(self, place: str, path: str) -> bool:
        in_section = not self.sections or any(path.startswith(own) for own in self.sections)
        return place in self.places and in_section


def choose(place: str, path: str, shown: set[int]) -> Advert | None:
    """A campaign for `place` on the page at `path` of the tree, by weight, and not twice."""
    running = running_adverts(timezone.now())
    fitting = [ad for ad in running if ad.pk not in shown and ad.may_stand(place, path)]
    if not fitting:
        return None
    chosen = choices(fitting, weights=[ad.weight for ad in fitting])[0]  # noqa: S311
    shown.add(chosen.pk)
    return chosen


def running_adverts(now: datetime) -> list[Advert]:
    """Return the adverts of campaigns that run at `now`, as they were less than a minute ago."""
    known: list[Advert] = cache.get_or_set(KEY, _running, KEPT) or []
    return [advert for advert in known if advert.starts_at <= now < advert.ends_at]


def invalidate(**kwargs: object) -> None:
    """Have the next page ask the database."""
    cache.delete(KEY)


def _running() -> list[Advert]:
    campaigns = Campaign.objects.running(timezone.now()).select_related("picture")
    return [
        Advert(
            pk=campaign.pk,
            advertiser=campaign.advertiser,
            title=campaign.title,
            detail=campaign.detail,
            starts_at=campaign.starts_at,
            ends_at=campaign.ends_at,
            places=frozenset(place.value for place in Place if getattr(campaign, place.value)),
            sections=tuple(section.path for section in campaign.sections.all()),
            weight=campaign.weight,
            picture=_picture(campaign),
        )
        for campaign in campaigns.prefetch_related("sections")
    ]


def _picture(campaign: Campaign) -> dict[str, object] | None:
    if campaign.picture is None:
        return None
    try:
        file = campaign.picture.get_rendition(PICTURE)
    except SourceImageIOError:
        return None
    return {"url": file.url, "width": file.width, "height": file.height}
