"""What is read most now: scores in which the past decays, added to in constant time.

A score is log2 of the sum of w · 2^(t / half-life) over what was done with an article, each of
weight w at t, in seconds since 1970. A view of a half-life later counts twice as much, so the order
of scores is right at each moment, and none has to be computed again as time goes by (forward decay:
Cormode, Shkapenyuk, Srivastava, Xu, 2009).
"""

from math import log2

from delivery.limits import HOUR


def added(score: float, weight: float, at: float, half_life_hours: int) -> float:
    """The score after something of that weight was done at `at`, in seconds since 1970."""
    if weight <= 0:
        return score
    more = log2(weight) + at / (half_life_hours * HOUR)
    high, low = max(score, more), min(score, more)
    return high + log2(1 + 2 ** (low - high))


def weight_at(score: float, at: float, half_life_hours: int) -> float:
    """What a score is worth at that moment, in views of weight 1 of that moment."""
    return float(2 ** min(score - at / (half_life_hours * HOUR), 60.0))
