"""Protection of the workflow that a setting names for policy pages."""

from django.utils.translation import gettext_lazy
from wagtail.models import Workflow

from editorial.newsroom import newsroom

WHY_IT_STAYS = gettext_lazy(
    "New policy pages go through this workflow. Choose another one for them first, or none."
)


def is_needed(workflow: Workflow) -> bool:
    """Whether new policy pages go through it."""
    return workflow.pk is not None and newsroom().policy_workflow_id == workflow.pk
