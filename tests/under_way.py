"""The requests that the live server is answering."""

import threading

from django.core.signals import request_finished, request_started


class UnderWay:
    """Counts those that other threads than the tests' own answer."""

    def __init__(self) -> None:
        self.count = 0
        self.changed = threading.Condition()
        request_started.connect(self.begin)
        request_finished.connect(self.end)

    def begin(self, **kwargs: object) -> None:
        self._add(1)

    def end(self, **kwargs: object) -> None:
        self._add(-1)

    def _add(self, number: int) -> None:
        if threading.current_thread() is not threading.main_thread():
            with self.changed:
                self.count += number
                self.changed.notify_all()

    def wait_for_none(self, seconds: float = 30) -> None:
        """Return once none is left, or after `seconds`: one may have been broken off."""
        with self.changed:
            self.changed.wait_for(lambda: self.count <= 0, seconds)
            self.count = 0
