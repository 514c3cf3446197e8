"""What a task says of an object that was deleted before its turn came: it ends as done."""

import logging

logger = logging.getLogger(__name__)


def log_gone(what: str, which: object) -> None:
    """Say that nothing is left to do, since `what` is gone or was seen to already."""
    logger.info("Nothing left to do: %s %s is gone or done", what, which)
