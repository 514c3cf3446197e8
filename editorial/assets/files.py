"""The files of proposals: kept apart until they are accepted, shown small, taken away.

They are in the storage of the picture or document itself, under names that nobody can guess.
"""

from collections.abc import Collection
from copy import copy
from io import BytesIO
from pathlib import PurePath
from secrets import token_urlsafe
from typing import Any

from django.core.files.base import ContentFile, File
from PIL import Image, ImageDraw, ImageOps

from editorial.assets.models import AssetProposal, is_document
from news.photo_metadata import clean
from news.picture_files import fill, named_for

FOLDER = "proposals"
LONGEST_SIDE = 1200  # pixels
MARK = (216, 30, 30)


def keep_apart(asset: Any, upload: Any) -> str:
    """Store a proposed file, a picture without what its camera wrote; return its name."""
    upload.seek(0)
    shown_name, content = upload.name or "", File(upload)
    if not is_document(asset):
        cleaned = getattr(upload, "cleaned", None) or clean(upload.read())
        shown_name = named_for(shown_name, cleaned.kind)
        content = ContentFile(cleaned.content)
    suffix = PurePath(shown_name).suffix.lower()
    name = f"{FOLDER}/{token_urlsafe(24)}{suffix}"
    return str(storage_of(asset).save(name, content))


def facts_to_propose(picture: Any, upload: Any, decided: Collection[str]) -> dict[str, Any]:
    """What a proposed file says of itself, for the fields that are empty; `decided` are left."""
    filled = copy(picture)
    names = fill(filled, upload.cleaned.facts)
    return {name: getattr(filled, name) for name in names if name not in decided}


def is_apart(name: str) -> bool:
    """Whether the file is a proposal's alone, and not one that was shown to readers."""
    return name.startswith(f"{FOLDER}/")


def storage_of(asset: Any) -> Any:
    return type(asset)._meta.get_field("file").storage


def exists(asset: Any, name: str) -> bool:
    return bool(name) and storage_of(asset).exists(name)


def put_in_place(asset: Any, name: str, shown_name: str) -> None:
    """Make the stored file `name` the asset's own, without saving the asset."""
    if is_apart(name):
        with storage_of(asset).open(name) as content:
            asset.file.save(PurePath(shown_name).name, File(content), save=False)
    else:
        asset.file = name
    if hasattr(asset, "_set_image_file_metadata"):
        asset._set_image_file_metadata()
    else:
        asset._set_document_file_metadata()


def remove_if_apart(asset: Any, name: str) -> None:
    if is_apart(name):
        storage_of(asset).delete(name)


def small_picture(proposal: AssetProposal, side: str) -> bytes:
    """One side of the comparison as a JPEG, with the focal point framed. Raises OSError."""
    asset = proposal.asset
    name = file_name(proposal, side)
    with storage_of(asset).open(name) as stored, Image.open(stored) as source:
        width = source.width
        source.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        picture = ImageOps.exif_transpose(source).convert("RGB")
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        _frame(picture, focal_box(proposal, side), picture.width / width)
    content = BytesIO()
    picture.save(content, "JPEG", quality=82)
    return content.getvalue()


def file_name(proposal: AssetProposal, side: str) -> str:
    """The stored file of a side; the picture's own where the file is not what changes."""
    name = proposal.file_after if side == "after" else proposal.file_before
    return name or proposal.asset.file.name


def focal_box(proposal: AssetProposal, side: str) -> tuple[int, int, int, int] | None:
    """Left, top, right and bottom, in pixels of the file; only where the change touches it."""
    values = getattr(proposal, side)
    if "focal_point_x" not in values or values["focal_point_x"] is None:
        return None
    x, y = values["focal_point_x"], values["focal_point_y"]
    width, height = values["focal_point_width"] or 0, values["focal_point_height"] or 0
    return (x - width // 2, y - height // 2, x + width // 2, y + height // 2)


def _frame(picture: Image.Image, box: tuple[int, int, int, int] | None, scale: float) -> None:
    if box is None:
        return
    scaled = [round(value * scale) for value in box]
    ImageDraw.Draw(picture).rectangle(scaled, outline=MARK, width=max(3, picture.width // 150))
