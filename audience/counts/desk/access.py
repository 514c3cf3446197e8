"""Who sees the figures of which articles."""

from collections.abc import Iterable

from django.db.models import Q
from wagtail.models import AbstractGroupApprovalTask, GroupPagePermission, Task, WorkflowPage

from accounts.users import User
from audience.counts.models import ArticleFigures
from delivery.request_cache import cached_for_request
from news.models import ArticleIndexPage, ArticlePage, Byline
from news.models.articles import ArticleQuerySet

SEE_ALL = "audience.view_dailyfigures"
LOAD = "audience.add_dailyfigures"
WRITE = "news.add_articlepage"


def figures_seen_by(user: User) -> ArticleQuerySet:
    """Return the articles whose figures a user sees.

    Who holds SEE_ALL (chief editors) sees those of all; the head of a section, those of the
    articles below it; everybody, those of the articles that they own or sign.
    """
    articles: ArticleQuerySet = ArticlePage.objects.all()
    if not user.is_active:
        return articles.none()
    if sees_all(user):
        return articles
    seen = Q(owner=user.pk) | Q(pk__in=Byline.objects.filter(author__user=user).values("article"))
    for section in sections_headed_by(user):
        seen |= Q(path__startswith=section.path)
    return articles.filter(seen)


def sees_all(user: User) -> bool:
    return bool(user.has_perm(SEE_ALL))


def views_seen_by(user: User, keys: Iterable[int]) -> dict[int, int]:
    """Return the views in all of those of some articles whose figures the user sees."""
    figures = ArticleFigures.objects.filter(pk__in=list(keys))
    if not sees_all(user):
        figures = figures.filter(article__in=figures_seen_by(user).order_by().values("pk"))
    return dict(figures.values_list("pk", "views"))


def has_figures(user: User) -> bool:
    """Whether there is anything for them: they see all, head a section, or write articles."""
    return sees_all(user) or user.has_perm(WRITE) or bool(sections_headed_by(user))


def sections_headed_by(user: User) -> list[ArticleIndexPage]:
    """Return the sections that a group of the user publishes in, or reviews, as its own.

    The permission, or the workflow, is given at the section itself: one that is given for the whole
    site makes nobody the head of a section.
    """
    return cached_for_request(("sections headed by", user.pk), lambda: _headed_by(user))


def _headed_by(user: User) -> list[ArticleIndexPage]:
    if not user.is_active:
        return []
    sections = ArticleIndexPage.objects.order_by("path")
    publishes = GroupPagePermission.objects.filter(
        group__user=user, permission__codename="publish_page", page__in=sections.values("pk")
    )
    own_workflows = WorkflowPage.objects.filter(
        page__in=sections.values("pk"), workflow__active=True
    )
    keys = set(publishes.values_list("page", flat=True))
    keys |= {
        given.page_id
        for given in own_workflows.select_related("workflow")
        if any(_reviews(user, step) for step in given.workflow.tasks.filter(active=True))
    }
    return list(sections.filter(pk__in=keys)) if keys else []


def _reviews(user: User, step: Task) -> bool:
    task = step.specific
    groups = task.groups.all() if isinstance(task, AbstractGroupApprovalTask) else []
    return any(group in user.groups.all() for group in groups)
