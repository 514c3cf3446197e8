"""Whatever the newsroom does with a text, its people can still publish and withdraw it.

Random walks through the real views: edits, submissions, decisions, confirmations, corrections,
changes of groups and of the newsroom's size. After each walk the way to the readers and back is
looked for, with the roles together and without the emergency route.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from wagtail.models import WorkflowState

from accounts.models import User
from editorial import rules
from editorial.confirmation.confirming import still_holds
from editorial.newsroom import NewsroomSettings, NewsroomSize
from editorial.urgent.carrying import Versions
from editorial.versions.tokens import revision_token
from editorial.workflow.models import ConfirmationRequest
from news.models import ArticlePage
from tests.forms import fields_of, read_form
from tests.made_once import made_once
from tests.scale import scaled

pytestmark = pytest.mark.django_db
WALKS, STEPS = scaled(3, 120), scaled(7, 14)
PEOPLE = ("writer", "copy_editor", "chief")
TITLES = ("Le pont ferme", "Le pont rouvre", "Le pont fermé")
APPROVE = {"action-workflow-action": "true", "workflow-action-name": "approve"}
REJECT = {
    "action-workflow-action": "true",
    "workflow-action-name": "reject",
    "workflow-action-extra-data": '{"comment": "À vérifier."}',
}


BACKEND = "django.contrib.auth.backends.ModelBackend"


class Newsroom:
    """The people, their browsers, and one text."""

    def __init__(self, page: ArticlePage, people: dict[str, User], sign_in: Any) -> None:
        self.number = page.pk
        self.people = people
        self.clients: dict[str, Client] = {name: sign_in(user) for name, user in people.items()}
        for client in self.clients.values():
            client.raise_request_exception = True

    @property
    def page(self) -> ArticlePage:
        return ArticlePage.objects.get(pk=self.number)

    def person(self, name: str) -> User:
        """Read anew: groups are remembered by the object."""
        return User.objects.get(pk=self.people[name].pk)

    @property
    def edit_url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.number])

    def post_form(self, who: str, changes: dict[str, str]) -> None:
        opened = self.clients[who].get(self.edit_url)
        if opened.status_code != 200:
            return
        fields = fields_of(opened.content.decode())
        answer = self.clients[who].post(self.edit_url, fields | changes)
        assert answer.status_code < 500

    # What people do.

    def edit(self, who: str, title: str) -> None:
        self.post_form(who, {"title": title})

    def submit(self, who: str, title: str) -> None:
        self.post_form(who, {"action-submit": "1"})

    def submit_changed(self, who: str, title: str) -> None:
        self.post_form(who, {"action-submit": "1", "title": title})

    def approve_in_the_editor(self, who: str, title: str) -> None:
        self.post_form(who, APPROVE | {"title": title})

    def approve(self, who: str, title: str = "") -> None:
        state = self.page.current_workflow_task_state
        if state is None:
            return
        url = reverse("wagtailadmin_pages:workflow_action", args=[self.number, "approve", state.pk])
        seen = revision_token(self.page.latest_revision)
        assert self.clients[who].post(f"{url}?seen={seen}").status_code < 500

    def reject(self, who: str, title: str) -> None:
        self.post_form(who, REJECT)

    def take_back(self, who: str, title: str) -> None:
        self.post_form(who, {"action-cancel-workflow": "1"})

    def set_an_hour(self, who: str, title: str) -> None:
        later = timezone.localtime() + timedelta(days=1)
        self.post_form(who, {"go_live_at": later.strftime("%Y-%m-%d %H:%M")})

    def choose(self, who: str, title: str, way: str = "") -> None:
        url = reverse("own_change", args=[self.number])
        for chosen in [way] if way else ["form", "confirm"]:
            assert self.clients[who].post(url, {"way": chosen}).status_code < 500

    def take_own_change_back(self, who: str, title: str) -> None:
        self.choose(who, title, "back")

    def answer(self, who: str, title: str = "", answer: str = "confirm") -> None:
        for request in ConfirmationRequest.objects.open():
            url = reverse("confirm_change", args=[request.pk])
            data = {"answer": answer, "note": "Non."}
            assert self.clients[who].post(url, data).status_code < 500

    def decline(self, who: str, title: str) -> None:
        self.answer(who, title, "decline")

    def correct_now(self, who: str, title: str) -> None:
        if Versions.of(self.page) is None:
            return
        url = reverse("correct_now", args=[self.number])
        fields = read_form(self.clients[who], url)
        changes = {"title": title, "way": "confirm", "tell_readers": "no"}
        assert self.clients[who].post(url, fields | changes).status_code < 500

    def withdraw(self, who: str, title: str = "") -> None:
        url = reverse("wagtailadmin_pages:unpublish", args=[self.number])
        assert self.clients[who].post(url, {"reason": "Une erreur de personne."}).status_code < 500

    def leave_and_join(self, who: str, title: str) -> None:
        """A copy editor whose group changes in the middle of it."""
        group = Group.objects.get(name="Copy editors")
        person = self.person("copy_editor")
        if person.groups.filter(pk=group.pk).exists():
            person.groups.remove(group)
        else:
            person.groups.add(group)
        # The session has ended with the role.
        self.clients["copy_editor"].force_login(self.person("copy_editor"), backend=BACKEND)

    def resize(self, who: str, title: str) -> None:
        sizes = [NewsroomSize.DESK, NewsroomSize.DUO]
        NewsroomSettings(size=sizes[TITLES.index(title) % len(sizes)]).save()

    # The way to the readers.

    def publish_newest(self) -> None:
        """What the newsroom does when this text is to go out as it is now."""
        for _turn in range(8):
            page = self.page
            if self.is_out(page):
                return
            self.next_move(page)

    def submit_somebody(self, page: ArticlePage) -> None:
        for name in PEOPLE:
            if page.permissions_for_user(self.person(name)).can_submit_for_moderation():
                return self.submit(name, "")

    def is_out(self, page: ArticlePage) -> bool:
        return page.live and page.live_revision == page.latest_revision

    def next_move(self, page: ArticlePage) -> None:
        latest, scheduled = page.latest_revision, page.scheduled_revision
        waiting = [r for r in ConfirmationRequest.objects.open() if still_holds(r)]
        for request in waiting:
            for name in PEOPLE:
                if rules.may_confirm(self.person(name), request):
                    return self.answer(name)
        if scheduled is not None and scheduled == latest:
            url = reverse("editorial_publish_item", args=["publish", page.pk])
            due = scheduled.approved_go_live_at.isoformat()
            self.clients["chief"].post(f"{url}?{urlencode({'due': due})}")
            return None
        if page.current_workflow_task is None:
            return self.submit_somebody(page)
        for name in PEOPLE:
            person = self.person(name)
            if rules.may_approve(person, latest):
                return self.approve(name)
        for name in PEOPLE:
            if rules.may_take_step(self.person(name), latest):
                return self.choose(name, "", "confirm")
        return None


ACTS: list[Callable[[Newsroom, str, str], None]] = [
    Newsroom.edit,
    Newsroom.submit,
    Newsroom.submit_changed,
    Newsroom.approve,
    Newsroom.approve_in_the_editor,
    Newsroom.approve_in_the_editor,
    Newsroom.reject,
    Newsroom.take_back,
    Newsroom.set_an_hour,
    Newsroom.choose,
    Newsroom.take_own_change_back,
    Newsroom.answer,
    Newsroom.decline,
    Newsroom.correct_now,
    Newsroom.withdraw,
    Newsroom.leave_and_join,
    Newsroom.resize,
]
WALK = st.lists(
    st.tuples(st.sampled_from(range(len(ACTS))), st.sampled_from(PEOPLE), st.sampled_from(TITLES)),
    max_size=STEPS,
)


@pytest.fixture
@made_once
def newsroom(
    draft: ArticlePage, writer: User, copy_editor: User, chief: User, sign_in: Any
) -> Newsroom:
    return Newsroom(draft, {"writer": writer, "copy_editor": copy_editor, "chief": chief}, sign_in)


@settings(
    max_examples=WALKS,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(owner=st.sampled_from(PEOPLE), walk=WALK)
def test_from_every_state_the_text_can_be_published_and_withdrawn(
    newsroom: Newsroom, owner: str, walk: list[tuple[int, str, str]]
) -> None:
    with transaction.atomic():
        ArticlePage.objects.filter(pk=newsroom.number).update(owner=newsroom.people[owner])
        for act, who, title in walk:
            ACTS[act](newsroom, who, title)
        newsroom.publish_newest()
        page = newsroom.page
        assert newsroom.is_out(page), where(page)
        newsroom.withdraw("chief")
        assert not newsroom.page.live
        transaction.set_rollback(True)


def where(page: ArticlePage) -> dict[str, Any]:
    """The state that nobody could leave, for the message of a failed walk."""
    state: WorkflowState | None = page.current_workflow_state
    return {
        "live": page.live,
        "owner": str(page.owner),
        "state": state and state.status,
        "step": state and state.current_task_state and state.current_task_state.task.name,
        "versions": [
            (str(version.user), version.content["title"], str(version.approved_go_live_at))
            for version in page.revisions.order_by("pk")
        ],
    }
