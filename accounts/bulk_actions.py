"""What is done with several users at once, after a question who is there."""

from wagtail.users.views.bulk_actions import AssignRoleBulkAction, SetActiveStateBulkAction

from accounts.second_factor.asking import AsksFirst


class AssignRole(AsksFirst, AssignRoleBulkAction):
    pass


class SetActiveState(AsksFirst, SetActiveStateBulkAction):
    pass
