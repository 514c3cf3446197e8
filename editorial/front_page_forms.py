"""The form in which la Une is arranged: its places, one row each, that can be moved and added."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateTimeInput, AdminPageChooser

from home.models import HomePage
from home.plan import NEWEST, NOTHING, SECTION_PREFIX, Plan, Slot, StripPlan
from news.models import ArticleIndexPage, ArticlePage
from news.moments.fields import ZonedDateTimeField

MOST_ROWS = {"seconds": 8, "not_to_miss": 6, "strips": 30}
SLOT_FIELDS = ("article", "until", "until_read_at", "fallback", "section")


class ArticleChooser(AdminPageChooser):
    """Wagtail's, without the class of page in brackets behind the words of its button."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.choose_one_text = gettext_lazy("Choose an article")
        self.choose_another_text = gettext_lazy("Choose another article")


class SlotForm(forms.Form):
    article = forms.ModelChoiceField(
        ArticlePage.objects.all(),
        label=gettext_lazy("Article"),
        required=False,
        widget=ArticleChooser(target_models=[ArticlePage]),
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

    @staticmethod
    def initial_of(slot: Slot) -> dict[str, Any]:
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

    def strip(self) -> StripPlan:
        return StripPlan(int(self.cleaned_data["section"]), self.slot())


class WholeForm(forms.Form):
    """What concerns the whole page."""

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
    """The forms of all places together."""

    def __init__(
        self,
        home: HomePage,
        data: QueryDict | None = None,
        plan: Plan | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        kwargs = {"sections": sections_of(home)}
        plan = plan or Plan()
        strips = plan.strips
        if strips is None:
            strips = tuple(StripPlan(s.pk) for s in kwargs["sections"] if s.depth == home.depth + 1)
        self.whole = WholeForm(
            data, initial={"all_sections": plan.strips is None, **(initial or {})}
        )
        self.lead = SlotForm(data, prefix="lead", initial=SlotForm.initial_of(plan.lead), **kwargs)
        self.seconds = _rows(SlotForm, "seconds", data, plan.seconds, kwargs)
        self.not_to_miss = _rows(SlotForm, "not_to_miss", data, plan.not_to_miss, kwargs)
        self.strips = _rows(StripForm, "strips", data, [strip.first for strip in strips], kwargs)
        for form, strip in zip(self.strips.forms, strips, strict=False):
            form.initial["section"] = strip.section

    @property
    def media(self) -> forms.Media:
        own = forms.Media(css={"all": ["css/admin/front-page.css"]})
        return self.whole.media + self.lead.media + own

    def named_forms(self) -> list[tuple[str, SlotForm]]:
        rows = [*self.seconds.forms, *self.not_to_miss.forms, *self.strips.forms]
        return [("lead", self.lead), *((form.prefix, form) for form in rows)]

    def is_valid(self) -> bool:
        parts = [self.whole, *(form for _name, form in self.named_forms())]
        # Each is asked, so that all that is wrong is said at once.
        wrong = [form for form in parts if not form.is_valid()]
        return not wrong and self._stand_once()

    def _stand_once(self) -> bool:
        """Tell of an article that has two places."""
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
            seconds=tuple(form.slot() for form in self.seconds.forms),
            not_to_miss=tuple(form.slot() for form in self.not_to_miss.forms),
            strips=None
            if whole["all_sections"]
            else tuple(form.strip() for form in self.strips.forms),
        )


def sections_of(home: HomePage) -> list[ArticleIndexPage]:
    sections = ArticleIndexPage.objects.descendant_of(home).live().public()
    return list(sections.order_by("path"))


def _rows(
    form: type[SlotForm], prefix: str, data: QueryDict | None, slots: Any, kwargs: dict[str, Any]
) -> Any:
    rows = forms.formset_factory(
        form, extra=0, max_num=MOST_ROWS[prefix], absolute_max=MOST_ROWS[prefix]
    )
    return rows(
        data,
        prefix=prefix,
        initial=[SlotForm.initial_of(slot) for slot in slots],
        form_kwargs=kwargs,
    )


def rearranged(data: QueryDict, act: str) -> QueryDict:
    """What was typed, after a row was moved up or down, added or taken away.

    `act` is the value of the button: `seconds:up:2`, `seconds:add`, `strips:remove:0`. One that
    cannot be done changes nothing.
    """
    changed = data.copy()
    group, _colon, rest = act.partition(":")
    verb, _colon, number = rest.partition(":")
    total = data.get(f"{group}-TOTAL_FORMS", "")
    if group not in MOST_ROWS or not total.isdecimal():
        return changed
    count = min(int(total), MOST_ROWS[group])
    rows = [_row(data, group, n) for n in range(count)]
    place = int(number) if number.isdecimal() and len(number) < 4 else -1
    match verb:
        case "add" if count < MOST_ROWS[group]:
            rows.append({})
        case "remove" if 0 <= place < count:
            del rows[place]
        case "up" if 0 < place < count:
            rows[place - 1], rows[place] = rows[place], rows[place - 1]
        case "down" if 0 <= place < count - 1:
            rows[place + 1], rows[place] = rows[place], rows[place + 1]
    for number_, row in enumerate(rows):
        for name in SLOT_FIELDS:
            changed[f"{group}-{number_}-{name}"] = row.get(name, "")
    changed[f"{group}-TOTAL_FORMS"] = str(len(rows))
    return changed


def _row(data: QueryDict, group: str, number: int) -> dict[str, str]:
    return {name: data.get(f"{group}-{number}-{name}", "") for name in SLOT_FIELDS}
