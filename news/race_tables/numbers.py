"""Numbers of runners in an order: an arrival, a selection, a combination of a bet."""

import re

NUMBER = re.compile(r"\d+")
# What stands between two numbers, and words that say nothing of the order.
BETWEEN = re.compile(r"(?:\s|[-–—,;./|>•·]|n[°o]\.?|et|puis)*", re.IGNORECASE)
MOST = 99


def numbers_in(text: str) -> list[int]:
    """The numbers that `text` names, in its order: « 4 - 7 - 12 », « 4, 7 et 12 », « 4/7/12 »."""
    return [int(found) for found in NUMBER.findall(text)]


def is_an_order(text: str) -> bool:
    """Whether `text` holds numbers of runners and nothing else."""
    numbers = numbers_in(text)
    rest = BETWEEN.sub("", NUMBER.sub("", text))
    return not rest and all(0 < number <= MOST for number in numbers)


def written(numbers: list[int]) -> str:
    """« 4-7-12 »."""
    return "-".join(map(str, numbers))


def normal_order(text: str) -> str:
    """`text` as an order is stored; what is none stays as it was typed."""
    return written(numbers_in(text)) if is_an_order(text) else " ".join(text.split())
