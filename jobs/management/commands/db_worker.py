"""The stock worker holds no lease: the clock would take its tasks away. This one stands in."""

from jobs.management.commands.worker import Command

__all__ = ["Command"]
