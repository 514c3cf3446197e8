"""This room's worker under the name of the stock one, which would lose its tasks to the clock."""

from jobs.management.commands.worker import Command

__all__ = ["Command"]
