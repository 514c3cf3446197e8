"""The plan of la Une: which article is pinned where, and the rule for each empty place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypedDict

from django.utils.dateparse import parse_datetime

NEWEST = "newest"
NOTHING = "nothing"
SECTION_PREFIX = "section-"
SECONDARY_PLACES = 4


class SlotJson(TypedDict):
    article: int | None
    until: str | None
    fallback: str


class StripJson(TypedDict):
    section: int
    first: SlotJson


class PlanJson(TypedDict):
    """A plan as a version of la Une is stored, under the names of its first release."""

    lead: SlotJson
    seconds: list[SlotJson]
    not_to_miss: list[SlotJson]
    strips: list[StripJson] | None


@dataclass(frozen=True)
class Slot:
    """A place: an article that is pinned there, if any, and the rule for when it is empty."""

    article: int | None = None
    until: datetime | None = None
    fallback: str = NEWEST

    def pinned(self, at: datetime) -> int | None:
        """The article that is wanted here at `at`."""
        return None if self.until and self.until <= at else self.article

    @property
    def section(self) -> int | None:
        """The section whose newest article steps in, if the rule names one."""
        number = self.fallback.removeprefix(SECTION_PREFIX)
        return int(number) if number != self.fallback and number.isdecimal() else None


@dataclass(frozen=True)
class StripPlan:
    """The newest articles of a section, behind one that is pinned in front of them, if any."""

    section: int
    first: Slot = field(default_factory=lambda: Slot(fallback=NOTHING))


@dataclass(frozen=True)
class Plan:
    lead: Slot = field(default_factory=Slot)
    secondary: tuple[Slot, ...] = (Slot(),) * SECONDARY_PLACES
    not_to_miss: tuple[Slot, ...] = ()
    # None: a strip for each section, in the order of the menu.
    strips: tuple[StripPlan, ...] | None = None

    def named_slots(self) -> Iterator[tuple[str, Slot]]:
        """Every place with its name, from the top of the page to its foot."""
        yield "lead", self.lead
        for number, slot in enumerate(self.secondary):
            yield f"secondary-{number}", slot
        for number, slot in enumerate(self.not_to_miss):
            yield f"not_to_miss-{number}", slot
        for number, strip in enumerate(self.strips or ()):
            yield f"strips-{number}", strip.first

    def articles(self) -> list[int]:
        """All that are pinned, each once, from top to foot."""
        return list(dict.fromkeys(s.article for _, s in self.named_slots() if s.article))

    def next_end(self, after: datetime) -> datetime | None:
        """Return when the next pin ends."""
        ends = [s.until for _, s in self.named_slots() if s.article and s.until]
        return min((end for end in ends if end > after), default=None)

    def with_lead(self, article: int, at: datetime) -> Plan:
        """With `article` at the top, and in no other place.

        What is pinned there at `at` moves down by one, and so on to the first place without a pin;
        where there is none, the last one leaves. The rules stay with their places.
        """
        plan = self.without(article)
        carried: Slot | None = Slot(article)
        slots = []
        for slot in (plan.lead, *plan.secondary):
            if carried is None:
                slots.append(slot)
                continue
            slots.append(replace(slot, article=carried.article, until=carried.until))
            carried = None if slot.pinned(at) is None else slot
        return replace(plan, lead=slots[0], secondary=tuple(slots[1:]))

    def without(self, article: int) -> Plan:
        def freed(slot: Slot) -> Slot:
            return replace(slot, article=None, until=None) if slot.article == article else slot

        return Plan(
            lead=freed(self.lead),
            secondary=tuple(map(freed, self.secondary)),
            not_to_miss=tuple(map(freed, self.not_to_miss)),
            strips=None
            if self.strips is None
            else tuple(StripPlan(strip.section, freed(strip.first)) for strip in self.strips),
        )

    def to_json(self) -> PlanJson:
        return {
            "lead": _slot_to_json(self.lead),
            "seconds": [_slot_to_json(slot) for slot in self.secondary],
            "not_to_miss": [_slot_to_json(slot) for slot in self.not_to_miss],
            "strips": None
            if self.strips is None
            else [{"section": s.section, "first": _slot_to_json(s.first)} for s in self.strips],
        }

    @classmethod
    def from_json(cls, data: PlanJson) -> Plan:
        strips = data["strips"]
        return cls(
            lead=_slot_from_json(data["lead"]),
            secondary=tuple(_slot_from_json(slot) for slot in data["seconds"]),
            not_to_miss=tuple(_slot_from_json(slot) for slot in data["not_to_miss"]),
            strips=None
            if strips is None
            else tuple(StripPlan(s["section"], _slot_from_json(s["first"])) for s in strips),
        )


def _slot_to_json(slot: Slot) -> SlotJson:
    return {
        "article": slot.article,
        "until": slot.until.isoformat() if slot.until else None,
        "fallback": slot.fallback,
    }


def _slot_from_json(data: SlotJson) -> Slot:
    until = data["until"]
    return Slot(data["article"], parse_datetime(until) if until else None, data["fallback"])
