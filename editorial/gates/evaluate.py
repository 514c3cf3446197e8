"""What stands between a text and its next step: the checks that warn, and those that block.

`gate` is the one answer. The editor shows it beside the text; submission, approval, publication
and the clock ask it again when the button is pressed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

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

OVERRIDE_ACTION = "editorial.override_gate"
OVERRIDE_PERMISSION = "editorial.override_gate"
SHORTEST_REASON = 10  # characters
# Asked again at the minute of a scheduled publication: what may have changed since the approval.
ASKED_AT_THE_MINUTE = frozenset({"rights", "section"})

_reason: ContextVar[str] = ContextVar("reason for going past what blocks", default="")

REFUSALS = {
    Transition.SUBMIT: gettext_lazy("This text cannot be submitted for review yet."),
    Transition.APPROVE: gettext_lazy("This text cannot be approved yet."),
    Transition.PUBLISH: gettext_lazy("This text cannot be published yet."),
    Transition.UPDATE: gettext_lazy("This update cannot be published yet."),
}


@dataclass(frozen=True)
class Verdict:
    """What the checks say of a text before `transition`, and whether the user may go past them."""

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
        """Whether the step may be taken, by someone who gives `reason` for what is blocked."""
        return self.is_open or (self.may_override and len(reason.strip()) >= SHORTEST_REASON)


class GateClosed(ValidationError):
    """A check blocks the step, and nobody who may has given a reason to take it all the same."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__([verdict.refusal, *(finding.message for finding in verdict.blocking)])
        self.verdict = verdict


def gate(subject: Page | Revision, transition: Transition, user: User | None = None) -> Verdict:
    """What stands between `subject`, as it is in memory or stored, and `transition`."""
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
    """Have what is asked inside take `reason` for going past what blocks.

    Wagtail's own functions stand between the button and the gate, and hand on no reason.
    """
    token = _reason.set(reason)
    try:
        yield
    finally:
        _reason.reset(token)


def pass_gate(subject: Page | Revision, transition: Transition, user: User | None) -> Verdict:
    """Go through the gate; what is blocked only with a chief editor's reason, which is logged.

    Raises GateClosed.
    """
    verdict = gate(subject, transition, user)
    reason = _reason.get()
    if not verdict.allows(reason):
        raise GateClosed(verdict)
    record_override(subject, verdict, user, reason)
    return verdict


def ask_for_approval(state: WorkflowState, user: User | None) -> None:
    """Ask before the step that the workflow stands at is approved, or its text published.

    Raises GateClosed.
    """
    revision = state.content_object.get_latest_revision()
    pass_gate(revision, transition_of_approval(state, state.content_object), user)


def record_override(
    subject: Page | Revision, verdict: Verdict, user: User | None, reason: str
) -> None:
    """Put what was gone past into the history of the page, and tell those whose text it is.

    Nothing where the gate was open.
    """
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
    """Ask again, as a scheduled revision comes due, what may have changed since its approval.

    Raises GateClosed.
    """
    page = _specific(revision)
    transition = final_transition(page)
    verdict = gate(page, transition)
    changed = tuple(f for f in verdict.blocking if f.code in ASKED_AT_THE_MINUTE)
    if changed and not _was_overridden(revision, {finding.code for finding in changed}):
        raise GateClosed(Verdict(transition, changed))


def findings(page: Page) -> list[Finding]:
    """All that can be mended in `page`; nothing for a class of page that has no gate."""
    return text.findings(page)


def next_transition(page: Page) -> Transition:
    """The step that `page` would take next."""
    state = page.current_workflow_state if page.pk else None
    if state is None or state.status != WorkflowState.STATUS_IN_PROGRESS:
        return Transition.SUBMIT
    return transition_of_approval(state, page)


def transition_of_approval(state: WorkflowState, page: Page) -> Transition:
    """What an approval of the step that the workflow stands at would do."""
    return final_transition(page) if rules.ends_review(state) else Transition.APPROVE


def final_transition(page: Page) -> Transition:
    # A page that has never been saved says that it is live.
    return Transition.UPDATE if page.live and page.pk else Transition.PUBLISH


def later_transitions(page: Page, transition: Transition) -> Iterator[Transition]:
    """What comes after `transition` for `page`, in order."""
    way = [Transition.SUBMIT, Transition.APPROVE, final_transition(page)]
    if transition in way:
        yield from way[way.index(transition) + 1 :]


class Effects:
    """What each check does for one page; the rules are read once."""

    def __init__(self, page: Page) -> None:
        kind = getattr(page, "kind", "")
        found = GateRule.objects.filter(kind__in={"", kind}).order_by("kind")
        # The rule of the kind comes after that of all kinds, and so replaces it.
        self._rules = {(rule.code, rule.transition): rule.effect for rule in found}

    def of(self, code: str, transition: Transition) -> str:
        return self._rules.get((code, transition), Effect.OFF)


def _was_overridden(revision: Revision, codes: set[str]) -> bool:
    """Whether a chief editor has already gone past these very checks for this revision."""
    entries = PageLogEntry.objects.filter(revision=revision, action=OVERRIDE_ACTION)
    gone_past = {code for entry in entries for code in entry.data["checks"]}
    return codes <= gone_past


def _specific(subject: Page | Revision) -> Page:
    page = subject.as_object() if isinstance(subject, Revision) else subject
    return page.specific
