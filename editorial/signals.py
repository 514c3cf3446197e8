"""What the desk adds when pages come into being."""

from typing import Any

from django.db.models.signals import post_save
from wagtail.models import Workflow, WorkflowPage

from editorial.approval import LEGAL_WORKFLOW
from home.models import PolicyPage


def connect() -> None:
    post_save.connect(send_to_legal, sender=PolicyPage, dispatch_uid="policy pages go to legal")


def send_to_legal(instance: PolicyPage, created: bool, **kwargs: Any) -> None:
    """Tie a new policy page to the legal workflow; articles have the one of the whole tree."""
    workflow = Workflow.objects.filter(name=LEGAL_WORKFLOW, active=True).first()
    if created and workflow:
        WorkflowPage.objects.get_or_create(page_id=instance.pk, defaults={"workflow": workflow})
