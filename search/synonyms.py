"""Adds the synonyms that editors keep to a query."""

from dataclasses import replace

from search.french import STOP_WORDS
from search.rulebook import Name, rulebook
from search.terms import Clause, ParsedQuery

MOST_NAMES = 24  # of one search, however many editors wrote down: each costs the database a look


def with_synonyms(parsed: ParsedQuery) -> ParsedQuery:
    """Return `parsed` with synonyms.

    Of a term of several words each word may be replaced by the synonym: « premier ministre »
    becomes (premier or PM) and (ministre or PM). What was typed in quotes stays as it is.
    """
    known = rulebook().synonyms
    if not known:
        return parsed
    clauses: list[Clause] = []
    names: list[Name] = []
    longest = max(len(key) for key in known)
    at = 0
    while at < len(parsed.clauses):
        run = _longest_known(parsed.clauses[at : at + longest], known)
        found = known[_stems(run)][: MOST_NAMES - len(names)] if run else []
        clauses += _renamed(run, found) if found else run or [parsed.clauses[at]]
        names += found
        at += max(1, len(run))
    for word in parsed.uppercase_stop_words:
        found = known.get((word,), [])[: MOST_NAMES - len(names)]
        clauses += _renamed([Clause((word,))], found) if found else []
        names += found
    if not names:
        return parsed
    return replace(
        parsed,
        clauses=tuple(dict.fromkeys(clauses)),
        only_stop_words=parsed.only_stop_words
        and all(clause.forms[0] in STOP_WORDS for clause in clauses),
        synonyms_used=tuple(dict.fromkeys(name.label for name in names)),
    )


def _longest_known(
    clauses: tuple[Clause, ...], known: dict[tuple[str, ...], list[Name]]
) -> list[Clause]:
    """Return the longest beginning of `clauses` that is a term with synonyms."""
    plain: list[Clause] = []
    for clause in clauses:
        if clause.quoted or len(clause.forms) > 1:
            break
        plain.append(clause)
    while plain and _stems(plain) not in known:
        plain.pop()
    return plain


def _renamed(run: list[Clause], names: list[Name]) -> list[Clause]:
    others = tuple(name.words for name in names)
    if all(clause.forms[0] in STOP_WORDS for clause in run):
        # « CES » is in every text as « ces »: it says nothing that its other names do not.
        return [Clause(others[0], others[1:])]
    return [replace(clause, synonyms=others) for clause in run]


def _stems(clauses: list[Clause]) -> tuple[str, ...]:
    return tuple(stem for clause in clauses for stem in clause.stems)
