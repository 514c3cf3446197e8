"""Policy pages go through the workflow that a setting names, whatever it is called."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse
from wagtail.models import Workflow

from accounts.models import User
from editorial.newsroom import newsroom
from home.models import HomePage, PolicyPage
from tests.made_once import made_once

SignIn = Callable[[User], Client]


@pytest.fixture
@made_once
def legal(db: None) -> Workflow:
    workflow: Workflow = Workflow.objects.get(name="Validation juridique")
    return workflow


def workflow_of_a_new_one(home: HomePage) -> str:
    page = home.add_child(instance=PolicyPage(title="Confidentialité", live=False))
    name: str = page.get_workflow().name
    return name


def test_a_new_name_changes_nothing(home_page: HomePage, legal: Workflow) -> None:
    legal.name = "Service juridique"
    legal.save()
    assert workflow_of_a_new_one(home_page) == "Service juridique"


def test_without_one_they_go_the_way_of_articles(home_page: HomePage) -> None:
    settings = newsroom()
    settings.policy_workflow = None
    settings.save()
    assert workflow_of_a_new_one(home_page) == "Relecture"


@pytest.mark.parametrize("method", ["get", "post"])
def test_it_is_not_disabled_while_the_setting_names_it(
    method: str, legal: Workflow, admin: User, sign_in: SignIn
) -> None:
    url = reverse("wagtailadmin_workflows:disable", args=[legal.pk])
    answer = getattr(sign_in(admin), method)(url, follow=True)
    assert "Choisissez-en d’abord un autre" in answer.text
    assert reverse("wagtailsettings:edit", args=["editorial", "newsroomsettings", 1]) in answer.text
    legal.refresh_from_db()
    assert legal.active


def test_no_other_way_disables_or_deletes_it(legal: Workflow, admin: User) -> None:
    with pytest.raises(ValidationError):
        legal.deactivate(user=admin)
    with pytest.raises(ProtectedError):
        legal.delete()


def test_it_is_disabled_once_another_one_is_named(
    legal: Workflow, admin: User, sign_in: SignIn
) -> None:
    client = sign_in(admin)
    settings = newsroom()
    settings.policy_workflow = Workflow.objects.get(name="Relecture")
    settings.save()
    client.post(reverse("wagtailadmin_workflows:disable", args=[legal.pk]))
    legal.refresh_from_db()
    assert not legal.active
