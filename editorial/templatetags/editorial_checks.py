"""Tags that show the findings of the checks beside the text, and what each one prevents."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.models import Page

from accounts.models import User
from delivery.request_cache import cached_for_request
from editorial.gates import evaluate
from editorial.gates.checks.finding import Finding
from editorial.gates.models import Effect, Transition
from news.models import ArticlePage
from news.words import minutes_to_read

register = template.Library()

STOPS = {
    Transition.SUBMIT: gettext_lazy("Prevents submission for review."),
    Transition.APPROVE: gettext_lazy("Prevents the approval of this step."),
    Transition.PUBLISH: gettext_lazy("Prevents publication."),
    Transition.UPDATE: gettext_lazy("Prevents the update."),
}
WILL_STOP = {
    Transition.APPROVE: gettext_lazy("Will prevent the approval."),
    Transition.PUBLISH: gettext_lazy("Will prevent publication."),
    Transition.UPDATE: gettext_lazy("Will prevent the update."),
}


@dataclass(frozen=True)
class Shown:
    """A finding as the editor shows it; `weight` is block, later or warn."""

    finding: Finding
    weight: str
    consequence: Any = ""


@register.inclusion_tag("editorial/gates/checks.html")
def content_checks(page: Page) -> dict[str, object]:
    """Show the findings for `page` as it is in memory; nothing for pages without checks."""
    if not has_checks(page):
        return {}

    def ask() -> dict[str, object]:
        transition = evaluate.next_transition(page)
        shown = _shown(page, transition)
        return {"shown": shown, "summary": summary(shown, transition), "applies": True}

    # The editor shows them twice: in a panel and beside the text.
    return cached_for_request(("checks", id(page)), ask)


@register.filter
def has_checks(page: Page) -> bool:
    return isinstance(page, tuple(evaluate.GATED))


@register.simple_tag
def text_length(article: ArticlePage) -> str:
    """Return the length as readers see it: « 512 mots, 2 minutes de lecture »."""
    words = article.words
    counted = ngettext("%(words)s word", "%(words)s words", words) % {"words": intcomma(words)}
    minutes = minutes_to_read(words)
    read = ngettext("%d minute read", "%d minutes read", minutes) % minutes
    return f"{counted}, {read}"


@register.filter
def may_override_gates(user: User) -> bool:
    return bool(user.has_perm(evaluate.OVERRIDE_PERMISSION))


def _shown(page: Page, transition: Transition) -> list[Shown]:
    """Return what blocks the next step, then what blocks a later one, then advice."""
    effects = evaluate.Effects(page)
    later = list(evaluate.later_transitions(page, transition))
    shown = []
    for finding in evaluate.findings(page):
        effect = effects.of(finding.code, transition)
        blocked = next((t for t in later if effects.of(finding.code, t) == Effect.BLOCK), None)
        asked = effect != Effect.OFF or any(
            effects.of(finding.code, t) != Effect.OFF for t in later
        )
        if effect == Effect.BLOCK:
            shown.append(Shown(finding, "block", STOPS[transition]))
        elif blocked:
            shown.append(Shown(finding, "later", WILL_STOP[blocked]))
        elif asked:
            shown.append(Shown(finding, "warn"))
    return sorted(shown, key=lambda item: ("block", "later", "warn").index(item.weight))


def summary(shown: list[Shown], transition: Transition) -> str:
    """Return the findings in one line."""
    if not shown:
        return _("Nothing is missing.")
    blocking = sum(item.weight == "block" for item in shown)
    if not blocking:
        advice = len(shown)
        return (
            ngettext("Nothing stops you; %d advice.", "Nothing stops you; %d advices.", advice)
            % advice
        )
    messages = {
        Transition.SUBMIT: ngettext(
            "%d thing prevents submission for review.",
            "%d things prevent submission for review.",
            blocking,
        ),
        Transition.APPROVE: ngettext(
            "%d thing prevents the approval.", "%d things prevent the approval.", blocking
        ),
        Transition.PUBLISH: ngettext(
            "%d thing prevents publication.", "%d things prevent publication.", blocking
        ),
        Transition.UPDATE: ngettext(
            "%d thing prevents the update.", "%d things prevent the update.", blocking
        ),
    }
    return messages[transition] % blocking
