"""The one script that stands in the page itself: it must have run before the page is painted.

The content security policy knows it by its hash (https://www.w3.org/TR/CSP3/#framework-directive-source-list),
and lets no other run.
"""

from base64 import b64encode
from hashlib import sha256
from pathlib import Path

SCRIPT = (Path(__file__).parents[1] / "static/js/first-paint.js").read_text().strip()
HASH = f"'sha256-{b64encode(sha256(SCRIPT.encode()).digest()).decode()}'"
