"""Race meetings: what readers find of them, and what they are told of changes."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from freezegun import freeze_time

from home.models import HomePage
from news.models import ArticleIndexPage, Race, RaceMeetingPage, RaceNotice, RaceStart
from news.models.races import MeetingState, RaceStatus
from news.race_tables.bets import DIVIDENDS
from news.race_tables.runners import MARK, RUNNERS, SELECTION
from news.races.checking import problems_of
from news.races.days import record_of, starts_below
from tests.factories import SectionFactory

HORSES = ["Djéli", "Cauri", "Harmattan", "Bogolan", "Tisserand"]


@pytest.fixture
def section(home_page: HomePage) -> ArticleIndexPage:
    return SectionFactory(parent=home_page, title="PMU Mali", slug="pmu-mali")


def runners(out: int | None = None, horses: list[str] = HORSES) -> str:
    return RUNNERS.text_of(
        {
            **{column.key: "" for column in RUNNERS.columns},
            "number": str(number),
            "horse": horse,
            "jockey": f"J. {horse[:3]}",
            "out": MARK if number == out else "",
        }
        for number, horse in enumerate(horses, start=1)
    )


def race(**fields: Any) -> Race:
    return Race(**{"number": 1, "starts_at": time(13, 35), "runners": runners(), **fields})


def meeting_in(section: ArticleIndexPage, day: date, *races: Race) -> RaceMeetingPage:
    page = RaceMeetingPage(
        title=f"Courses du {day}", slug=f"courses-{day}", day=day, course="Les Rôniers"
    )
    page.races = list(races or [race()])
    return section.add_child(instance=page)


def change(page: RaceMeetingPage, **fields: Any) -> None:
    """Publish the meeting with another first race."""
    draft = page.get_latest_revision_as_object() if page.latest_revision_id else page
    races = list(draft.races.all())
    for name, value in fields.items():
        setattr(races[0], name, value)
    draft.races = races
    draft.save_revision(clean=False).publish()
    page.refresh_from_db()


def found(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


@pytest.mark.django_db
def test_programme_and_results_are_one_page_that_says_how_far_it_is(
    section: ArticleIndexPage, client: Client
) -> None:
    page = meeting_in(section, timezone.localdate())
    address = page.url
    assert page.state == MeetingState.PROGRAMME
    assert "Djéli" in found(client, address)
    change(page, arrival="3-1-2", status=RaceStatus.OFFICIAL)
    html = found(client, address)
    assert "Résultats" in html and "Gagnant" in html and "Harmattan" in html


@pytest.mark.django_db
def test_same_address_shows_the_races_of_each_day(
    section: ArticleIndexPage, client: Client
) -> None:
    with freeze_time("2026-12-01 10:00"):
        meeting_in(section, date(2026, 12, 1))
        meeting_in(section, date(2026, 12, 2), race(name="Prix de demain"))
        html = found(client, "/pmu-mali/aujourd-hui/")
        assert 'rel="canonical" href="http://localhost/pmu-mali/courses-2026-12-01/"' in html
        assert "Prix de demain" in found(client, "/pmu-mali/demain/")
    with freeze_time("2026-12-02 10:00"):
        assert "Prix de demain" in found(client, "/pmu-mali/aujourd-hui/")
        assert "pas encore là" in found(client, "/pmu-mali/demain/")
    assert "Prix de demain" in found(client, "/pmu-mali/2026-12-02/")


@pytest.mark.django_db
def test_day_with_two_meetings_gives_the_choice(section: ArticleIndexPage, client: Client) -> None:
    today = timezone.localdate()
    meeting_in(section, today)
    other = RaceMeetingPage(title="Autres courses", day=today, course="La Falaise")
    section.add_child(instance=other)
    html = found(client, "/pmu-mali/aujourd-hui/")
    assert "Les Rôniers" in html and "La Falaise" in html


@pytest.mark.django_db
@pytest.mark.parametrize("below", ["aujourd-hui", "archives", "chevaux", "2026-02-31", "x"])
def test_section_without_races_has_no_such_addresses(
    home_page: HomePage, client: Client, below: str
) -> None:
    SectionFactory(parent=home_page, title="Politique", slug="politique")
    assert client.get(f"/politique/{below}/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("below", ["2026-12-09", "2026-02-31", "chevaux/nul", "archives/2026"])
def test_day_or_horse_that_never_ran_is_not_found(
    section: ArticleIndexPage, client: Client, below: str
) -> None:
    meeting_in(section, date(2026, 12, 1))
    assert client.get(f"/pmu-mali/{below}/").status_code == 404


@pytest.mark.django_db
def test_section_shows_the_programme_of_tomorrow_first(
    section: ArticleIndexPage, client: Client
) -> None:
    today = timezone.localdate()
    meeting_in(section, today, race(name="Prix du jour"))
    meeting_in(section, today + timedelta(days=1), race(name="Prix de demain"))
    html = found(client, "/pmu-mali/")
    assert html.index("Prix de demain") < html.index("Prix du jour")


@pytest.mark.django_db
def test_horse_has_its_form_from_all_its_starts(section: ArticleIndexPage, client: Client) -> None:
    for day, arrival, out in ((1, "3-1", None), (2, "1-2", None), (3, "2-4", 1), (4, "", None)):
        meeting_in(section, date(2026, 11, day), race(arrival=arrival, runners=runners(out)))
    starts = starts_below(section).filter(horse_key="djeli")
    record = record_of(starts)
    assert (record.starts, record.wins, record.placed, record.form) == (2, 1, 2, [1, 2])
    html = found(client, "/pmu-mali/chevaux/djeli/")
    assert "non-partant" in html and "à venir" in html
    assert "Djéli" in found(client, "/pmu-mali/chevaux/?nom=djé")
    assert "Personne de ce nom" in found(client, "/pmu-mali/chevaux/?nom=zzz")
    assert "J. Djé" in found(client, "/pmu-mali/jockeys/j-dje/")


@pytest.mark.django_db
def test_readers_are_told_of_a_runner_that_was_withdrawn(
    section: ArticleIndexPage, client: Client
) -> None:
    page = meeting_in(section, timezone.localdate())
    change(page, runners=runners(out=2))
    [notice] = RaceNotice.objects.filter(page=page)
    assert notice.text == "Course 1\u00a0: le n° 2, Cauri, est non-partant."
    assert notice.text in found(client, page.url)
    assert page.updated_at == notice.at
    change(page, name="Prix du Fleuve")
    assert RaceNotice.objects.filter(page=page).count() == 1


@pytest.mark.django_db
def test_readers_are_told_of_a_corrected_arrival_and_not_of_the_first(
    section: ArticleIndexPage, client: Client
) -> None:
    page = meeting_in(section, timezone.localdate())
    change(page, arrival="3-1-2")
    assert not RaceNotice.objects.exists()
    change(page, arrival="1-3-2")
    [notice] = RaceNotice.objects.all()
    assert (notice.before, notice.after) == ("3-1-2", "1-3-2")
    assert "<del>3-1-2</del>" in found(client, page.url)


@pytest.mark.django_db
def test_cancelled_race_is_told_once(section: ArticleIndexPage) -> None:
    page = meeting_in(section, timezone.localdate())
    change(page, status=RaceStatus.CANCELLED)
    assert [notice.text for notice in RaceNotice.objects.all()] == ["La course 1 n’est pas courue."]


@pytest.mark.django_db
def test_draft_changes_no_start_and_withdrawn_meeting_leaves_none(
    section: ArticleIndexPage,
) -> None:
    page = meeting_in(section, timezone.localdate())
    draft = page.get_latest_revision_as_object() if page.latest_revision_id else page
    draft.races = [race(runners=runners(horses=["Autre"]))]
    draft.save_revision(clean=False)
    assert set(RaceStart.objects.values_list("horse", flat=True)) == set(HORSES)
    page.refresh_from_db()
    page.unpublish()
    assert not RaceStart.objects.exists()


@pytest.mark.django_db
def test_page_says_its_events_to_machines(section: ArticleIndexPage) -> None:
    day = date(2026, 12, 1)
    page = meeting_in(section, day, race(name="Prix du Fleuve"), race(number=2, status="cancelled"))
    data = page.structured_data(
        signatures=[], url="https://a.ml/p/", root_url="https://a.ml", publisher={}
    )
    first, second = data["about"]
    assert first["@type"] == "SportsEvent" and first["url"] == "https://a.ml/p/#course-1"
    assert first["startDate"] == "2026-12-01T13:35:00+00:00"
    assert second["eventStatus"] == "https://schema.org/EventCancelled"


PROBLEMS = [
    ({"starts_at": None}, "race", "l’heure du départ manque"),
    ({"runners": ""}, "race", "aucun partant"),
    ({"runners": runners() + "\n1;Sosie;;;;;;;"}, "runners", "deux partants portent le numéro 1"),
    ({"runners": "N°;Cheval\nX;Djéli"}, "runners", "n’a pas de numéro"),
    ({"arrival": "3-9"}, "arrival", "n’est pas un partant"),
    ({"arrival": "3-2", "runners": runners(out=2)}, "arrival", "n’a pas couru"),
    ({"arrival": "3-3"}, "arrival", "deux fois"),
    ({"arrival": "Djéli"}, "arrival", "n’est pas une suite de numéros"),
    ({"selection": SELECTION.text_of([{"number": "8", "reason": ""}])}, "selection", "« 8 »"),
    (
        {
            "arrival": "1-2-3",
            "dividends": DIVIDENDS.text_of(
                [{"bet": "Tiercé", "combination": "1-2-4", "dividend": "5000"}]
            ),
        },
        "dividends",
        "ne va pas avec l’arrivée",
    ),
    (
        {
            "arrival": "1-2-3",
            "dividends": DIVIDENDS.text_of(
                [{"bet": "Tiercé", "combination": "1-2-3", "dividend": "5"}]
            ),
        },
        "dividends",
        "n’est pas vraisemblable",
    ),
]


@pytest.mark.parametrize(("fields", "code", "words"), PROBLEMS)
def test_check_finds_what_is_wrong_in_a_race(fields: Any, code: str, words: str) -> None:
    [problem] = problems_of([race(**fields)])
    assert problem.code == code
    assert words in problem.message.replace("\xa0", " ")


def test_check_finds_nothing_in_a_race_that_is_right() -> None:
    right = race(
        arrival="3-1-2",
        selection=SELECTION.text_of([{"number": "1", "reason": "en forme"}]),
        dividends=DIVIDENDS.text_of(
            [{"bet": "Tiercé ordre", "combination": "3-1-2", "dividend": "12 500"}]
        ),
    )
    assert problems_of([right]) == []
    assert problems_of([]) != []
