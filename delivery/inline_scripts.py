"""The inline scripts of the readers' pages: what must run before the page is painted.

The content security policy knows each by its hash
(https://www.w3.org/TR/CSP3/#framework-directive-source-list), and lets no other run.
"""

from base64 import b64encode
from hashlib import sha256
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "static/js"
FIRST_PAINT = (FOLDER / "first-paint.js").read_text().strip()
DRAW_ADVERT = (FOLDER / "draw-advert.js").read_text().strip()
HASHES = [
    f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"
    for script in (FIRST_PAINT, DRAW_ADVERT)
]
