"""Sessions of staff: listed, limited in time, and ended by their owner.

Django's session holds the number of a row here. A session whose row is gone is over, wherever
Django keeps its sessions and whatever key it has by now: deleting the row ends it.

Idle time counts from the last thing somebody did. An autosave is one: it happens because somebody
has typed. What pages ask by themselves (`settings.SESSION_PASSIVE_PATHS`) is none, so that an
editor left open on a desk does not stay signed in for ever.
"""
