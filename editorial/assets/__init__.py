"""Four eyes for what a text shows: its pictures and its documents.

What readers see, or will see once a text that was handed in goes out (`uses`), changes only with
somebody else's consent (`rules`). The forms of the two libraries set such a change aside as a
proposal (`forms`, `proposing`), which somebody else accepts or declines (`deciding`); deletion is
refused (`policies`). Each of them asks for itself, whatever view calls it.
"""
