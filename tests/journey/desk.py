"""What people of the newsroom do with mouse and keyboard, as steps of a story."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from playwright.sync_api import Locator, Page, expect


@dataclass
class Desk:
    """One person in front of the admin."""

    page: Page
    url: str

    def sign_in(self, username: str, password: str) -> None:
        self.page.goto(f"{self.url}/admin/login/")
        self.page.fill("[name=username]", username)
        self.page.fill("[name=password]", password)
        self.page.click("button[type=submit]")
        expect(self.page).to_have_url(f"{self.url}/admin/")

    def open(self, path: str) -> None:
        self.page.goto(f"{self.url}/admin/{path}")

    def open_editor(self, path: str) -> None:
        self.open(path)
        self.page.wait_for_selector("html[data-watched]")

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def start_article(self, section: str) -> None:
        """From the dashboard to the empty form of an article in `section`."""
        self.open("")
        self.page.get_by_role("link", name="Articles", exact=True).click()
        self.page.get_by_role("link", name="Nouvel article").click()
        self.page.locator(".actujet-sections").get_by_role("link", name=section, exact=True).click()
        self.page.wait_for_selector("html[data-watched]")

    def upload_lead_image(self, picture: Path, *, title: str, alt: str, credit: str) -> None:
        self.button("Choisir une image").first.click()
        self.page.get_by_role("tab", name="Transférer").click()
        upload = self.page.locator("#tab-upload")
        upload.locator("[name$=file]").set_input_files(picture)
        upload.locator("[name$=title]").fill(title)
        upload.locator("[name$=description]").fill(alt)
        upload.locator("[name$=credit]").fill(credit)
        upload.get_by_role("button", name="Transférer").click()
        expect(self.page.locator(".modal-dialog")).to_have_count(0)

    def add_paragraph(self, text: str) -> None:
        editors = self.page.locator("[data-contentpath=body] .public-DraftEditor-content")
        before = editors.count()
        self._insert_block("Paragraphe")
        expect(editors).to_have_count(before + 1)
        editors.last.click()
        editors.last.press_sequentially(text)

    def add_key_points(self, *points: str) -> None:
        self._insert_block("L’essentiel")
        for number, point in enumerate(points):
            field = self.page.locator(f"[name$='-points-{number}-value']")
            if number:
                # A block that is still unfolding moves its buttons away from under the mouse.
                self.page.locator("[data-streamfield-list-add]").last.press("Enter")
            expect(field).to_be_visible()
            field.fill(point)

    def sign_with(self, author: str) -> None:
        self.page.get_by_role("button", name="Ajouter : Signature").click()
        self.page.get_by_role("button", name="Choisir auteur").click()
        self.page.locator(".modal-dialog").get_by_role("link", name=author).click()
        expect(self.page.locator(".modal-dialog")).to_have_count(0)

    def tag(self, *tags: str) -> None:
        field = self.page.locator("[data-contentpath=tags] .tagit-new input")
        for tag in tags:
            field.fill(tag)
            field.press("Enter")

    def wait_until_saved(self) -> None:
        expect(self.page.locator("[data-w-autosave-target=partials]")).to_be_attached()
        expect(self.page.get_by_text("Enregistré").first).to_be_visible()

    def unfold(self, panel: str) -> None:
        self.page.get_by_role("heading", name=panel).click()

    def submit(self, name: str) -> None:
        menu = self.page.get_by_role("navigation", name="Actions (pied de page)")
        menu.get_by_role("button", name=name, exact=True).click()

    def page_id(self) -> int:
        return int(self.page.url.split("/pages/")[1].split("/")[0])

    def judge(self, name: str, comment: str = "") -> None:
        """Press a reviewer's button and answer the dialog that it opens, if it opens one."""
        button = self.page.locator(".actujet-banner").get_by_role("button", name=name)
        if not comment:
            with self.page.expect_navigation():
                button.click()
        else:
            button.click()
            dialog = self.page.locator(".modal-dialog")
            dialog.locator("textarea").fill(comment)
            with self.page.expect_navigation():
                dialog.get_by_role("button").last.click()
        expect(self.page.locator(".messages .success, .messages .info").first).to_be_visible()

    def comment(self, field: str, text: str) -> None:
        """Leave a note in the margin beside a field, which is kept with the next save."""
        self.page.get_by_role("button", name="Afficher/masquer les commentaires").click()
        self.page.locator(f"[data-contentpath={field}] [data-comment-add]").click()
        note = self.page.locator(".comment").last
        note.locator("textarea").fill(text)
        note.get_by_role("button", name="Commenter", exact=True).click()

    def comments(self) -> Locator:
        return self.page.locator(".comment")

    def schedule(self, go_live_at: datetime, *, expire_at: datetime) -> None:
        self.page.get_by_role("button", name="Afficher/masquer le statut").click()
        self.page.locator("[data-a11y-dialog-show=schedule-publishing-dialog]").first.click()
        dialog = self.page.locator("#schedule-publishing-dialog")
        for name, moment in (("go_live_at", go_live_at), ("expire_at", expire_at)):
            dialog.locator(f"[name={name}]").fill(f"{moment:%Y-%m-%d %H:%M}")
            self.page.keyboard.press("Tab")
        # By keyboard: the calendar of the last field lies over the button.
        # The editor asks the site before it sends: the answer comes after the key.
        with self.page.expect_navigation():
            dialog.get_by_role("button", name="Enregistrer les heures").press("Enter")
        self.page.wait_for_selector("html[data-watched]")

    def _insert_block(self, name: str) -> None:
        self.page.locator("[data-contentpath=body]").get_by_title("Insérer un bloc").last.click()
        self.page.get_by_role("option", name=name).click()
