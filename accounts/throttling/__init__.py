"""Throttling of wrong passwords, through which no stranger can lock anybody out.

Each try is counted three times: for the account and the network together, for the network, and for
the account. The last two would let a stranger close the door on its owner. So a browser that has
signed in to the account before (`accounts.devices`) has a count of its own and none of these
three: strangers' tries never reach it. Whose account is besieged and whose browser is new asks for
a new password by mail: the link makes that browser known.
"""
