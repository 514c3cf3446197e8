"""The two workflows: articles go through the copy desk and the chiefs, policies through legal."""

from django.db import migrations

ARTICLE_WORKFLOW = "Relecture"
LEGAL_WORKFLOW = "Validation juridique"
STEPS = {
    ARTICLE_WORKFLOW: [
        ("Secrétariat de rédaction", "Copy editors"),
        ("Rédaction en chef", "Chief editors"),
    ],
    LEGAL_WORKFLOW: [("Direction juridique", "Legal")],
}


def make_workflows(apps, schema_editor):
    _drop_stock_workflow(apps)
    workflows = {name: _make_workflow(apps, name, steps) for name, steps in STEPS.items()}
    root = apps.get_model("wagtailcore", "Page").objects.get(depth=1)
    _assign(apps, root.pk, workflows[ARTICLE_WORKFLOW])
    for pk in apps.get_model("home", "PolicyPage").objects.values_list("pk", flat=True):
        _assign(apps, pk, workflows[LEGAL_WORKFLOW])


def _drop_stock_workflow(apps):
    """Wagtail's own, of one step, unless a text has been through it."""
    Workflow = apps.get_model("wagtailcore", "Workflow")
    Workflow.objects.filter(name="Moderators approval", workflow_states__isnull=True).delete()
    Task = apps.get_model("wagtailcore", "Task")
    Task.objects.filter(
        name="Moderators approval", workflow_tasks__isnull=True, task_states__isnull=True
    ).delete()


def _make_workflow(apps, name, steps):
    ContentType = apps.get_model("contenttypes", "ContentType")
    review_task, _created = ContentType.objects.get_or_create(
        app_label="editorial", model="reviewtask"
    )
    workflow = apps.get_model("wagtailcore", "Workflow").objects.create(name=name)
    for position, (step, group) in enumerate(steps):
        task = apps.get_model("editorial", "ReviewTask").objects.create(
            name=step, content_type=review_task
        )
        task.groups.add(apps.get_model("auth", "Group").objects.get(name=group))
        apps.get_model("wagtailcore", "WorkflowTask").objects.create(
            workflow=workflow, task_id=task.pk, sort_order=position
        )
    return workflow


def _assign(apps, page_id, workflow):
    apps.get_model("wagtailcore", "WorkflowPage").objects.update_or_create(
        page_id=page_id, defaults={"workflow": workflow}
    )


class Migration(migrations.Migration):
    dependencies = [("editorial", "0002_groups")]
    operations = [migrations.RunPython(make_workflows, migrations.RunPython.noop)]
