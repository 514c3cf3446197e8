"""The page cache: finished answers, right the moment something changes.

While an answer is made it collects what it depends on (`dependencies`): the tables that were read
and the pages that were loaded, as `tables` says. A change of any of these is noted in the database,
by a trigger and so in the same transaction (`triggers`, `delivery.models.ContentChange`). Each
process reads that log (`changes`), at most every 100 ms; a kept answer is shown as long as nothing
it depends on is in the log that was not there before it was made.
"""
