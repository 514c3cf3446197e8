"""The hooks of the accounts into Wagtail's admin."""

from wagtail import hooks

from accounts.bulk_actions import AssignRole, SetActiveState

# They register themselves.
from accounts.second_factor import hooks as second_factor_hooks  # noqa: F401
from accounts.sessions import hooks as sessions_hooks  # noqa: F401

# After Wagtail's own, which they replace.
for action in (AssignRole, SetActiveState):
    hooks.register("register_bulk_action", action, order=100)
