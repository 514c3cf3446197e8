"""Work on many rows, some at a time: each task of the queue asks for the next."""

import logging
from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from delivery.outages import is_disk_full

logger = logging.getLogger(__name__)


def act_on_some(
    rows: QuerySet[Any], act: Callable[[Any], object], *, after: int, most: int
) -> int | None:
    """Call `act` with `most` of `rows` whose keys are above `after`; returns the last key.

    None once there are no more. A row whose `act` raises is logged and stays to be done. Raises
    what says that the disk is full.
    """
    some = list(rows.filter(pk__gt=after).order_by("pk")[:most])
    for row in some:
        try:
            act(row)
        # Each kind of storage has exceptions of its own.
        except Exception as error:
            if is_disk_full(error):
                raise
            logger.exception("%s %s was not done", row._meta.label, row.pk)
    return some[-1].pk if some else None
