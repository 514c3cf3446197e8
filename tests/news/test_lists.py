"""The lists of articles follow what is published, with their numbers."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from django.core.management import call_command
from django.db import connections
from wagtail.models import Page, PageViewRestriction

from home.models import HomePage
from news import lists
from news.models import ArticleIndexPage, ArticlePage, Byline, ListCount, ListedArticle, Tag
from news.models.lists import ArticleList, below, everything, signed_by, tagged
from news.tag_desk.merging import MergeTags
from tests.factories import ArticleFactory, AuthorFactory, SectionFactory, UserFactory
from tests.made_once import made_once
from tests.news.newsroom import Newsroom

pytestmark = pytest.mark.django_db


@pytest.fixture
@made_once
def newsroom(home_page: HomePage) -> Newsroom:
    newsroom = Newsroom(home_page)
    newsroom.publish(7)
    return newsroom


def shown(listed: ArticleList) -> list[str]:
    found = ArticlePage.objects.newest_of(listed, 20)
    assert listed.count() == len(found)
    return [article.title for article in found]


def test_an_article_is_in_the_lists_of_its_sections_tags_and_authors(home_page: HomePage) -> None:
    sports = SectionFactory(parent=home_page)
    football, other = SectionFactory(parent=sports), SectionFactory(parent=home_page)
    author, tag = AuthorFactory(), Tag.objects.create(name="coupe")
    article = ArticleFactory.build(
        title="But", first_published_at=datetime(2026, 3, 31, 23, tzinfo=UTC)
    )
    article.bylines.add(Byline(author=author))
    article.tags.add(tag)
    football.add_child(instance=article)
    draft = ArticleFactory(parent=football, live=False)
    for listed in (
        everything(), below(home_page), below(sports), below(football), tagged(tag),
        signed_by(author),
    ):  # fmt: skip
        assert shown(listed) == ["But"]
    assert shown(below(other)) == []
    assert [(month.key, month.count) for month in below(sports).months()] == [("2026-03", 1)]
    assert not draft.listed.exists()


def test_lists_follow_each_act(newsroom: Newsroom, home_page: HomePage) -> None:
    """No act leaves anything for the nightly check to mend."""
    first, second, third = newsroom.articles[:3]
    one, two, three = newsroom.sections
    first.unpublish()
    assert first.title not in shown(below(one))
    first.save_revision().publish()
    assert first.title in shown(below(one))
    second.tags.set([newsroom.tags[3]])
    second.save()
    second.bylines.clear()
    second.save()
    assert second.title in shown(tagged(newsroom.tags[3]))
    third.move(one, pos="last-child")
    assert third.title in shown(below(one)) and third.title not in shown(below(three))
    two.move(one, pos="last-child")
    assert second.title in shown(below(one))
    barrier = PageViewRestriction.objects.create(
        page=Page.objects.get(pk=two.pk), restriction_type="login"
    )
    assert second.title not in shown(below(one)) + shown(everything())
    barrier.delete()
    assert second.title in shown(everything())
    ArticlePage.objects.get(pk=newsroom.articles[4].pk).delete()
    MergeTags(newsroom.tags[1], [newsroom.tags[2]], UserFactory()).execute()
    newsroom.tags[0].delete()
    PageViewRestriction.objects.create(page=Page.objects.get(pk=three.pk))
    assert not ListedArticle.objects.filter(kind="t", key=newsroom.tags[0].pk).exists()
    ArticleIndexPage.objects.get(pk=three.pk).delete()
    assert sum(lists.check()) == 0


def test_what_was_written_past_the_lists_is_mended(newsroom: Newsroom) -> None:
    hidden, listed = newsroom.articles[0], below(newsroom.sections[0])
    Page.objects.filter(pk=hidden.pk).update(live=False)
    ListedArticle.objects.filter(article=newsroom.articles[3]).delete()
    ListCount.objects.filter(kind="t").update(number=40)
    # Before it is mended: what readers cannot open is not shown.
    assert hidden not in ArticlePage.objects.newest_of(listed, 20)
    call_command("check_lists")
    assert shown(listed) == [newsroom.articles[n].title for n in (3, 6)]
    assert tagged(newsroom.tags[0]).count() == 6
    assert sum(lists.check()) == 0


def test_the_lists_can_be_made_from_nothing(newsroom: Newsroom) -> None:
    before = set(ListCount.objects.values_list("kind", "key", "month", "number"))
    ListedArticle.objects.all().delete()
    ListCount.objects.all().delete()
    sum(lists.check())
    after = set(ListCount.objects.values_list("kind", "key", "month", "number"))
    assert {row for row in after if row[0]} == {row for row in before if row[0]}


def test_a_draft_that_is_saved_writes_no_list(newsroom: Newsroom) -> None:
    entries = set(ListedArticle.objects.values_list("pk", flat=True))
    article = newsroom.articles[0]
    article.title = "Autrement"
    article.save_revision()
    article.save()
    assert set(ListedArticle.objects.values_list("pk", flat=True)) == entries


def test_publications_at_the_same_moment_are_all_counted(
    transactional_db: None, home_page: HomePage
) -> None:
    section = SectionFactory(parent=home_page)
    drafts = [ArticleFactory(parent=section, live=False, first_published_at=None) for _ in range(6)]
    together = Barrier(len(drafts))

    def publish(draft: ArticlePage) -> None:
        page = ArticlePage.objects.get(pk=draft.pk)
        revision = page.save_revision()
        together.wait(20)
        revision.publish()
        connections.close_all()

    with ThreadPoolExecutor(len(drafts)) as pool:
        list(pool.map(publish, drafts))
    assert below(section).count() == len(drafts)
    assert below(home_page).entries().count() == len(drafts)
    assert sum(lists.check()) == 0
