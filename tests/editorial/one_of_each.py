"""One of everything that an address may name, all of them with the same key.

Whatever a number in an address stands for, it leads to something: the pages that a walk opens are
the pages that people have, with their forms.
"""

from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.documents.models import Document
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Page,
    PageViewRestriction,
    Revision,
    Site,
    TaskState,
    UploadedFile,
    Workflow,
    WorkflowState,
    WorkflowTask,
)

from accounts.models import Device, ResetRequest, SignIn, User
from editorial.alerts.models import UrgentAlert
from editorial.assets.models import AssetProposal
from editorial.notices.webhooks.models import Webhook, WebhookDelivery
from editorial.schedule.models import PublishingFailure, ScheduledAction
from editorial.urgent.models import EmergencyReview
from editorial.workflow.models import ConfirmationRequest, ReviewTask
from home.models import Alert, Campaign, ContactMessage, FrontPageVersion, HomePage
from home.plan import Plan
from jobs.models import Heartbeat, PeriodicJob, ProcessKind
from news.models import ArticleIndexPage, MachineSettings, Tag
from search.models import Synonyms
from tests.editorial.doors import ARTICLE as KEY
from tests.editorial.doors import DUE, JOB, POLICY, SLUG
from tests.editorial.made_up import MadeUp
from tests.factories import AuthorFactory, NewsImageFactory, UserFactory

# Articles in each state, beside the draft in moderation, which has the key of all the rest.
LIVE, UPDATED, DUE_PAGE, WITHDRAWN, HURRIED, LOCKED, PRIVATE, TOPIC = range(KEY + 2, KEY + 10)
STATES = (KEY, POLICY, LIVE, UPDATED, DUE_PAGE, WITHDRAWN, HURRIED, LOCKED, PRIVATE, TOPIC)


def one_of_each(home: HomePage, section: ArticleIndexPage, writer: User, other: User) -> None:
    """Make all of it; `other` has done what the writer cannot do to their own text."""
    made = MadeUp(3, home, section, writer)
    _pages(made, other)
    _files(writer)
    _people(other)
    _settings(home)
    _records(other)
    _queue(home, other)


def saved_as(page: Any, key: int, user: Any) -> None:
    """Save a version under that key."""
    page.save_revision(user=user)
    _rename_revision(page, key)


def submitted_as(page: Any, key: int, user: Any) -> None:
    page = Page.objects.get(pk=page.pk).specific
    state = page.get_workflow().start(page, user)
    task_state = state.current_task_state_id
    WorkflowState.objects.filter(pk=state.pk).update(current_task_state=key)
    TaskState.objects.filter(pk=task_state).update(id=key, workflow_state=key)
    WorkflowState.objects.filter(pk=state.pk).update(id=key)


def _rename_revision(page: Any, key: int) -> None:
    """Its last version gets the key, wherever something refers to it."""
    old = Page.objects.get(pk=page.pk).latest_revision_id
    for name in ("latest_revision", "live_revision"):
        Page.objects.filter(pk=page.pk, **{name: old}).update(**{name: key})
    Revision.objects.filter(pk=old).update(id=key)


def _pages(made: MadeUp, other: User) -> None:
    article = made.article(pk=KEY, slug=SLUG)
    article.save_revision(user=made.writer)
    policy = made.policy(pk=POLICY)
    for key in (LIVE, UPDATED, WITHDRAWN, HURRIED, PRIVATE):
        made.article(pk=key).get_latest_revision().publish()
    published = {page.pk: page.specific for page in Page.objects.filter(pk__in=STATES, live=True)}
    Page.objects.filter(pk=LIVE).update(expire_at=DUE)
    due = [published[UPDATED], made.article(pk=DUE_PAGE)]
    for page in due:
        page.title, page.go_live_at = f"{page.title} (suite)", DUE
        page.save_revision(user=made.writer, approved_go_live_at=DUE)
    published[WITHDRAWN].unpublish()
    made.article(pk=LOCKED)
    Page.objects.filter(pk=LOCKED).update(locked=True, locked_by=other, locked_at=timezone.now())
    PageViewRestriction.objects.create(
        pk=KEY, page=published[PRIVATE], restriction_type="password", password="fleuve"
    )
    made.topic(pk=TOPIC).get_latest_revision().publish()
    # The database counts on from the highest key: these come last.
    for page in (article, policy, *due):
        _rename_revision(page, page.pk)
    submitted_as(article, KEY, made.writer)
    submitted_as(policy, POLICY, made.writer)
    _reviews(published[HURRIED], made.writer, other)


