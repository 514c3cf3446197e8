"""Races, exam results and live coverage: nothing for axe to find, nothing wider than a phone."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser

from home.models import HomePage
from news.exams import importing, publishing
from news.models import (
    ExamList,
    ExamResultsPage,
    LiveBlogPage,
    LiveCorrection,
    LiveEntry,
    LiveState,
    Race,
    RaceMeetingPage,
)
from news.models.exams import ListState
from news.models.lives import EntryKind, EntryState
from tests.factories import AuthorFactory, SectionFactory
from tests.visits import Visit

pytestmark = [pytest.mark.django_db, pytest.mark.browser]
RUNNERS = "N°;Cheval;Sexe/âge;Jockey;Poids/distance;Performances;Entraîneur;Cote;Non-partant\n"
LINES = "Numéro;Centre;Mention\n101;Centre 1;Bien\n"


def races(home: HomePage) -> list[str]:
    section = SectionFactory(parent=home, title="PMU Mali", slug="pmu-mali", has_races=True)
    lines = [
        f"{number};Le Grand Balafon {number};H6;A. Ouologuem;57,5;1p 3p (25) 2p;G. Tolofoudié;12/1;"
        for number in range(1, 17)
    ]
    page = RaceMeetingPage(title="Courses", slug="courses", day=date(2026, 12, 1), course="Rôniers")
    page.races = [
        Race(
            number=1,
            starts_at="13:35",
            name="Prix du Fleuve",
            bets="Quarté, tiercé, couplé",
            runners=RUNNERS + "\n".join(lines) + "NP",
            selection="N°;Pourquoi\n4;en forme",
            arrival="4-7-12-1-9",
            dividends="Pari;Combinaison;Rapport\nQuarté ordre;4-7-12-1;1 250 000",
        )
    ]
    section.add_child(instance=page)
    below = ("", "aujourd-hui/", "resultats/", "archives/", "chevaux/")
    names = ("chevaux/le-grand-balafon-4/", "jockeys/a-ouologuem/")
    return [page.url, *(section.url + part for part in (*below, *names))]


def results(home: HomePage) -> list[str]:
    section = SectionFactory(parent=home, title="Éducation", has_exams=True)
    pages = [
        section.add_child(
            instance=ExamResultsPage(
                title=f"Résultats {state}",
                second_word="centre",
                statistics="Académie;Inscrits;Admis;Filles inscrites;Filles admises\n"
                "Ensemble;10646;5000;5341;2486",
                announced_at=timezone.now() + timedelta(days=2) if state == "à venir" else None,
            )
        )
        for state in ("à venir", "publiés")
    ]
    exam_list = importing.keep(pages[1], SimpleUploadedFile("a.csv", LINES.encode()), None)
    importing.read(exam_list)
    ExamList.objects.update(state=ListState.APPROVED)
    publishing.prepare(exam_list)
    publishing.publish_due(timezone.now())
    return [*(page.url for page in pages), reverse("exam_hide", args=[pages[1].pk])]


def live(home: HomePage) -> list[str]:
    section = SectionFactory(parent=home, title="Environnement", has_lives=True)
    page = section.add_child(instance=LiveBlogPage(title="En direct"))
    LiveState.objects.create(page=page, summary="Ce que l’on sait.", number=4)
    for number, kind in enumerate(EntryKind.values):
        entry = LiveEntry.objects.create(
            page=page,
            key=uuid4(),
            kind=kind,
            title="Un titre" if number % 2 else "",
            text="Un message.",
            source="Une riveraine",
            author=AuthorFactory(),
            state=EntryState.WITHDRAWN if kind == EntryKind.PICTURE else EntryState.PUBLISHED,
            published_at=timezone.now(),
            change=number,
        )
    LiveCorrection.objects.create(entry=entry, before="Deux messages.", after="Un message.")
    return [page.url, f"{page.url}?ordre=ancien"]


def test_axe_finds_nothing_on_kinds_of_article_and_none_is_wider_than_a_phone(
    home_page: HomePage, reader: Client, browser: Browser, settings: Any, tmp_path: Path
) -> None:
    settings.EXAMS_FOLDER, settings.EXAM_LISTS_FOLDER = tmp_path / "results", tmp_path / "lists"
    addresses = [*races(home_page), *results(home_page), *live(home_page)]
    context = browser.new_context(bypass_csp=True)
    visit = Visit(context.new_page(), reader)
    found, wide = [], {}
    for address in addresses:
        found += visit.violations(address)
        if beyond := visit.beyond_the_edge_at(360):
            wide[address] = beyond
    context.close()
    assert found == []
    assert wide == {}
