"""The main job, as each person does it: from a writer's first line to a reader's page."""

import re
import time
import urllib.request
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PIL import Image
from playwright.sync_api import Browser, expect

from tests.journey.conftest import DESK, PHONE
from tests.journey.desk import Desk
from tests.journey.stack import Stack
from tests.windows import WATCHED

pytestmark = [pytest.mark.browser, pytest.mark.journey]
BAMAKO = ZoneInfo("Africa/Bamako")
TITLE = "Le balafon de Koulouba réunit trois générations au bord du fleuve"
LAG = 1.0  # seconds that a kept list may be behind
PUNCTUAL = 5.0  # seconds after its minute in which an article must be there


@pytest.fixture
def at_desk(stack: Stack, browser: Browser) -> Iterator[Callable[[str], Desk]]:
    """A person of the demo newsroom, signed in, with a browser of their own."""
    contexts = []

    def sit_down(username: str) -> Desk:
        context = browser.new_context(viewport=DESK, locale="fr-FR")
        context.add_init_script(WATCHED)
        contexts.append(context)
        desk = Desk(context.new_page(), stack.url)
        desk.sign_in(username, f"plume-{username}-2026")
        return desk

    yield sit_down
    for context in contexts:
        context.close()


def get(stack: Stack, path: str) -> str:
    with urllib.request.urlopen(stack.url + path, timeout=10) as answer:  # noqa: S310
        return answer.read().decode()


def sitemap(stack: Stack) -> str:
    """All parts that the index names."""
    parts = re.findall(r"<loc>https?://[^/]+(/[^<]+)</loc>", get(stack, "/sitemap.xml"))
    return "".join(get(stack, part) for part in parts)


def is_public(stack: Stack) -> bool:
    return TITLE in get(stack, "/culture/")


def wait_for(condition: Callable[[], bool], until: datetime) -> datetime:
    while not condition():
        assert datetime.now(BAMAKO) < until, f"not so by {until:%H:%M:%S}"
        time.sleep(0.25)
    return datetime.now(BAMAKO)


def next_minute(ahead: timedelta) -> datetime:
    return (datetime.now(BAMAKO) + ahead).replace(second=0, microsecond=0) + timedelta(minutes=1)


def test_from_a_writers_first_line_to_a_readers_page(
    stack: Stack, browser: Browser, at_desk: Callable[[str], Desk], tmp_path: Path
) -> None:
    # The writer writes, sees the autosave keep it, and submits.
    picture = tmp_path / "berge.jpg"
    # Quickly made smaller in all formats.
    Image.linear_gradient("L").resize((1600, 1000)).convert("RGB").save(picture)
    writer = at_desk("redaction")
    writer.start_article("Culture")
    writer.page.fill("#id_title", TITLE)
    writer.unfold("Surtitre et genre")
    writer.page.fill("#id_kicker", "Musique")
    writer.page.fill("#id_standfirst", "Deux cents personnes ont écouté, samedi, sur la berge.")
    writer.upload_lead_image(picture, title="Berge", alt="Trois musiciens", credit="Le Fleuve")
    writer.sign_with("Fanta Kassogué")
    writer.tag("musique")
    writer.add_key_points("Un concert gratuit", "Trois générations")
    writer.add_paragraph("Le soleil descendait quand le premier coup de maillet a résonné.")
    writer.wait_until_saved()
    article = writer.page_id()
    writer.add_paragraph("Le dernier mot est resté au fleuve.")
    writer.submit("Soumettre à la relecture")
    expect(writer.page.get_by_text("Secrétariat de rédaction").first).to_be_visible()
    assert not is_public(stack)

    # The copy editor finds it on the dashboard, asks in the margin, and sends it back.
    copy_editor = at_desk("relecture")
    copy_editor.open("")
    copy_editor.page.get_by_role("link", name=TITLE).first.click()
    copy_editor.page.wait_for_selector("html[data-watched]")
    copy_editor.comment("kicker", "Quel instrument ?")
    copy_editor.judge("Renvoyer", "Qui joue du balafon ?")

    # The writer reads both, answers, and submits again.
    writer.open_editor(f"pages/{article}/edit/")
    expect(writer.page.get_by_text("Qui joue du balafon ?").first).to_be_visible()
    expect(writer.comments().filter(has_text="Quel instrument ?")).to_be_attached()
    version = writer.page.locator("[name=loaded_revision_id]")
    opened = version.input_value()
    writer.page.fill("#id_kicker", "Balafon")
    # The form knows the version that autosave has made: it may be sent at any time later.
    expect(version).not_to_have_value(opened)
    writer.submit("Soumettre à nouveau")
    expect(writer.page.locator(".messages .success").first).to_be_visible()
    copy_editor.open_editor(f"pages/{article}/edit/")
    copy_editor.judge("Approuver")

    # The chief editor sets the minute and approves; the clock does the rest.
    chief = at_desk("chef")
    chief.open_editor(f"pages/{article}/edit/")
    go_live_at = next_minute(timedelta(seconds=25))
    chief.schedule(go_live_at, expire_at=go_live_at + timedelta(minutes=1))
    chief.judge("Approuver, paraîtra")
    assert not is_public(stack)
    seen_at = wait_for(lambda: is_public(stack), go_live_at + timedelta(seconds=PUNCTUAL))
    assert seen_at >= go_live_at

    # A reader on a phone, without JavaScript.
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    reader = context.new_page()
    # A list may be sent for a second as it was (PAGE_LAG), by each process.
    time.sleep(LAG)
    for place in ("/", "/recherche/?q=balafon+Koulouba", "/flux/", "/flux/culture/"):
        assert TITLE in get(stack, place), place
    assert "/culture/le-balafon-de-koulouba" in get(stack, "/sitemap-actualites.xml")
    assert "/culture/le-balafon-de-koulouba" in sitemap(stack)
    reader.goto(f"{stack.url}/culture/")
    reader.get_by_role("link", name=TITLE).first.click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(reader.get_by_text("premier coup de maillet")).to_be_visible()
    expect(reader.get_by_text("Le dernier mot est resté au fleuve.")).to_be_visible()
    reader.get_by_role("link", name="musique").first.click()
    expect(reader.get_by_role("link", name=TITLE).first).to_be_visible()
    reader.goto(stack.url)
    reader.get_by_role("link", name="Politique de confidentialité").first.click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Politique de confidentialité")
    assert not context.cookies()
    context.close()

    # Its expiry takes it away in the same way.
    gone_by = go_live_at + timedelta(minutes=1, seconds=PUNCTUAL)
    wait_for(lambda: not is_public(stack), gone_by)
    assert TITLE not in get(stack, "/recherche/?q=balafon+Koulouba")
