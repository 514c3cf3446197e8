"""The queue, when a test says so."""

from jobs.worker import Worker


def work() -> None:
    """Run what the queue holds now, as a worker does."""
    worker = Worker(batch=True)
    while not worker.stopping:
        worker.step()
