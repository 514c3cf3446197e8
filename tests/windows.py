"""The desk in a window of a real browser, with a real server behind it."""

from django.test import Client
from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from tests.chromium import lasting

# Wagtail looks at a form as it opens, once for each time its controller begins (twice, as it is
# moved), and sees what is typed from then on; at a form that opens with a text to save, after that.
WATCHED = """{
  let begun = 0;
  let looked = 0;
  const steps = {
    "w-unsaved:ready": () => (begun += 1),
    "w-unsaved:watch-edits": () => (looked += 1),
    "w-autosave:success": () => (begun = 0),
  };
  for (const [name, step] of Object.entries(steps)) {
    document.addEventListener(name, () => {
      step();
      if (looked && looked >= begun) document.documentElement.dataset.watched = "yes";
    });
  }
}"""
# That a page was closed would be told after the test, to a database that is being emptied.
NO_FAREWELL = "navigator.sendBeacon = () => true;"
# For a test that saves by hand or not at all: nobody sees the autosaves, nor waits for one.
NO_AUTOSAVE = """addEventListener("w-autosave:save", (event) => {
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);"""
# A page that asks nothing of the site, not even for an icon.
AT_REST = '<!doctype html><link rel="icon" href="data:,">'


class Window:
    """A window for all tests of this process, whose pages are closed after each of them.

    It keeps the site's files, and by one page that is always open what is compiled of its scripts.
    """

    def __init__(self, browser: Browser, url: str) -> None:
        self.url = url
        self.context = browser.new_context(base_url=url)
        lasting.append(self.context)
        self.context.add_init_script(WATCHED)
        self.context.add_init_script(NO_FAREWELL)
        self.at_rest = self.context.new_page()
        self.at_rest.route(
            "**/*", lambda route: route.fulfill(body=AT_REST, content_type="text/html")
        )
        self.at_rest.goto("/")
        self._wire = self.context.new_cdp_session(self.at_rest)

    def sign_in(self, person: User) -> None:
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        session = client.cookies["sessionid"].value
        self.context.add_cookies([{"name": "sessionid", "value": session, "url": self.url}])

    def new_page(self, width: int = 1280, height: int = 900) -> Page:
        page = self.context.new_page()
        page.set_viewport_size({"width": width, "height": height})
        return page

    def forget(self) -> None:
        """Close the pages, and with them all that was typed; nobody is signed in any more."""
        for page in self.context.pages:
            if page is not self.at_rest:
                page.close()
        self.context.clear_cookies()
        kept = {"origin": self.url, "storageTypes": "local_storage,indexeddb"}
        self._wire.send("Storage.clearDataForOrigin", kept)


def watched(page: Page) -> Page:
    """The page, once Wagtail sees what is typed in its form."""
    expect(page.locator("html[data-watched]")).to_be_attached()
    return page
