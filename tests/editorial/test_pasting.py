"""What is pasted from other programs becomes our own blocks, and what is left out is said."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Locator, Page, expect

from accounts.models import User
from news.models import ArticlePage
from tests.visits import Visit
from tests.windows import NO_AUTOSAVE, Window

pytestmark = pytest.mark.browser
SignIn = Callable[[User], Client]
CLIPBOARDS = Path(__file__).parent / "paste"
BODY = "() => document.getElementById('body-root').rootBlock"
EMPTY = [{"type": "paragraph", "value": '{"blocks": [{"text": ""}], "entityMap": {}}', "id": "a"}]


def holding(text: str) -> list[dict[str, Any]]:
    return [{**EMPTY[0], "value": EMPTY[0]["value"].replace('""', f'"{text}"')}]


@pytest.fixture(scope="module")
def visit(browser: Browser) -> Visit:
    """A browser whose clipboard is the writer's own, for all tests that save nothing."""
    visit = Visit(browser.new_page(viewport={"width": 1280, "height": 900}), Client())
    visit.page.add_init_script(NO_AUTOSAVE)
    return visit


@pytest.fixture
def page(visit: Visit, writer: User, draft: ArticlePage, sign_in: SignIn) -> Page:
    """The writer's draft in the editor, as the test before has left it."""
    visit.reader = sign_in(writer)
    if visit.page.url == "about:blank":
        visit.prepare("/admin/jsi18n/")
        visit.open(reverse("wagtailadmin_pages:edit", args=[draft.pk]))
    visit.page.evaluate("document.querySelector('.actujet-pasted')?.remove()")
    return visit.page


def show(page: Page, blocks: list[dict[str, Any]]) -> Locator:
    """The body of the page, with the cursor in its first paragraph."""
    page.evaluate(f"(blocks) => ({BODY})().setState(blocks)", blocks)
    text = page.locator("#body-root [contenteditable=true]").first
    text.click()
    return text


def copy(page: Page, html: str, plain: str = "") -> None:
    """Puts it on the clipboard as another program would, with nothing taken out."""
    page.evaluate(
        """([html, plain]) => document.addEventListener("copy", (event) => {
            event.clipboardData.setData("text/html", html);
            event.clipboardData.setData("text/plain", plain);
            event.preventDefault();
            event.stopImmediatePropagation();
        }, { once: true, capture: true })""",
        [html, plain],
    )
    page.keyboard.press("Control+c")


def paste(page: Page, name: str) -> None:
    copy(page, (CLIPBOARDS / f"{name}.html").read_text())
    page.keyboard.press("Control+v")


BLOCKS_IN_WORDS = """() => {
  const MARKS = { BOLD: "*", ITALIC: "/" };
  const ITEMS = { "unordered-list-item": "- ", "ordered-list-item": "1. " };
  const marked = (block, entities) => {
    const before = {}, after = {};
    const around = ({ offset, length }, first, last) => {
      const end = offset + length - 1;
      before[offset] = (before[offset] ?? "") + first;
      after[end] = last + (after[end] ?? "");
    };
    for (const range of block.inlineStyleRanges) {
      const language = range.style.startsWith("LANGUAGE_") && range.style.slice(9);
      if (language) around(range, `{${language}: `, "}");
      else around(range, MARKS[range.style], MARKS[range.style]);
    }
    for (const range of block.entityRanges) {
      around(range, "[", `](${entities[range.key].data.url})`);
    }
    const letters = block.text.split("");
    const text = letters.map((letter, i) => `${before[i] ?? ""}${letter}${after[i] ?? ""}`);
    const item = ITEMS[block.type];
    return (item ? "  ".repeat(block.depth) + item : "") + text.join("");
  };
  return document.getElementById("body-root").rootBlock.children.map((child) => {
    const editor = child.block.widget?.input?.draftailEditor;
    const value = child.getValue().value;
    if (!editor && child.type === "heading") {
      const language = value.language ? ` {${value.language}}` : "";
      return `h${value.level}${language} ${value.text}`;
    }
    if (!editor) return value;
    const raw = window.DraftJS.convertToRaw(editor.getEditorState().getCurrentContent());
    return raw.blocks.map((block) => marked(block, raw.entityMap)).join("\\n");
  });
}"""


def body(page: Page) -> list[Any]:
    """The blocks of the body; bold is *so*, italics are /so/, a link is [so](address), {en: so}."""
    blocks: list[Any] = page.evaluate(BLOCKS_IN_WORDS)
    return blocks


