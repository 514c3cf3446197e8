"""What axe finds on each page in both themes. Run by `make audit` in the environment of the tests.

Takes a JSON object of names and addresses, answers a line of JSON a page: its name, then the number
of findings by theme. What was found is told on the error channel.
"""

import json
import sys

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.chromium import chromium
from tests.visits import RULES


def findings(browser: Browser, name: str, address: str, theme: str) -> int:
    context = browser.new_context(
        viewport={"width": 360, "height": 800},
        color_scheme="dark" if theme == "dark" else "light",
        bypass_csp=True,
        extra_http_headers={"Save-Data": "on"} if name == "economy" else {},
    )
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    for item in found:
        said = f"  axe, {name} ({theme}) : {item['id']} : {item['nodes'][0]['html']}\n"
        sys.stderr.write(said)
    context.close()
    return len(found)


def main() -> None:
    with chromium() as browser:
        for name, address in json.load(sys.stdin).items():
            counts = {theme: findings(browser, name, address, theme) for theme in ("light", "dark")}
            sys.stdout.write(json.dumps([name, counts]) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
