"""La Une as a chief editor arranges it: pins, their ends, rules for empty places, once each."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from home.arranging import StaleArrangement, arrange, arrangement_token, cancel, go_back
from home.forecast import forecast_at
from home.front_page import compose
from home.models import FrontPageVersion, HomePage
from home.plan import NEWEST, NOTHING, Plan, Slot, StripPlan
from news.models import ArticlePage
from tests.factories import ArticleFactory, SectionFactory, UserFactory
from tests.made_once import made_once
from tests.news.newsroom import Newsroom

pytestmark = pytest.mark.django_db


@pytest.fixture
@made_once
def newsroom(home_page: HomePage) -> Newsroom:
    newsroom = Newsroom(home_page)
    newsroom.publish(40)
    return newsroom


@pytest.fixture
@made_once
def chief(db: None) -> User:
    person: User = UserFactory()
    person.groups.add(Group.objects.get(name="Chief editors"))
    return person


def rule_of(section: object) -> str:
    return f"section-{section.pk}"


def everywhere(front_page) -> list[ArticlePage]:
    strips = [article for strip in front_page.strips for article in strip.articles]
    lead = [front_page.lead] if front_page.lead else []
    return [*lead, *front_page.secondary, *front_page.not_to_miss, *front_page.latest, *strips]


def test_a_pinned_article_leads_and_stands_nowhere_else(
    home_page: HomePage, newsroom: Newsroom
) -> None:
    old = newsroom.articles[35]
    front_page = compose(home_page, Plan(lead=Slot(old.pk)))
    assert front_page.lead == old
    shown = [article.pk for article in everywhere(front_page)]
    assert len(shown) == len(set(shown))


def test_a_pin_further_down_takes_its_article_from_the_rules_above(
    home_page: HomePage, newsroom: Newsroom
) -> None:
    newest = newsroom.articles[0]
    front_page = compose(home_page, Plan(not_to_miss=(Slot(newest.pk),)))
    assert front_page.not_to_miss == [newest]
    assert front_page.lead == newsroom.articles[1]


def test_an_article_that_is_pinned_twice_stands_in_the_higher_place(
    home_page: HomePage, newsroom: Newsroom
) -> None:
    pinned = newsroom.articles[9]
    plan = Plan(lead=Slot(pinned.pk), secondary=(Slot(pinned.pk, fallback=NOTHING),))
    front_page = compose(home_page, plan)
    assert front_page.lead == pinned
    assert front_page.secondary == []


def test_a_pin_ends_at_its_time_and_its_rule_steps_in(
    home_page: HomePage, newsroom: Newsroom
) -> None:
    end = timezone.now() + timedelta(hours=1)
    section = newsroom.sections[2]
    plan = Plan(lead=Slot(newsroom.articles[9].pk, until=end, fallback=rule_of(section)))
    assert compose(home_page, plan, end - timedelta(seconds=1)).lead == newsroom.articles[9]
    assert compose(home_page, plan, end).lead == section.articles()[0]


def test_a_withdrawn_article_leaves_at_once_and_its_rule_steps_in(
    home_page: HomePage, newsroom: Newsroom, chief: User, reader: Client
) -> None:
    pinned, section = newsroom.articles[9], newsroom.sections[1]
    plan = Plan(lead=Slot(pinned.pk, fallback=rule_of(section)))
    arrange(home_page, plan, chief, seen=arrangement_token(home_page))
    assert reader.get("/").context["front_page"].lead == pinned
    pinned.unpublish()
    assert reader.get("/").context["front_page"].lead == section.articles()[0]
    assert pinned.title not in reader.get("/").content.decode()


@pytest.mark.parametrize("rule", [NEWEST, "section-999999", "section-x", "whatever"])
def test_a_rule_that_means_nothing_any_more_takes_the_newest(
    home_page: HomePage, newsroom: Newsroom, rule: str
) -> None:
    assert compose(home_page, Plan(lead=Slot(fallback=rule))).lead == newsroom.articles[0]


def test_a_place_may_stay_empty(home_page: HomePage, newsroom: Newsroom) -> None:
    plan = Plan(lead=Slot(fallback=NOTHING), secondary=(Slot(fallback=NOTHING),))
    front_page = compose(home_page, plan)
    assert front_page.lead is None
    assert front_page.secondary == []
    assert front_page.latest[0] == newsroom.articles[0]


def test_strips_stand_as_chosen_with_their_first_article(
    home_page: HomePage, newsroom: Newsroom
) -> None:
    last, first = newsroom.sections[2], newsroom.sections[0]
    old = first.articles().last()
    plan = Plan(strips=(StripPlan(last.pk), StripPlan(first.pk, Slot(old.pk, fallback=NOTHING))))
    strips = compose(home_page, plan).strips
    assert [strip.section for strip in strips] == [last, first]
    assert strips[1].articles[0] == old
    assert len(strips[1].articles) == 4


def test_an_article_older_than_the_pool_can_be_pinned(
    home_page: HomePage, newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("home.front_page.POOL", 10)
    assert (
        compose(home_page, Plan(lead=Slot(newsroom.articles[39].pk))).lead
        == (newsroom.articles[39])
    )


def test_drafts_and_private_articles_never_take_their_pinned_place(
    home_page: HomePage, newsroom: Newsroom
) -> None:
    draft = ArticleFactory(parent=newsroom.sections[0], live=False)
    private_section = SectionFactory(parent=home_page)
    private = ArticleFactory(parent=private_section)
    private_section.view_restrictions.create(restriction_type="login")
    plan = Plan(lead=Slot(draft.pk), secondary=(Slot(private.pk),))
    shown = everywhere(compose(home_page, plan))
    assert draft not in shown
    assert private not in shown


def test_an_arranged_page_costs_no_more_than_three_queries_above_the_automatic_one(
    home_page: HomePage, newsroom: Newsroom, chief: User, reader: Client
) -> None:
    def cost() -> int:
        reader.get("/")
        with CaptureQueriesContext(connection) as queries:
            reader.get("/")
        return len(queries)

    automatic = cost()
    plan = Plan(
        lead=Slot(newsroom.articles[30].pk),
        secondary=tuple(Slot(a.pk) for a in newsroom.articles[20:26]),
        not_to_miss=tuple(Slot(a.pk) for a in newsroom.articles[10:14]),
        strips=tuple(StripPlan(s.pk) for s in newsroom.sections),
    )
    arrange(home_page, plan, chief, seen=arrangement_token(home_page))
    assert cost() <= automatic + 3


def test_a_scheduled_change_holds_from_its_minute_on(
    home_page: HomePage, newsroom: Newsroom, chief: User
) -> None:
    at_six = timezone.now() + timedelta(hours=2)
    plan = Plan(lead=Slot(newsroom.articles[9].pk))
    arrange(home_page, plan, chief, seen=arrangement_token(home_page), valid_from=at_six)
    assert home_page.arrangement(at_six - timedelta(seconds=1)) == (Plan(), at_six)
    assert home_page.arrangement(at_six) == (plan, None)


def test_readers_keep_the_page_no_longer_than_to_its_next_change(
    home_page: HomePage, newsroom: Newsroom, chief: User, reader: Client
) -> None:
    assert "max-age=60" in reader.get("/")["Cache-Control"]
    soon = timezone.now() + timedelta(seconds=20)
    arrange(home_page, Plan(), chief, seen=arrangement_token(home_page), valid_from=soon)
    ages = re.findall(r"max-?age=(\d+)", reader.get("/")["Cache-Control"])
    assert ages
    assert all(0 < int(age) <= 20 for age in ages)


def test_undo_is_a_new_version_that_copies_the_old_one(
    home_page: HomePage, newsroom: Newsroom, chief: User
) -> None:
    first = arrange(
        home_page,
        Plan(lead=Slot(newsroom.articles[9].pk)),
        chief,
        seen=arrangement_token(home_page),
    )
    arrange(home_page, Plan(), chief, seen=arrangement_token(home_page))
    again = go_back(home_page, first, chief)
    assert home_page.arrangement(timezone.now())[0] == first.plan
    assert again.copy_of == first
    assert FrontPageVersion.objects.count() == 3


def test_a_version_is_never_rewritten_or_deleted(
    home_page: HomePage, newsroom: Newsroom, chief: User
) -> None:
    version = arrange(home_page, Plan(), chief, seen=arrangement_token(home_page))
    with pytest.raises(TypeError):
        version.save()
    with pytest.raises(TypeError):
        version.delete()


def test_a_change_that_holds_already_is_not_cancelled(home_page: HomePage, chief: User) -> None:
    held = arrange(home_page, Plan(), chief, seen=arrangement_token(home_page))
    soon = timezone.now() + timedelta(hours=1)
    later = arrange(home_page, Plan(), chief, seen=arrangement_token(home_page), valid_from=soon)
    assert not cancel(home_page, held.pk, chief)
    assert cancel(home_page, later.pk, chief)
    assert not cancel(home_page, later.pk, chief)
    assert home_page.versions.in_force(soon) == held


def test_who_has_not_seen_the_last_step_does_not_overwrite_it(
    home_page: HomePage, chief: User
) -> None:
    seen = arrangement_token(home_page)
    first = arrange(home_page, Plan(), chief, seen=seen)
    with pytest.raises(StaleArrangement) as refused:
        arrange(home_page, Plan(), chief, seen=seen)
    assert refused.value.version == first
    assert FrontPageVersion.objects.count() == 1


def scheduled(article: ArticlePage, at, **changes: str) -> None:
    """Approve a version of `article` for `at`, as the last step of the workflow does."""
    for name, value in changes.items():
        setattr(article, name, value)
    article.go_live_at = at
    article.save_revision(approved_go_live_at=at)


def test_ahead_of_time_only_what_will_be_live_by_then_is_shown(
    home_page: HomePage, newsroom: Newsroom
) -> None:
    now = timezone.now()
    five, six = now + timedelta(hours=1), now + timedelta(hours=2)
    draft = ArticleFactory(
        parent=newsroom.sections[0], live=False, first_published_at=None, title="Brouillon"
    )
    coming = ArticleFactory(
        parent=newsroom.sections[0], live=False, first_published_at=None, title="À cinq heures"
    )
    scheduled(coming, five)
    changed = newsroom.articles[1]
    scheduled(changed, six, title="Un titre neuf")
    leaving = newsroom.articles[0]
    ArticlePage.objects.filter(pk=leaving.pk).update(expire_at=five)

    plan = Plan(lead=Slot(draft.pk), secondary=(Slot(coming.pk), Slot(leaving.pk)))
    today = compose(home_page, plan, now, forecast_at(home_page, now))
    assert coming not in everywhere(today)
    assert leaving in today.secondary

    at_five = compose(home_page, plan, five, forecast_at(home_page, five))
    assert at_five.secondary[0].title == "À cinq heures"
    assert draft not in everywhere(at_five)
    assert leaving not in everywhere(at_five)
    assert "Un titre neuf" not in [article.title for article in everywhere(at_five)]

    at_six = compose(home_page, plan, six, forecast_at(home_page, six))
    assert "Un titre neuf" in [article.title for article in everywhere(at_six)]
    # Readers see nothing of it.
    assert coming not in everywhere(compose(home_page, plan, now))
