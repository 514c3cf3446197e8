"""Approval, by a second person, of changes to the pictures and documents that texts show.

What a public or submitted text shows (`uses`) changes only with somebody else's consent (`rules`).
The forms of the two libraries save such a change as a proposal (`forms`, `proposing`), which
somebody else accepts or declines (`deciding`); deletion is refused (`policies`). Each of them
checks the rules itself, whatever view calls it.
"""
