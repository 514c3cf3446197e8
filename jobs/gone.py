"""The log line of a task whose object was deleted before its turn came."""

import logging

logger = logging.getLogger(__name__)


def log_gone(what: str, which: object) -> None:
    """Say that nothing is left to do, since `what` is gone or was seen to already."""
    logger.info("Nothing left to do: %s %s is gone or done", what, which)
