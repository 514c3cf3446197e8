"""Signals of the clock and the workers."""

from django.dispatch import Signal

# No clock has given a sign of life for a minute; `since` is the last one. A worker tells it while
# it is so, again and again, and a clock that starts tells it once: receivers know it by `since`.
clock_was_silent = Signal()
