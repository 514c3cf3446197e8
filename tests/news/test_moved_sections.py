"""A section that is moved or renamed, with all its articles: every old address leads on."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction

from home.models import HomePage
from jobs.worker import Worker
from news import redirect_batches
from news.former_addresses import MOST_NAMES
from news.models import ArticleIndexPage, ArticlePage, FormerAddress, Withdrawal
from tests.factories import ArticleFactory, SectionFactory
from tests.made_once import made_once
from tests.scale import scaled

pytestmark = pytest.mark.django_db

Led = Callable[[str], str | int]


def work() -> None:
    """Run what the queue holds, as a worker does."""
    worker = Worker(batch=True)
    while not worker.stopping:
        worker.step()


def rename(page: ArticleIndexPage | ArticlePage, slug: str) -> None:
    fresh = type(page).objects.get(pk=page.pk)
    fresh.slug = slug
    fresh.save()


def move(page: ArticleIndexPage | ArticlePage, to: ArticleIndexPage | HomePage) -> None:
    type(page).objects.get(pk=page.pk).move(type(to).objects.get(pk=to.pk), pos="last-child")


@pytest.fixture
@made_once
def section(home_page: HomePage) -> ArticleIndexPage:
    return SectionFactory(parent=home_page, title="Politique", slug="politique")


@pytest.fixture
@made_once
def other(home_page: HomePage) -> ArticleIndexPage:
    return SectionFactory(parent=home_page, title="Société", slug="societe")


@pytest.fixture
@made_once
def article(section: ArticleIndexPage) -> ArticlePage:
    return ArticleFactory(parent=section, title="Le pont", slug="le-pont")


@pytest.fixture
def led(reader: Client) -> Led:
    """Where an address leads to at once, or the status of its answer."""

    def ask(address: str) -> str | int:
        answer = reader.get(address)
        return answer["Location"] if answer.status_code == 301 else answer.status_code

    return ask


@pytest.fixture(params=["before the queue", "after the queue"])
def queue(request: pytest.FixtureRequest) -> Callable[[], None]:
    """What the queue has done by then makes no difference."""
    return work if request.param == "after the queue" else lambda: None


def test_every_old_address_of_a_renamed_section_leads_on(article, section, led, queue) -> None:
    sub = SectionFactory(parent=section, title="Mairies", slug="mairies")
    ArticleFactory(parent=sub, title="Un maire", slug="un-maire")
    rename(section, "pouvoirs")
    queue()
    assert led("/politique/") == "/pouvoirs/"
    assert led("/politique/le-pont/") == "/pouvoirs/le-pont/"
    assert led("/politique/mairies/un-maire/") == "/pouvoirs/mairies/un-maire/"
    assert led("/politique/rien/") == 404
    assert led("/pouvoirs/le-pont/") == 200


def test_a_feed_follows_its_section(article, section, led, queue) -> None:
    rename(section, "pouvoirs")
    queue()
    assert led("/flux/politique/") == "/flux/pouvoirs/"


def test_what_is_asked_with_an_old_address_is_asked_of_the_new(article, section, led) -> None:
    rename(section, "pouvoirs")
    assert led("/politique/le-pont/?utm_source=lettre") == "/pouvoirs/le-pont/?utm_source=lettre"
    assert led("/Politique/Le-Pont/") == "/pouvoirs/le-pont/"


def test_a_section_that_moves_twice_leads_on_at_once(article, section, other, led, queue) -> None:
    move(section, other)
    queue()
    rename(section, "pouvoirs")
    queue()
    new = "/societe/pouvoirs/le-pont/"
    assert [led(old) for old in ("/politique/le-pont/", "/societe/politique/le-pont/")] == [new] * 2


def test_a_section_that_moves_back_is_found_at_both(article, section, other, led, queue) -> None:
    move(section, other)
    queue()
    move(section, other.get_parent().specific)
    queue()
    assert led("/societe/politique/le-pont/") == "/politique/le-pont/"
    assert led("/politique/le-pont/") == 200


@pytest.mark.postgres
def test_an_article_that_left_a_moved_section_is_found(article, section, other, led, queue) -> None:
    rename(section, "pouvoirs")
    queue()
    move(article, other)
    rename(article, "le-vieux-pont")
    queue()
    rename(section, "politique")
    queue()
    for old in ("/politique/le-pont/", "/pouvoirs/le-pont/", "/societe/le-pont/"):
        assert led(old) == "/societe/le-vieux-pont/"


def test_old_addresses_outlive_a_new_name_of_the_front_page(article, section, led, queue) -> None:
    rename(section, "pouvoirs")
    queue()
    rename(section.get_parent().specific, "accueil")
    queue()
    assert led("/politique/le-pont/") == "/pouvoirs/le-pont/"
    assert led("/pouvoirs/le-pont/") == 200


def test_an_address_that_leads_to_itself_is_no_redirect(article, section, led, queue) -> None:
    """As of a page that is back, withdrawn, and was never for everybody."""
    rename(section, "pouvoirs")
    queue()
    rename(section, "politique")
    queue()
    PageViewRestriction.objects.create(page=section, restriction_type="login")
    ArticlePage.objects.get(pk=article.pk).unpublish()
    assert led("/politique/le-pont/") == 404


def test_a_new_section_at_the_old_address_hides_nothing(
    article, section, home_page, led, queue
) -> None:
    rename(section, "pouvoirs")
    queue()
    new = SectionFactory(parent=home_page, title="Politique", slug="politique")
    ArticleFactory(parent=new, slug="neuf")
    assert led("/politique/") == 200
    assert led("/politique/le-pont/") == "/pouvoirs/le-pont/"
    rename(new, "elections")
    queue()
    assert led("/politique/") == "/elections/"
    assert led("/politique/neuf/") == "/elections/neuf/"
    assert led("/politique/le-pont/") == "/pouvoirs/le-pont/"


def test_a_withdrawn_article_is_gone_from_its_old_address_too(article, section, led, queue) -> None:
    deleted = ArticleFactory(parent=section, slug="efface")
    early = ArticleFactory(parent=section, slug="plus-tot")
    early.delete()
    article.unpublish()
    rename(section, "pouvoirs")
    queue()
    ArticlePage.objects.get(pk=deleted.pk).delete()
    assert led("/politique/plus-tot/") == 410
    for slug in ("le-pont", "efface"):
        assert led(f"/politique/{slug}/") == f"/pouvoirs/{slug}/"
        assert led(f"/pouvoirs/{slug}/") == 410
    assert Withdrawal.objects.filter(page=None).count() == 2


def test_what_was_withdrawn_at_an_address_goes_before_what_left_it(
    article, section, home_page, led, queue
) -> None:
    rename(section, "pouvoirs")
    queue()
    new = SectionFactory(parent=home_page, title="Politique", slug="politique")
    ArticleFactory(parent=new, slug="le-pont").unpublish()
    assert led("/politique/le-pont/") == 410


def test_no_address_of_a_draft_is_told(section, other, led, queue) -> None:
    ArticleFactory(parent=section, slug="secret", live=False, first_published_at=None)
    rename(section, "pouvoirs")
    queue()
    assert led("/politique/secret/") == 404


@pytest.mark.postgres
def test_a_redirect_that_the_newsroom_has_set_stays(article, section, led, queue) -> None:
    Redirect.add_redirect("/politique/le-pont/", redirect_to="/")
    rename(section, "pouvoirs")
    queue()
    Redirect.add_redirect("/politique/", redirect_to="/recherche/")
    assert led("/politique/le-pont/") == "/"
    assert led("/politique/") == "/recherche/"


@pytest.mark.postgres
def test_the_queue_goes_on_where_it_was_stopped(article, section, monkeypatch) -> None:
    ArticleFactory.create_batch(4, parent=section)
    monkeypatch.setattr(redirect_batches, "BATCH", 2)
    rename(section, "pouvoirs")
    redirect_batches.write_some()
    former = FormerAddress.objects.get()
    assert (former.pages, former.looked_at, Redirect.objects.count()) == (6, 2, 2)
    work()
    former.refresh_from_db()
    assert (former.looked_at, Redirect.objects.count()) == (6, 6)
    assert former.finished_at is not None


def test_a_move_costs_the_request_the_same_at_any_size(section) -> None:
    rename(section, "premier")  # which reads what later ones know
    ArticleFactory(parent=section)
    counts = []
    for slug in ("deuxieme", "troisieme"):
        with CaptureQueriesContext(connection) as queries:
            rename(section, slug)
        counts.append(len(queries))
        ArticleFactory.create_batch(5, parent=section)
    assert counts[0] == counts[1]


def test_former_addresses_are_asked_for_once_where_nothing_is(article, section, reader) -> None:
    """Both who looks for a withdrawn article and who looks for a redirect would ask."""
    rename(section, "pouvoirs")
    ArticlePage.objects.get(pk=article.pk).delete()
    for address, status in (("/rien/", 404), ("/politique/", 301), ("/pouvoirs/le-pont/", 410)):
        with CaptureQueriesContext(connection) as queries:
            assert reader.get(address).status_code == status
        asked = [one["sql"] for one in queries if '"news_formeraddress"' in one["sql"]]
        assert len(asked) == len(set(asked)) > 0, address


def test_moves_back_and_forth_leave_one_row_an_address(section, other) -> None:
    home = section.get_parent().specific
    for _time in range(3):
        move(section, other)
        move(section, home)
    assert FormerAddress.objects.count() == 2


def test_a_section_of_many_names_does_not_slow_an_error_down(article, section, reader, led) -> None:
    rename(section, "pouvoirs")
    before, root = timezone.now() - timedelta(days=1), section.get_parent().url_path
    FormerAddress.objects.bulk_create(
        FormerAddress(url_path=f"{root}nom-{number}/", page_id=section.pk, moved_at=before)
        for number in range(300)
    )
    with CaptureQueriesContext(connection) as queries:
        assert reader.get("/politique/rien/du/tout/").status_code == 404
    # With each of the newest names, the three beginnings of what is left of the address.
    assert sum(one["sql"].count(f"{root}nom-") for one in queries) <= 3 * MOST_NAMES
    assert led("/nom-0/le-pont/") == "/pouvoirs/le-pont/"


def test_a_section_of_any_size_is_moved(section, other, led) -> None:
    """Wagtail's own way ends with an error from 997 articles on."""
    size = scaled(1_100, 20_000)
    article = ArticleFactory(parent=section, slug="article-0")
    Page.objects.bulk_create(
        Page(
            path=Page._get_path(section.path, article.depth, number + 1),
            depth=article.depth,
            title=f"Article {number}",
            slug=f"article-{number}",
            url_path=f"{section.url_path}article-{number}/",
            content_type=article.content_type,
            locale=article.locale,
            translation_key=uuid4(),
            first_published_at=article.first_published_at,
        )
        for number in range(1, size)
    )
    Page.objects.filter(pk=section.pk).update(numchild=size)
    old = [f"/politique/article-{number}/" for number in (0, size // 2, size - 1)]
    new = [f"/societe{address}" for address in old]
    move(section, other)
    assert [led(address) for address in old] == new
    work()
    assert Redirect.objects.count() == size + 1
    assert [led(address) for address in old] == new
