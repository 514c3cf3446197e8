"""Receivers of saves and publications that keep workflows in step with their texts."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db.models.signals import post_save, pre_save
from wagtail.models import Page, Revision, Workflow, WorkflowPage
from wagtail.signals import page_published

from editorial.newsroom import newsroom
from editorial.rules import NEEDS_APPROVAL
from editorial.workflow.closing import close_review_of_published
from editorial.workflow.policy_pages import WHY_IT_STAYS, is_needed
from editorial.workflow.review import follow_the_newest_version, refuse_to_rewrite
from home.models import PolicyPage


def connect() -> None:
    post_save.connect(send_to_legal, sender=PolicyPage, dispatch_uid="policy pages go to legal")
    pre_save.connect(keep_the_record, sender=Revision, dispatch_uid="judged versions are fixed")
    pre_save.connect(
        keep_policy_workflow, sender=Workflow, dispatch_uid="policy pages keep their workflow"
    )
    page_published.connect(end_review, dispatch_uid="nothing left to judge")
    for page_class in NEEDS_APPROVAL:
        post_save.connect(
            judge_the_newest_version,
            sender=page_class,
            dispatch_uid=f"reviews of {page_class.__name__}",
        )


def send_to_legal(instance: PolicyPage, created: bool, **kwargs: object) -> None:
    """Tie a new policy page to its own workflow; articles have the one of the whole tree."""
    workflow = newsroom().policy_workflow
    if created and workflow:
        WorkflowPage.objects.get_or_create(page_id=instance.pk, defaults={"workflow": workflow})


def keep_policy_workflow(instance: Workflow, **kwargs: object) -> None:
    """Raise ValidationError where the workflow of policy pages is disabled."""
    if not instance.active and is_needed(instance):
        raise ValidationError(WHY_IT_STAYS)


def keep_the_record(
    instance: Revision, update_fields: Collection[str] | None = None, **kwargs: object
) -> None:
    refuse_to_rewrite(instance, update_fields)


def judge_the_newest_version(
    instance: Page, update_fields: Collection[str] | None = None, **kwargs: object
) -> None:
    """Have the step under way judge a new version, which Wagtail tells the page by this save."""
    if update_fields is not None and "latest_revision" in update_fields:
        follow_the_newest_version(instance)


def end_review(instance: Page, revision: Revision | None = None, **kwargs: object) -> None:
    close_review_of_published(Page.objects.get(pk=instance.pk).specific, revision)