def table(head: list[str], *rows: list[str]) -> dict[str, Any]:
    kinds = ["text", "number"]
    columns = [{"type": k, "heading": h} for k, h in zip(kinds, head, strict=True)]
    return {"columns": columns, "rows": [{"values": row} for row in rows], "caption": ""}


EXPECTED = {
    "languages": [
        "h2 {nqo} ߒߞߏ ߞߊ߲",
        "h2 Le discours",
        "Elle dit {en: good morning}, *{bm: i ni ce}* et {ar: أهلا وسهلا} à 8 h.",
        "{ar: قالت الوزيرة إن المدرسة جاهزة.}",
        "Danke schön, dit-il.",
    ],
    "google_docs": [
        "h2 Le bac de Tiendo reprend",
        "Depuis mardi, le bac *traverse à nouveau* le fleuve, dit le /passeur/. Le "
        "[nouvel horaire](https://mairie.example/horaires?bac=1) est affiché.",
        "- Le matin\n  - de six à neuf heures\n- Le soir",
        "h2 Les prix",
        table(["Passage", "Prix"], ["À pied", "100 F"], ["Moto", "1 250 F"]),
        "Il y aura un second bac.",
    ],
    "word_2010": [
        "h2 Le marché aux bœufs de Niamana",
        "Samedi, *quatre cents têtes* ont changé de main, selon le chef du marché. Il faisait "
        "trente degrés\N{NO-BREAK SPACE}: «\N{NO-BREAK SPACE}On attend la "
        "pluie\N{NO-BREAK SPACE}», dit-il.",
        "- Les taureaux\n  - de deux ans\n- Les génisses\n1. On pèse\n1. On paie",
        table(["Bête", "Prix"], ["Taureau", "350\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}F"]),
        "Note : Contre trois cents la semaine d’avant.",
    ],
    "word_365": [
        "h2 La rentrée à Kita",
        "h2 1. Les classes",
        "L’école Bakounka ouvre /trois/ classes de 40\N{NO-BREAK SPACE}m² au 1er "
        "étage\N{NO-BREAK SPACE}; une est prête.",
        "h3 Les maîtres",
        "Le recrutement est [ouvert](https://ecole.example/recrutement).",
        "3. Le troisième point",
    ],
    "libreoffice": [
        "h2 La pirogue de course",
        "Elle mesure *dix-huit mètres* et part /dimanche/.\nLes rameurs s’entraînent.",
        "1. La coque\n1. La peinture\n  1. le rouge",
        "Note : Mesurée le 3 novembre.",
    ],
    "gmail": [
        "Bonjour,",
        "Le concert a lieu *vendredi* à 20 h.\nEntrée libre.",
        "Merci de [partager l’affiche](https://concert.example/affiche).",
        "Le lundi, Awa a écrit :",
        "Quand a lieu le concert ?",
    ],
    "whatsapp": [
        "[09:12, 05/11/2026] Awa: Le pont est coupé\ndepuis 8 h 🚧",
        "[09:15, 05/11/2026] Moussa: \N{LEFT-TO-RIGHT MARK}J’y vais.",
    ],
}


def test_each_program_becomes_our_blocks(page: Page) -> None:
    for program, blocks in EXPECTED.items():
        show(page, EMPTY)
        paste(page, program)
        assert body(page) == blocks, program


def test_english_that_a_word_processor_says_of_a_whole_text_is_not_taken(page: Page) -> None:
    show(page, EMPTY)
    copy(page, "<p><span lang=EN-US>Le pont de Kati </span><span lang=FR>rouvre.</span></p>")
    page.keyboard.press("Control+v")
    assert body(page) == ["Le pont de Kati rouvre."]


def test_long_text_goes_where_the_cursor_is_and_one_undo_takes_it_back(page: Page) -> None:
    text = show(page, holding("Avant après"))
    text.press("Home")
    for _letter in "Avant ":
        text.press("ArrowRight")
    paste(page, "gmail")
    first, *middle, last = EXPECTED["gmail"]
    assert body(page) == [f"Avant {first}", *middle, last, "après"]
    message = page.locator(".actujet-pasted")
    expect(message.get_by_role("status")).to_contain_text("5 blocs")
    # The cursor is behind what was pasted, ready to write on.
    expect(page.locator("#body-root [contenteditable=true]:visible").nth(4)).to_be_focused()

    page.keyboard.press("Control+z")
    assert body(page) == ["Avant après"]
    expect(message).to_contain_text("annulé")

    # Once somebody has written on, the editor's own undo takes back the last words only.
    paste(page, "gmail")
    expect(page.locator("#body-root [contenteditable=true]:visible").nth(4)).to_be_focused()
    page.keyboard.type("!")
    page.keyboard.press("Control+z")
    assert len(body(page)) == 6


