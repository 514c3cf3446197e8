"""The campaigns that a place of a page offers, without a query until one changes.

A page is the same for all its readers, and so are its adverts: it carries a few for each place, and
the reader's browser draws one of them (`static/js/draw-advert.js`). Pictures of those that are not
drawn are not fetched. Without scripts one stands for a day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from math import log

from django.utils import timezone

from delivery.pages.dependencies import depends_instead
from delivery.pages.kept import kept
from home.models import Campaign
from home.models.advertising import Place
from news.renditions import know_files, only_file

MOST = 4  # adverts that a place offers; each adds some 60 bytes to the page as it is sent


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

    def turn(self, seed: str) -> float:
        """Its rank among others for `seed`: the first is each in proportion to its weight.

        Efraimidis and Spirakis, Weighted random sampling with a reservoir (2006), in logarithms.
        """
        digest = sha256(f"{seed} {self.pk}".encode()).digest()
        return -log((int.from_bytes(digest[:8]) + 1) / 2**64) / max(1, self.weight)


@dataclass
class Shown:
    """What runs, and what the places of a page, from its top on, have had so far."""

    running: list[Advert]
    alone: set[int] = field(default_factory=set)
    offered: set[int] = field(default_factory=set)
    fixed: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class Offer:
    """What may stand in a place: one for everybody, or several to draw from."""

    alone: Advert | None = None
    adverts: Sequence[Advert] = ()
    fixed: Advert | None = None  # for readers without scripts


def offer(place: str, path: str, address: str, shown: Shown) -> Offer:
    """The campaigns for `place` on the page at `path` of the tree, none twice on a page.

    Of more than MOST the page's `address` and the day say which, the heavier ones more often.
    """
    fitting = [ad for ad in shown.running if ad.pk not in shown.alone and ad.may_stand(place, path)]
    seed = f"{place} {address} {timezone.localdate()}"
    adverts = sorted(fitting, key=lambda ad: ad.turn(seed))[:MOST]
    if len(adverts) == 1 and adverts[0].pk not in shown.offered:
        shown.alone.add(adverts[0].pk)
        return Offer(alone=adverts[0])
    fixed = next((ad for ad in adverts if ad.pk not in shown.fixed), None)
    shown.offered.update(ad.pk for ad in adverts)
    if fixed:
        shown.fixed.add(fixed.pk)
    return Offer(adverts=adverts, fixed=fixed)


@dataclass(frozen=True)
class Running:
    """The adverts of the moment, and when the next campaign starts or ends."""

    adverts: list[Advert]
    changes_at: datetime | None


def running_at(now: datetime) -> Running:
    """The campaigns that may be shown; asked for once until one changes, or has had its views."""
    known = kept("campaigns", _not_over)
    adverts = [advert for advert in known if advert.starts_at <= now < advert.ends_at]
    moments = (moment for advert in known for moment in (advert.starts_at, advert.ends_at))
    return Running(adverts, min((moment for moment in moments if moment > now), default=None))


def _not_over() -> list[Advert]:
    running = Campaign.objects.not_over(timezone.now())
    # Their sections are no articles.
    with depends_instead([], {"articles"}):
        campaigns = list(running.select_related("picture").prefetch_related("sections"))
    know_files(campaign.picture for campaign in campaigns)
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
        for campaign in campaigns
    ]


def _picture(campaign: Campaign) -> dict[str, object] | None:
    """Its file, once the queue has made it; until then the words stand there."""
    file = only_file(campaign.picture, "advert") if campaign.picture else None
    return {"url": file.url, "width": file.width, "height": file.height} if file else None
