"""An app that only the tests' processes install: it makes them misbehave on demand.

What goes wrong is said by files in the folder FAULTS; what happened is written there too.
"""
