"""Describes the changes of la Une in sentences."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from editorial.front_page.places import place_label
from home.models import FrontPageVersion, HomePage
from home.plan import NEWEST, NOTHING, Plan, Slot
from news.models import ArticleIndexPage, ArticlePage
from news.moments.wording import format_moment

SHOWN = 20


@dataclass(frozen=True)
class Change:
    """A version, with sentences on what it changed of the one before it."""

    version: FrontPageVersion
    sentences: list[str]
    is_current: bool


def history(home: HomePage, now: datetime) -> list[Change]:
    """Return the newest changes that have come into force, in a fixed number of queries."""
    versions = list(
        home.versions.standing()
        .filter(valid_from__lte=now)
        .select_related("made_by", "copy_of")[: SHOWN + 1]
    )
    plans = [version.plan for version in versions]
    names = PlanNames.of(plans)
    return [
        Change(
            version,
            describe_changes(
                plans[number + 1] if number + 1 < len(plans) else Plan(), plans[number], names
            ),
            is_current=number == 0,
        )
        for number, version in enumerate(versions[:SHOWN])
    ]


def changes_of(version: FrontPageVersion) -> list[str]:
    """Describe what a version changes of the one that was decided before it."""
    earlier = version.home.versions.standing().filter(pk__lt=version.pk).order_by("-pk").first()
    before = earlier.plan if earlier else Plan()
    return describe_changes(before, version.plan, PlanNames.of([before, version.plan]))


@dataclass(frozen=True)
class PlanNames:
    """The titles of the articles and sections in some plans."""

    articles: dict[int, str] = field(default_factory=dict)
    sections: dict[int, str] = field(default_factory=dict)

    @classmethod
    def of(cls, plans: Iterable[Plan]) -> "PlanNames":
        plans = list(plans)
        articles = {pk for plan in plans for pk in plan.articles()}
        slots = [slot for plan in plans for _name, slot in plan.named_slots()]
        strips = {strip.section for plan in plans for strip in plan.strips or ()}
        sections = strips | {slot.section for slot in slots if slot.section}
        return cls(
            dict(ArticlePage.objects.filter(pk__in=articles).values_list("pk", "title")),
            dict(ArticleIndexPage.objects.filter(pk__in=sections).values_list("pk", "title")),
        )

    def article(self, pk: int) -> str:
        return self.articles.get(pk) or _("an article that is no longer there")

    def section(self, pk: int | None) -> str:
        return self.sections.get(pk or 0) or _("a section that is no longer there")

    def place(self, name: str, plan: Plan) -> str:
        if not name.startswith("strips-"):
            return place_label(name)
        strip = (plan.strips or ())[int(name.removeprefix("strips-"))]
        return place_label(name, self.section(strip.section))

    def fallback(self, slot: Slot) -> str:
        if slot.fallback == NOTHING:
            return _("nothing")
        if slot.fallback == NEWEST:
            return _("the newest article")
        return _("the newest article of %(section)s") % {"section": self.section(slot.section)}


def describe_changes(before: Plan, after: Plan, names: PlanNames) -> list[str]:
    """Return a sentence for each difference of two plans, from the top of the page down."""
    was, is_now = _pins(before), _pins(after)
    sentences = []
    for article, (place, until) in is_now.items():
        words = {"article": names.article(article), "place": names.place(place, after)}
        if article not in was:
            sentences.append(_("%(place)s: “%(article)s” is pinned.") % words)
        elif names.place(was[article][0], before) != words["place"]:
            words["earlier"] = names.place(was[article][0], before)
            sentences.append(_("%(place)s: “%(article)s”; earlier: %(earlier)s.") % words)
        if until and until != was.get(article, ("", None))[1]:
            words["until"] = format_moment(until)
            sentences.append(_("“%(article)s” stays until %(until)s.") % words)
        elif not until and was.get(article, ("", None))[1]:
            sentences.append(_("“%(article)s” stays without a limit.") % words)
    for article, (place, _until) in was.items():
        if article not in is_now:
            words = {"article": names.article(article), "earlier": names.place(place, before)}
            sentences.append(_("“%(article)s” is no longer pinned; earlier: %(earlier)s.") % words)
    return [
        *sentences,
        *_describe_fallbacks(before, after, names),
        *_describe_rows(before, after, names),
    ]


def _pins(plan: Plan) -> dict[int, tuple[str, datetime | None]]:
    """Return the place and end of each pinned article; of two places the higher one."""
    pins: dict[int, tuple[str, datetime | None]] = {}
    for name, slot in plan.named_slots():
        if slot.article is not None:
            # The form has no seconds.
            until = slot.until and slot.until.replace(second=0, microsecond=0)
            pins.setdefault(slot.article, (name, until))
    return pins


def _describe_fallbacks(before: Plan, after: Plan, names: PlanNames) -> list[str]:
    earlier = dict(before.named_slots())
    return [
        _("%(place)s, without an article: %(rule)s.")
        % {"place": names.place(name, after), "rule": names.fallback(slot)}
        for name, slot in after.named_slots()
        if not name.startswith("strips-")
        and name in earlier
        and earlier[name].fallback != slot.fallback
    ]


def _describe_rows(before: Plan, after: Plan, names: PlanNames) -> list[str]:
    sentences = []
    if len(before.secondary) != len(after.secondary):
        count = len(after.secondary)
        sentences.append(
            ngettext("%(count)d place beside the lead.", "%(count)d places beside the lead.", count)
            % {"count": count}
        )
    if len(before.not_to_miss) != len(after.not_to_miss):
        count = len(after.not_to_miss)
        sentences.append(
            ngettext(
                "%(count)d place in “Not to miss”.", "%(count)d places in “Not to miss”.", count
            )
            % {"count": count}
        )
    strips = [
        None if plan.strips is None else [strip.section for strip in plan.strips]
        for plan in (before, after)
    ]
    if strips[0] != strips[1]:
        if strips[1] is None:
            sentences.append(_("A strip for each section, in the order of the menu."))
        elif not strips[1]:
            sentences.append(_("No strips of sections."))
        else:
            listed = ", ".join(names.section(section) for section in strips[1])
            sentences.append(_("Strips of sections: %(sections)s.") % {"sections": listed})
    return sentences
