"""What the Makefile's commands do, in plain Python: a new machine has nothing else yet."""

import sys

# Read by whatever Python the machine has: nothing here is newer than Python 3.0.
if sys.version_info < (3, 11):
    sys.exit(
        "Actujet a besoin de Python 3.11 ou plus récent ; « {} » est un Python {}.{}. "
        "Indiquez-en un autre : make PYTHON=python3.11 …".format(
            sys.executable, sys.version_info[0], sys.version_info[1]
        )
    )
