"""The icon of the site: the newsroom's logo where it fits a square, else its initial."""

import hashlib
from io import BytesIO
from typing import cast

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe
from PIL import Image, ImageDraw, ImageFont

from delivery.pages.views import page_cached
from home.models import Identity
from home.share_card import ACCENTS, PAPER, SERIF, lettering
from news.images import NewsImage

# Browsers' tabs, telephones' screens (Apple asks for 180), and the sizes of the manifest.
FEED_ICON, LARGE_ICON = 144, 512  # RSS allows no wider one
SIZES = (48, 96, FEED_ICON, 180, 192, LARGE_ICON)
FAVICON_SIZES = [(16, 16), (32, 32), (48, 48)]
# A logo is taken whole; far from a square, nobody would know it at 32 pixels.
WIDEST = 1.5
# Of what is drawn, the part that launchers which cut icons round leave whole.
SAFE = 0.66
ICON_AGE = 24 * 60 * 60


def icon_address(identity: Identity, size: int) -> str:
    """The address of the icon in `size` pixels, another one once logo, name or colour change."""
    return f"{reverse('icon', args=[size])}?{_mark(identity)}"


@page_cached()
@require_safe
def icon(request: HttpRequest, size: int) -> HttpResponse:
    if size not in SIZES:
        raise Http404
    return _answer(_file(Identity.for_request(request), size), "image/png")


@page_cached()
@require_safe
def touch_icon(request: HttpRequest) -> HttpResponse:
    """/apple-touch-icon.png, which iPhones ask for by that name."""
    return icon(request, 180)


@page_cached()
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """/favicon.ico, which feed readers and old browsers ask for by that name."""
    drawn = Image.open(BytesIO(_file(Identity.for_request(request), FAVICON_SIZES[-1][0])))
    file = BytesIO()
    drawn.save(file, "ICO", sizes=FAVICON_SIZES)
    return _answer(file.getvalue(), "image/x-icon")


def _answer(content: bytes, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type)
    patch_cache_control(response, public=True, max_age=ICON_AGE)
    return response


def _mark(identity: Identity) -> str:
    said = f"{_initial(identity)} {identity.accent} {identity.logo_id}"
    return hashlib.sha256(said.encode()).hexdigest()[:8]


def _file(identity: Identity, size: int) -> bytes:
    key = f"icon-{identity.site_id}-{_mark(identity)}-{size}"
    return cast(bytes, cache.get_or_set(key, lambda: _png(draw(identity, size)), ICON_AGE))


def draw(identity: Identity, size: int) -> Image.Image:
    logo = identity.logo
    if logo and max(logo.width / logo.height, logo.height / logo.width) <= WIDEST:
        try:
            return _with_logo(logo, size)
        except OSError:
            pass  # The file is away or broken: the initial stands for it.
    return _with_initial(identity, size)


def _with_logo(logo: NewsImage, size: int) -> Image.Image:
    picture = Image.new("RGB", (size, size), PAPER)
    with logo.open_file() as file, Image.open(file) as opened:
        opened.draft("RGB", (size, size))
        shown = opened.convert("RGBA")
    shown.thumbnail((round(size * 0.9), round(size * 0.9)), Image.Resampling.LANCZOS)
    at = ((size - shown.width) // 2, (size - shown.height) // 2)
    picture.paste(shown, at, shown)
    return picture


def _with_initial(identity: Identity, size: int) -> Image.Image:
    picture = Image.new("RGB", (size, size), ACCENTS.get(identity.accent, ACCENTS["brick"]))
    letter, path = lettering(_initial(identity)) or ("A", SERIF)
    font = ImageFont.truetype(path, round(size * SAFE))
    pen = ImageDraw.Draw(picture)
    pen.text((size / 2, size / 2), letter, font=font, fill="#fff", anchor="mm")
    return picture


def _initial(identity: Identity) -> str:
    """The first letter of the name, behind an article: F of « Le Fleuve »."""
    words = identity.name.replace("’", " ").replace("'", " ").split()
    if len(words) > 1 and words[0].casefold() in {"le", "la", "les", "l"}:
        words = words[1:]
    return next((letter for letter in "".join(words) if letter.isalnum()), "A").upper()


def _png(picture: Image.Image) -> bytes:
    file = BytesIO()
    picture.quantize(64).save(file, "PNG", optimize=True)
    return file.getvalue()
