"""The form of la Une, with one row per place, which can be moved, added and removed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateTimeInput

from editorial.front_page.places import GROUPS, LEAD, MAX_ROWS, movable_places, place_label
from home.models import HomePage
from home.plan import NEWEST, NOTHING, SECTION_PREFIX, Plan, Slot, StripPlan
from news.article_chooser import ArticleChooser
from news.models import ArticleIndexPage, ArticlePage
from news.moments.fields import ZonedDateTimeField

SLOT_FIELDS = ("article", "until", "until_read_at", "fallback", "section")


class SlotForm(forms.Form):
    """One place, with its article, its end and its fallback."""

    # Whether it is the first or last of the places that its row can be moved through.
    is_first = False
    is_last = False

    article = forms.ModelChoiceField(
        ArticlePage.objects.all(),
        label=gettext_lazy("Article"),
        required=False,
        widget=ArticleChooser,
    )
    until = ZonedDateTimeField(
        label=gettext_lazy("Until"), required=False, widget=AdminDateTimeInput
    )
    fallback = forms.ChoiceField(label=gettext_lazy("Without an article"), required=False)

    def __init__(self, *args: Any, sections: list[ArticleIndexPage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        newest_of = _("the newest article of %(section)s")
        self.fields["fallback"].choices = [  # type: ignore[attr-defined]
            (NEWEST, _("the newest article")),
            *(
                (f"{SECTION_PREFIX}{section.pk}", newest_of % {"section": section.title})
                for section in sections
            ),
            (NOTHING, _("nothing")),
        ]

    def slot(self) -> Slot:
        article = self.cleaned_data["article"]
        return Slot(
            article=article.pk if article else None,
            until=self.cleaned_data["until"],
            fallback=self.cleaned_data.get("fallback", NOTHING) or NEWEST,
        )

    def place_label(self) -> str:
        return place_label(str(self.prefix))

    @staticmethod
    def initial_of(slot: Slot) -> dict[str, object]:
        return {"article": slot.article, "until": slot.until, "fallback": slot.fallback}


class StripForm(SlotForm):
    section = forms.ChoiceField(label=gettext_lazy("Section"))
    field_order = ("section", "article", "until")

    def __init__(self, *args: Any, sections: list[ArticleIndexPage], **kwargs: Any) -> None:
        super().__init__(*args, sections=sections, **kwargs)
        del self.fields["fallback"]
        self.fields["section"].choices = [  # type: ignore[attr-defined]
            (section.pk, section.title) for section in sections
        ]

    def place_label(self) -> str:
        chosen = str(self["section"].value() or "")
        names = {str(key): str(name) for key, name in self.fields["section"].choices}  # type: ignore[attr-defined]
        return place_label(str(self.prefix), names.get(chosen, ""))

    def strip(self) -> StripPlan:
        return StripPlan(int(self.cleaned_data["section"]), self.slot())


class WholePageForm(forms.Form):
    """The fields that concern the whole page."""

    all_sections = forms.BooleanField(
        label=gettext_lazy("A strip for each section, in the order of the menu"), required=False
    )
    valid_from = ZonedDateTimeField(
        label=gettext_lazy("From"), required=False, widget=AdminDateTimeInput
    )
    preview_at = ZonedDateTimeField(
        label=gettext_lazy("As it will be at"), required=False, widget=AdminDateTimeInput
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    replaces = forms.IntegerField(required=False, widget=forms.HiddenInput)


class ArrangementForm:
    """The forms of all places and of the whole page."""

    def __init__(
        self,
        home: HomePage,
        data: QueryDict | None = None,
        plan: Plan | None = None,
        initial: dict[str, object] | None = None,
    ) -> None:
        kwargs = {"sections": sections_of(home)}
        plan = plan or Plan()
        strips = plan.strips
        if strips is None:
            strips = tuple(StripPlan(s.pk) for s in kwargs["sections"] if s.depth == home.depth + 1)
        self.whole = WholePageForm(
            data, initial={"all_sections": plan.strips is None, **(initial or {})}
        )
        self.lead = SlotForm(data, prefix="lead", initial=SlotForm.initial_of(plan.lead), **kwargs)
        self.secondary = _rows(SlotForm, "secondary", data, plan.secondary, kwargs)
        self.not_to_miss = _rows(SlotForm, "not_to_miss", data, plan.not_to_miss, kwargs)
        self.strips = _rows(StripForm, "strips", data, [strip.first for strip in strips], kwargs)
        for form, strip in zip(self.strips.forms, strips, strict=False):
            form.initial["section"] = strip.section
        for rows in (
            [self.lead, *self.secondary.forms, *self.not_to_miss.forms],
            self.strips.forms,
        ):
            for row in rows:
                row.is_first, row.is_last = row is rows[0], row is rows[-1]

    @property
    def media(self) -> forms.Media:
        own = forms.Media(css={"all": ["css/admin/front-page.css"]}, js=["js/admin/front-page.js"])
        return self.whole.media + self.lead.media + own

    def named_forms(self) -> list[tuple[str, SlotForm]]:
        rows = [*self.secondary.forms, *self.not_to_miss.forms, *self.strips.forms]
        return [("lead", self.lead), *((form.prefix, form) for form in rows)]

    def invalid_places(self) -> list[str]:
        """Return the labels of the places that have errors."""
        return [form.place_label() for _name, form in self.named_forms() if form.errors]

    def is_valid(self) -> bool:
        parts = [self.whole, *(form for _name, form in self.named_forms())]
        # All are validated, so that all errors are shown at once.
        invalid = [form for form in parts if not form.is_valid()]
        return not invalid and self._refuse_duplicates()

    def _refuse_duplicates(self) -> bool:
        """Add an error to the second place of an article; return whether there is none."""
        seen: set[int] = set()
        for _name, form in self.named_forms():
            article = form.cleaned_data["article"]
            if article and article.pk in seen:
                form.add_error("article", _("This article has a place further up already."))
            elif article:
                seen.add(article.pk)
        return all(not form.errors for _name, form in self.named_forms())

    def plan(self) -> Plan:
        whole = self.whole.cleaned_data
        return Plan(
            lead=self.lead.slot(),
            secondary=tuple(form.slot() for form in self.secondary.forms),
            not_to_miss=tuple(form.slot() for form in self.not_to_miss.forms),
            strips=None
            if whole["all_sections"]
            else tuple(form.strip() for form in self.strips.forms),
        )


def sections_of(home: HomePage) -> list[ArticleIndexPage]:
    sections = ArticleIndexPage.objects.descendant_of(home).visible()
    return list(sections.order_by("path"))


def _rows(
    form: type[SlotForm],
    prefix: str,
    data: QueryDict | None,
    slots: Iterable[Slot],
    kwargs: dict[str, Any],
) -> Any:
    rows = forms.formset_factory(
        form, extra=0, max_num=MAX_ROWS[prefix], absolute_max=MAX_ROWS[prefix]
    )
    return rows(
        data,
        prefix=prefix,
        initial=[SlotForm.initial_of(slot) for slot in slots],
        form_kwargs=kwargs,
    )


@dataclass(frozen=True)
class RowAction:
    """What a button beside a place does: `secondary:up:2`, `secondary:add`, `strips:remove:0`."""

    group: str
    verb: str
    place: int

    @classmethod
    def read(cls, value: str) -> RowAction:
        group, _colon, rest = value.partition(":")
        verb, _colon, number = rest.partition(":")
        is_number = number.isdecimal() and len(number) < 4
        return cls(group, verb, int(number) if is_number else -1)

    @property
    def name(self) -> str:
        return LEAD if self.group == LEAD else f"{self.group}-{self.place}"


def rearrange(data: QueryDict, value: str) -> QueryDict:
    """Return the form's data after a row was moved, added or removed.

    `value` is that of the button; an impossible one changes nothing.
    """
    act = RowAction.read(value)
    changed = data.copy()
    if act.verb in ("up", "down"):
        if target := target_of_move(data, value):
            for name in SLOT_FIELDS:
                here, there = f"{act.name}-{name}", f"{target}-{name}"
                changed[here], changed[there] = data.get(there, ""), data.get(here, "")
        return changed
    if act.group not in MAX_ROWS:
        return changed
    count = _count(data, act.group)
    rows = [_row(data, act.group, n) for n in range(count)]
    match act.verb:
        case "add" if count < MAX_ROWS[act.group]:
            rows.append({})
        case "remove" if 0 <= act.place < count:
            del rows[act.place]
    for number, row in enumerate(rows):
        for name in SLOT_FIELDS:
            changed[f"{act.group}-{number}-{name}"] = row.get(name, "")
    changed[f"{act.group}-TOTAL_FORMS"] = str(len(rows))
    return changed


def target_of_move(data: QueryDict, value: str) -> str:
    """Return the place to which the button moves a row; empty if there is none."""
    act = RowAction.read(value)
    places = _places(data, act.group)
    if act.verb not in ("up", "down") or act.name not in places:
        return ""
    target = places.index(act.name) + (1 if act.verb == "down" else -1)
    return places[target] if 0 <= target < len(places) else ""


def next_focus(data: QueryDict, value: str) -> str:
    """Return the button to focus after an action: of the moved row, or of the one in its place.

    `data` is the form as it was sent.
    """
    act = RowAction.read(value)
    places = _places(data, act.group)
    if act.verb == "remove":
        last = _count(data, act.group) - 2
        return f"{act.group}:remove:{min(act.place, last)}" if last >= 0 else f"{act.group}:add"
    if act.verb == "add":
        return value
    target = target_of_move(data, value) or act.name
    verb = act.verb
    if target in (places[:1] if verb == "up" else places[-1:]):
        verb = "down" if verb == "up" else "up"
    group, _dash, number = target.rpartition("-")
    return f"{group or target}:{verb}:{number if group else 0}"


def _places(data: QueryDict, group: str) -> list[str]:
    if group == "strips":
        return [f"strips-{number}" for number in range(_count(data, group))]
    return movable_places(*(_count(data, each) for each in GROUPS))


def _count(data: QueryDict, group: str) -> int:
    total = data.get(f"{group}-TOTAL_FORMS", "")
    return min(int(total), MAX_ROWS[group]) if total.isdecimal() and group in MAX_ROWS else 0


def _row(data: QueryDict, group: str, number: int) -> dict[str, str]:
    return {name: data.get(f"{group}-{number}-{name}", "") for name in SLOT_FIELDS}