def _reviews(hurried: Page, writer: User, other: User) -> None:
    """What waits for a second person: a text, a correction, a publication that failed."""
    now = timezone.now()
    EmergencyReview.objects.create(
        pk=KEY, page=hurried, reason="Crue", published_by=other, published_at=now
    )
    last = Revision.objects.get(pk=KEY)
    first = Revision.objects.filter(object_id=str(KEY)).order_by("pk").first() or last
    ConfirmationRequest.objects.create(
        pk=KEY, page_id=KEY, task_state_id=KEY, before=first, revision=last, asked_by=other
    )
    PublishingFailure.objects.create(
        pk=KEY,
        page_id=DUE_PAGE,
        revision_id=DUE_PAGE,
        action=ScheduledAction.PUBLISH,
        due_at=DUE,
        **dict.fromkeys(("first_failed_at", "last_failed_at", "next_try_at"), now),
        last_error="Disque plein",
    )


def _files(writer: User) -> None:
    folder = Collection.get_first_root_node().add_child(instance=Collection(pk=KEY, name="Crue"))
    CollectionViewRestriction.objects.create(
        pk=KEY, collection=folder, restriction_type="password", password="fleuve"
    )
    small = {"file__width": 60, "file__height": 40}
    picture = NewsImageFactory(pk=KEY, uploaded_by_user=writer, collection=folder, **small)
    Document.objects.create(
        pk=KEY,
        title="Budget",
        file=ContentFile(b"%PDF-1.4", name="budget.pdf"),
        uploaded_by_user=writer,
        collection=folder,
    )
    UploadedFile.objects.create(
        pk=KEY,
        for_content_type=ContentType.objects.get_for_model(picture),
        file=ContentFile(picture.file.open().read(), name="pont.jpg"),
        uploaded_by_user=writer,
    )
    values = {"title": ("Pont", "Le pont"), "credit": ("A", "B")}
    AssetProposal.objects.create(
        pk=KEY,
        image=picture,
        before={name: old for name, (old, _new) in values.items()},
        after={name: new for name, (_old, new) in values.items()},
        proposed_by=writer,
    )


def _people(other: User) -> None:
    person = UserFactory(pk=KEY, username="adama")
    Group.objects.create(pk=KEY, name="Pigistes").permissions.set(Permission.objects.all()[:3])
    Authenticator.objects.create(pk=KEY, user=person, type=Authenticator.Type.TOTP, data={})
    device = Device.objects.create(pk=KEY, user=person, token_hash="a", browser="Firefox")
    SignIn.objects.create(pk=JOB, user=person, device=device, browser="Firefox")
    ResetRequest.objects.create(pk=KEY, user=person, asked_by=other, reason="Téléphone perdu")
    EditingSession.objects.create(
        pk=KEY,
        user=person,
        content_type=ContentType.objects.get_for_model(Page),
        object_id=str(KEY),
        last_seen_at=timezone.now(),
    )


def _settings(home: HomePage) -> None:
    site = Site.objects.create(pk=KEY, hostname="autre.example", root_page=home)
    MachineSettings.objects.create(pk=KEY, site=site)
    workflow = Workflow.objects.create(pk=KEY, name="Relecture seule", active=False)
    task = ReviewTask.objects.create(pk=KEY, name="Relecture", active=False)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    Synonyms.objects.create(pk=KEY, terms="PM\nPremier ministre")
    Redirect.objects.create(pk=KEY, old_path="/ancien", redirect_page_id=LIVE)
    query = Query.objects.create(pk=KEY, query_string="crue")
    SearchPromotion.objects.create(pk=KEY, query=query, page_id=LIVE, description="Choix")
    AuthorFactory(pk=KEY, slug=SLUG)
    Tag.objects.create(pk=KEY, name="Fleuve haut", slug=SLUG)
    hook = Webhook.objects.create(pk=KEY, name="Salon", address="https://chat.example/")
    WebhookDelivery.objects.create(pk=KEY, webhook=hook, status=500, error="Panne")


def _records(other: User) -> None:
    now = timezone.now()
    alert = Alert.objects.create(pk=KEY, text="Le pont ferme", page_id=LIVE, changed_by=other)
    UrgentAlert.objects.create(
        pk=KEY, alert=alert, text=alert.text, reason="Crue", published_by=other, published_at=now
    )
    ContactMessage.objects.create(
        pk=KEY, desk_name="Rédaction", email="a@example.org", name="Awa", subject="Pont"
    )
    Campaign.objects.create(
        pk=KEY,
        name="Riz",
        advertiser="Riz du Mali",
        title="Du riz",
        url="https://riz.example/",
        ends_at=now + timedelta(days=3),
        on_top=True,
    ).days.create(day=now.date(), views=3, clicks=1)


def _queue(home: HomePage, other: User) -> None:
    now = timezone.now()
    FrontPageVersion.objects.create(
        pk=KEY, home=home, content=Plan().to_json(), valid_from=now, made_by=other
    )
    DBTaskResult.objects.create(
        pk=JOB,
        status="FAILED",
        task_path="editorial.notices.tasks.fan_out",
        args_kwargs={"args": [KEY], "kwargs": {}},
        backend_name="default",
        run_after=now,
    )
    PeriodicJob.objects.create(name=str(KEY), last_error="Panne")
    Heartbeat.objects.create(id=str(KEY), kind=ProcessKind.CLOCK, host="a", pid=1, beat_at=now)
