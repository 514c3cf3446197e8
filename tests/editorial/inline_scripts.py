"""The scripts that are written into a page."""

import re
from html.parser import HTMLParser

EXECUTABLE = ("", "module", "text/javascript", "application/javascript")
SUSPECT = re.compile(
    r"""<script(?![^<>]*\s(?:src="[^"]|type="application/json"))|[\s"'/]on\w+\s*=|javascript(?!")""",
    re.IGNORECASE,
)


class InlineScripts(HTMLParser):
    """What an inline policy would refuse to run: scripts, handlers, addresses that are scripts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._in_script = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self._in_script = tag == "script" and not values.get("src") and is_executable(values)
        for name, value in values.items():
            if name.startswith("on") or value.strip().lower().startswith("javascript:"):
                self.found.append(f"{tag} {name}={value}"[:80])

    def handle_data(self, data: str) -> None:
        if self._in_script:
            self.found.append(data.strip()[:80])
            self._in_script = False


def inline_scripts(html: str) -> list[str]:
    """What `InlineScripts` finds; most pages have nothing that it would have to look at."""
    return InlineScripts(html).found if SUSPECT.search(html) else []


def is_executable(script: dict[str, str]) -> bool:
    return script.get("type", "").lower() in EXECUTABLE
