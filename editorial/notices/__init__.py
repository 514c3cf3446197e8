"""Who is told what, and when: `announce` is the one entry for whoever has something to tell.

What was announced is spread by the queue (`tasks`) to those concerned (`recipients`), as each of
them has chosen: by mail at once, in the daily digest, or not at all; and to the webhooks.
"""

from editorial.notices.announcing import announce, silence
from editorial.notices.events import Event

__all__ = ["Event", "announce", "silence"]