def test_heading_first_leaves_no_empty_paragraph_before_it(page: Page) -> None:
    show(page, holding("Avant après"))
    page.keyboard.press("Home")
    copy(page, "<h2>Titre</h2><p>Un</p>")
    page.keyboard.press("Control+v")
    assert body(page) == ["h2 Titre", "Un", "Avant après"]


def test_address_of_a_video_fills_in_what_nobody_has_typed(page: Page, visit: Visit) -> None:
    on_x, on_youtube = "https://x.com/mairie_bko/status/179?s=20", "https://youtu.be/abc"
    read = reverse("read_embed")
    visit.prepare(*(f"{read}?{urlencode({'url': url})}" for url in (on_x, on_youtube)))
    value = {"url": "", "title": "", "kind": "", "poster": None, "poster_alt": "", "caption": ""}
    page.evaluate(
        f"(blocks) => ({BODY})().setState(blocks)", [{"type": "embed", "value": value, "id": "a"}]
    )
    url, title, kind = (
        page.locator(f"[name=body-0-value-{name}]") for name in ("url", "title", "kind")
    )
    url.fill(on_x)
    url.press("Tab")
    expect(title).to_have_value("Publication de @mairie_bko sur X")
    expect(kind).to_have_value("post")
    expect(url).to_have_value("https://x.com/mairie_bko/status/179")

    title.fill("Le maire répond")
    url.fill(on_youtube)
    url.press("Tab")
    expect(kind).to_have_value("video")
    expect(title).to_have_value("Le maire répond")


def test_words_go_into_the_paragraph_and_pictures_are_named(page: Page) -> None:
    show(page, holding("Le pont"))
    page.keyboard.press("End")
    copy(page, '<meta charset="utf-8"><b style="font-weight:normal"> ferme <i>lundi</i></b>')
    page.keyboard.press("Control+v")
    assert body(page) == ["Le pont ferme /lundi/"]
    expect(page.locator(".actujet-pasted")).to_have_count(0)
    page.keyboard.press("Control+z")
    assert body(page) == ["Le pont"]

    copy(page, '<img src="x.jpg" alt="Le bac"><img src="y.png" alt="">')
    page.keyboard.press("Control+v")
    expect(page.locator(".actujet-pasted")).to_contain_text("2 images")
    expect(page.locator(".actujet-pasted")).to_contain_text("« Le bac »")
    expect(page.locator(".actujet-pasted")).to_contain_text("appuyez sur +")
    page.get_by_role("button", name="Fermer ce message").click()
    expect(page.locator(".actujet-pasted")).to_have_count(0)


def test_plain_paste_and_the_editors_own_copy_are_left_alone(page: Page) -> None:
    show(page, EMPTY)
    copy(page, "<h1>Titre</h1><p>Deux</p>", "Titre\nDeux")
    page.keyboard.press("Control+Shift+v")
    assert body(page) == ["Titre\nDeux"]
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+c")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Control+v")
    assert body(page) == ["Titre\nDeuxTitre\nDeux"]


def test_what_was_pasted_is_what_is_saved(window: Window, writer: User, draft: ArticlePage) -> None:
    window.sign_in(writer)
    page = window.new_page()
    page.goto(reverse("wagtailadmin_pages:edit", args=[draft.pk]))
    show(page, EMPTY)
    paste(page, "whatsapp")
    expect(page.locator("#body-root [contenteditable=true]").nth(1)).to_be_focused()
    paste(page, "word_2010")
    with page.expect_response(
        lambda response: "/edit/" in response.url and response.request.method == "POST"
    ):
        page.keyboard.press("Control+s")
    stored = ArticlePage.objects.get(pk=draft.pk).get_latest_revision_as_object().body
    assert [block.block_type for block in stored] == [
        "paragraph",
        "paragraph",
        "heading",
        "paragraph",
        "paragraph",
        "table",
        "paragraph",
    ]
    assert "Moussa: J’y vais." in str(stored[1])
    assert "<b>quatre cents têtes</b>" in str(stored[3])
    assert str(stored[4]).count("<li") == 5
