"""What a page may cost and must reach: `make audit` holds each page of the site to it."""

from dataclasses import dataclass, field

KB = 1024
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
# Pages that ask search engines to stay away, which Lighthouse takes for a fault.
UNLISTED = {"reading", "versions"}


@dataclass(frozen=True)
class Budget:
    total: int
    requests: int


# Of a first visit, pictures apart; in « Mode économie » there are none.
BUDGETS = {
    "home": Budget(60 * KB, 6),
    "article": Budget(35 * KB, 4),
    "economy": Budget(20 * KB, 4),
}
# Any other page asks for a style and a script more (css/pages.css, js/pages.js).
PAGE = Budget(35 * KB, 6)
# Each kind of file, over the wire.
KINDS = {"Document": 14 * KB, "Stylesheet": 12 * KB, "Script": 8 * KB}
LARGEST_PAINT = 1200  # milliseconds


@dataclass
class Measures:
    """What was found of one page."""

    weights: dict[str, int] = field(default_factory=dict)  # bytes, by kind of file
    requests: int = 0
    scores: dict[str, int] = field(default_factory=dict)
    largest_paint: float = 0  # milliseconds
    shift: float = 0
    blocking: float = 0  # milliseconds
    axe: dict[str, int] = field(default_factory=dict)  # findings, by theme
    html_errors: int = 0

    @property
    def total(self) -> int:
        return sum(self.weights.values())


def broken(name: str, found: Measures) -> list[str]:
    """The limits that the page does not keep, as words for the person at the terminal."""
    budget = BUDGETS.get(name, PAGE)
    checks = [
        (found.total > budget.total, f"{found.total / KB:.1f} Ko > {budget.total / KB:.0f} Ko"),
        (found.requests > budget.requests, f"{found.requests} requêtes > {budget.requests}"),
        *(
            (found.weights.get(kind, 0) > most, f"{kind} : {found.weights.get(kind, 0)} octets")
            for kind, most in KINDS.items()
            # The front page has a budget for the whole.
            if name != "home"
        ),
        *(
            (found.scores.get(category, 0) < 100, f"{category} {found.scores.get(category, 0)}")
            for category in CATEGORIES
            if not (category == "seo" and name in UNLISTED)
        ),
        (found.largest_paint > LARGEST_PAINT, f"LCP {found.largest_paint:.0f} ms"),
        (found.shift > 0, f"CLS {found.shift:.3f}"),
        (round(found.blocking) > 0, f"TBT {found.blocking:.0f} ms"),
        *((count > 0, f"axe {theme} : {count}") for theme, count in found.axe.items()),
        (found.html_errors > 0, f"Nu : {found.html_errors}"),
    ]
    return [words for is_broken, words in checks if is_broken]
