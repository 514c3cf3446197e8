"""Decides whether a text may take its next step: which checks warn, and which block.

`gate` is the one decision. The editor shows it beside the text; submission, approval, publication
and the clock call it again when they act.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry, Revision, WorkflowState

from accounts.models import User
from editorial import rules
from editorial.events.announcing import announce
from editorial.events.kinds import Event
from editorial.gates.checks import text
from editorial.gates.checks.finding import Finding
from editorial.gates.models import Effect, GateRule, Transition
from news.models import ArticlePage

OVERRIDE_ACTION = "editorial.override_gate"
OVERRIDE_PERMISSION = "editorial.override_gate"
SHORTEST_REASON = 10  # characters
# The checks whose result may have changed between the approval and a scheduled publication.
RECHECKED_AT_PUBLICATION = frozenset({"rights", "section"})

Check = Callable[[Any], list[Finding]]
GATED: dict[type[Page], Check] = {ArticlePage: text.findings}

_reason: ContextVar[str] = ContextVar("reason of an override", default="")

REFUSALS = {
    Transition.SUBMIT: gettext_lazy("This text cannot be submitted for review yet."),
    Transition.APPROVE: gettext_lazy("This text cannot be approved yet."),
    Transition.PUBLISH: gettext_lazy("This text cannot be published yet."),
    Transition.UPDATE: gettext_lazy("This update cannot be published yet."),
}


@dataclass(frozen=True)
class Verdict:
    """The findings of the checks before `transition`, and whether the user may override them."""

    transition: Transition
    blocking: tuple[Finding, ...] = ()
    warnings: tuple[Finding, ...] = ()
    may_override: bool = False

    @property
    def is_open(self) -> bool:
        return not self.blocking

    @property
    def refusal(self) -> str:
        return str(REFUSALS[self.transition])

    def allows(self, reason: str) -> bool:
        """Whether the step may be taken, if need be with `reason` for an override."""
        return self.is_open or (self.may_override and len(reason.strip()) >= SHORTEST_REASON)


class GateClosed(ValidationError):
    """A check blocks the step, and it was not overridden."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__([verdict.refusal, *(finding.message for finding in verdict.blocking)])
        self.verdict = verdict


def gate(subject: Page | Revision, transition: Transition, user: User | None = None) -> Verdict:
    """Return the verdict on `subject`, in memory or stored, before `transition`."""
    page = _specific(subject)
    blocking, warnings = [], []
    effects = Effects(page)
    for finding in findings(page):
        effect = effects.of(finding.code, transition)
        if effect == Effect.BLOCK:
            blocking.append(finding)
        elif effect == Effect.WARN:
            warnings.append(finding)
    may = user is not None and user.has_perm(OVERRIDE_PERMISSION)
    return Verdict(transition, tuple(blocking), tuple(warnings), may)


@contextmanager
def overriding(reason: str) -> Iterator[None]:
    """Use `reason` for overrides in this block.

    Wagtail's functions between the button and the gate do not pass a reason on.
    """
    token = _reason.set(reason)
    try:
        yield
    finally:
        _reason.reset(token)


def pass_gate(subject: Page | Revision, transition: Transition, user: User | None) -> Verdict:
    """Return the verdict if the step may be taken, and log an override.

    Raises GateClosed.
    """
    verdict = gate(subject, transition, user)
    reason = _reason.get()
    if not verdict.allows(reason):
        raise GateClosed(verdict)
    record_override(subject, verdict, user, reason)
    return verdict


def ask_for_approval(state: WorkflowState, user: User | None) -> None:
    """Pass the gate for the approval of the current step of a workflow.

    Raises GateClosed.
    """
    revision = state.content_object.get_latest_revision()
    pass_gate(revision, transition_of_approval(state, state.content_object), user)


def record_override(
    subject: Page | Revision, verdict: Verdict, user: User | None, reason: str
) -> None:
    """Log and announce an override; nothing if no check blocked."""
    if verdict.is_open:
        return
    page = _specific(subject)
    log(
        instance=page,
        action=OVERRIDE_ACTION,
        user=user,
        revision=subject if isinstance(subject, Revision) else page.latest_revision,
        data={
            "reason": reason.strip(),
            "transition": verdict.transition.value,
            "checks": [finding.code for finding in verdict.blocking],
            "messages": [finding.message for finding in verdict.blocking],
        },
    )
    announce(Event.OVERRIDDEN, page, actor=user, reason=reason.strip())


def recheck_at_publication(revision: Revision) -> None:
    """Repeat, for a scheduled revision that is due, the checks that may have changed.

    Raises GateClosed.
    """
    page = _specific(revision)
    transition = final_transition(page)
    verdict = gate(page, transition)
    changed = tuple(f for f in verdict.blocking if f.code in RECHECKED_AT_PUBLICATION)
    if changed and not _was_overridden(revision, {finding.code for finding in changed}):
        raise GateClosed(Verdict(transition, changed))


def findings(page: Page) -> list[Finding]:
    """Return the findings of all checks for `page`; none for a page type without checks."""
    check = next((check for model, check in GATED.items() if isinstance(page, model)), None)
    return check(page) if check else []


def next_transition(page: Page) -> Transition:
    """Return the transition that `page` would take next."""
    state = page.current_workflow_state if page.pk else None
    if state is None or state.status != WorkflowState.STATUS_IN_PROGRESS:
        return Transition.SUBMIT
    return transition_of_approval(state, page)


def transition_of_approval(state: WorkflowState, page: Page) -> Transition:
    """Return the transition that an approval of the current step makes."""
    return final_transition(page) if rules.ends_review(state) else Transition.APPROVE


def final_transition(page: Page) -> Transition:
    # A page that was never saved has `live` set.
    return Transition.UPDATE if page.live and page.pk else Transition.PUBLISH


def later_transitions(page: Page, transition: Transition) -> Iterator[Transition]:
    """Yield the transitions after `transition` for `page`, in order."""
    way = [Transition.SUBMIT, Transition.APPROVE, final_transition(page)]
    if transition in way:
        yield from way[way.index(transition) + 1 :]


class Effects:
    """The effect of each check for one page; the rules are read once."""

    def __init__(self, page: Page) -> None:
        kind = getattr(page, "kind", "")
        found = GateRule.objects.filter(kind__in={"", kind}).order_by("kind")
        # The rule of the kind comes after the one of all kinds, and replaces it.
        self._rules = {(rule.code, rule.transition): rule.effect for rule in found}

    def of(self, code: str, transition: Transition) -> str:
        return self._rules.get((code, transition), Effect.OFF)


def _was_overridden(revision: Revision, codes: set[str]) -> bool:
    """Whether these checks were overridden for this revision already."""
    entries = PageLogEntry.objects.filter(revision=revision, action=OVERRIDE_ACTION)
    overridden = {code for entry in entries for code in entry.data["checks"]}
    return codes <= overridden


def _specific(subject: Page | Revision) -> Page:
    page = subject.as_object() if isinstance(subject, Revision) else subject
    return page if isinstance(page, tuple(GATED)) else page.specific
