"""The clock and the background queue. This room knows no page: others declare their work to it.

What runs now and then is declared with `jobs.periodic.periodic` in a room's `jobs.py`; what leaves
a request is a `django_tasks` task, with `jobs.retrying.retried` above it where it needs its own
retry policy.
"""
