"""Who sees the figures of which articles."""

from dataclasses import dataclass

import pytest
from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupPagePermission, Page, Workflow, WorkflowPage, WorkflowTask

from accounts.models import User
from audience.counts.desk.access import figures_seen_by, has_figures, sections_headed_by
from editorial.workflow.models import ReviewTask
from home.models import HomePage
from news.models import ArticleIndexPage, ArticlePage
from tests.editorial.conftest import member
from tests.factories import ArticleFactory, AuthorFactory, SectionFactory, UserFactory

pytestmark = pytest.mark.django_db


@dataclass
class Paper:
    politics: ArticleIndexPage
    sport: ArticleIndexPage
    of_politics: ArticlePage
    below_politics: ArticlePage
    of_sport: ArticlePage

    def all(self) -> set[ArticlePage]:
        return {self.of_politics, self.below_politics, self.of_sport}


@pytest.fixture
def paper(home_page: HomePage) -> Paper:
    politics, sport = (SectionFactory(parent=home_page) for _ in range(2))
    below = SectionFactory(parent=politics)
    articles = [ArticleFactory(parent=section) for section in (politics, below, sport)]
    return Paper(politics, sport, *articles)


def in_group(*grants: tuple[Page, str]) -> User:
    """Somebody in a group of their own, with permissions on pages."""
    user: User = UserFactory()
    group = Group.objects.create(name=f"group of {user.pk}")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for page, codename in grants:
        GroupPagePermission.objects.create(
            group=group, page=page, permission=Permission.objects.get(codename=codename)
        )
    user.groups.add(group)
    return user


def seen(user: User) -> set[ArticlePage]:
    return set(figures_seen_by(User.objects.get(pk=user.pk)))


def test_chief_editors_see_all(paper: Paper) -> None:
    assert seen(member("Chief editors")) == paper.all()
    assert seen(UserFactory(is_superuser=True)) == paper.all()


@pytest.mark.parametrize("group", ["Writers", "Copy editors", "Legal", "Moderators"])
def test_other_roles_see_none_that_is_not_theirs(paper: Paper, group: str) -> None:
    user = member(group)
    assert seen(user) == set()
    assert has_figures(user) == (group in ("Writers", "Copy editors"))


def test_writers_see_what_they_own_or_sign(paper: Paper) -> None:
    owner, signer = member("Writers"), member("Writers")
    owned = ArticleFactory(parent=paper.sport, owner=owner)
    signed = ArticleFactory(parent=paper.sport, authors=[AuthorFactory(user=signer)])
    assert seen(owner) == {owned}
    assert seen(signer) == {signed}


def test_head_of_a_section_publishes_in_it(paper: Paper) -> None:
    head = in_group((paper.politics, "publish_page"))
    assert has_figures(head)
    assert sections_headed_by(head) == [paper.politics]
    assert seen(head) == {paper.of_politics, paper.below_politics}


def test_writing_in_a_section_makes_no_head_of_it(paper: Paper) -> None:
    writer = in_group((paper.politics, "add_page"), (paper.politics, "change_page"))
    assert seen(writer) == set()
    assert not has_figures(writer)


def test_permission_for_the_whole_site_makes_no_head_of_a_section(paper: Paper) -> None:
    assert seen(in_group((Page.get_first_root_node(), "publish_page"))) == set()


def test_head_of_a_section_reviews_its_own_workflow(paper: Paper) -> None:
    head = in_group()
    step = ReviewTask.objects.create(name="Politique")
    step.groups.set(head.groups.all())
    workflow = Workflow.objects.create(name="Politique")
    WorkflowTask.objects.create(workflow=workflow, task=step, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=paper.politics)
    assert seen(head) == {paper.of_politics, paper.below_politics}
    assert seen(in_group()) == set()


def test_closed_account_sees_nothing(paper: Paper) -> None:
    chief = member("Chief editors")
    chief.is_active = False
    chief.save()
    assert seen(chief) == set()
