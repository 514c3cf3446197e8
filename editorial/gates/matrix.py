"""Reads, changes and restores the rules of the gates as a matrix."""

from collections.abc import Iterator

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from accounts.models import User
from editorial.gates.defaults import CHECKS, default_rules
from editorial.gates.models import Effect, GateRule, GateSettings, Transition
from news.models import ArticleKind

CHANGE_ACTION = "editorial.change_gates"
RESTORE_ACTION = "editorial.restore_gates"
CHANGE_SETTINGS_ACTION = "editorial.change_gate_settings"

Cell = tuple[str, str]  # check, transition


def rules_of(kind: str) -> dict[Cell, str]:
    """Return the effect of each rule for `kind` alone (empty: for all kinds)."""
    rules = GateRule.objects.filter(kind=kind)
    return {(rule.code, rule.transition): rule.effect for rule in rules}


def cells() -> Iterator[Cell]:
    """Yield every check before every transition, in the order of the matrix."""
    for code in CHECKS:
        for transition in Transition.values:
            yield code, transition


@transaction.atomic
def change_rules(kind: str, wanted: dict[Cell, str], user: User | None) -> list[dict[str, str]]:
    """Set the rules of `kind` to `wanted`; an empty effect leaves it to the rule of all kinds.

    Returns the changes, which are logged.
    """
    before = rules_of(kind)
    changes = []
    for cell in cells():
        old, new = before.get(cell, ""), wanted.get(cell, "")
        if old == new:
            continue
        code, transition = cell
        changes.append({"code": code, "transition": transition, "from": old, "to": new})
        if new:
            GateRule.objects.update_or_create(
                kind=kind, code=code, transition=transition, defaults={"effect": new}
            )
        else:
            GateRule.objects.filter(kind=kind, code=code, transition=transition).delete()
    if changes:
        _log(CHANGE_ACTION, user, {"kind": kind, "changes": changes})
    return changes


@transaction.atomic
def restore_defaults(user: User | None = None) -> None:
    """Restore the rules that a new site begins with."""
    GateRule.objects.all().delete()
    GateRule.objects.bulk_create(
        [
            GateRule(transition=transition, kind=kind, code=code, effect=effect)
            for transition, kind, code, effect in default_rules()
        ]
    )
    _log(RESTORE_ACTION, user, {})


def is_default() -> bool:
    rules = GateRule.objects.values_list("transition", "kind", "code", "effect")
    return set(rules) == set(default_rules())


def describe_rule_changes(kind: str, changes: list[dict[str, str]]) -> str:
    """Describe a change of the matrix for its history."""
    of_kind = str(dict(ArticleKind.choices).get(kind, _("All kinds")))
    sentences = [
        _("%(check)s, %(transition)s: %(before)s, now %(after)s")
        % {
            "check": CHECKS.get(change["code"], change["code"]),
            "transition": Transition(change["transition"]).label.lower(),
            "before": _effect(change["from"], kind),
            "after": _effect(change["to"], kind),
        }
        for change in changes
    ]
    return f"{of_kind}. {' ; '.join(sentences)}."


def _effect(effect: str, kind: str) -> str:
    if not effect:
        return _("as for all kinds") if kind else str(Effect.OFF.label)
    return str(Effect(effect).label)


def _log(action: str, user: User | None, data: dict[str, object]) -> None:
    GateSettings.objects.get_or_create(pk=1)
    log(instance=GateSettings.load(), action=action, user=user, data=data)
