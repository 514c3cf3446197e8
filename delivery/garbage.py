"""Python's garbage collector, kept away from what stays in memory for as long as the process runs.

It looks for cycles among all objects that it knows. Code, models and templates are 300,000 that
never become garbage, and a page makes thousands more: by Python's defaults a sixth to a quarter of
a page's processor time goes into looking.
"""

import gc

# How many more objects than were freed are made before the youngest are looked at (Python: 700),
# and how many such looks before one at the older ones, and at all. Pages refer to themselves by way
# of their blocks: looked at more seldom, those of a long task would pile up.
YOUNGEST, OLDER, OLDEST = 10_000, 5, 4


def collect_seldom() -> None:
    gc.set_threshold(YOUNGEST, OLDER, OLDEST)
    gc.enable()


def leave_loaded_code_alone() -> None:
    """Take all that is in memory now out of what the collector looks at.

    What is forked afterwards shares it for longer: the collector writes to what it looks at.
    """
    gc.collect()
    gc.freeze()
    collect_seldom()
