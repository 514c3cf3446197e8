"""Stores, shows and deletes the files of proposals.

They are in the storage of the picture or document itself, under names that nobody can guess.
"""

from collections.abc import Collection
from copy import copy
from io import BytesIO
from pathlib import PurePath
from secrets import token_urlsafe
from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage
from PIL import Image, ImageDraw, ImageOps

from editorial.assets.models import Asset, AssetProposal, is_document
from news.images import NewsImage
from news.photo_metadata import clean
from news.picture_files import fill, named_for

FOLDER = "proposals"
LONGEST_SIDE = 1200  # pixels
MARK = (216, 30, 30)


def store_proposed(asset: Asset, upload: Any) -> str:
    """Store a proposed file, a picture without its metadata, and return its name."""
    upload.seek(0)
    shown_name, content = upload.name or "", File(upload)
    if not is_document(asset):
        cleaned = getattr(upload, "cleaned", None) or clean(upload.read())
        shown_name = named_for(shown_name, cleaned.kind)
        content = ContentFile(cleaned.content)
    suffix = PurePath(shown_name).suffix.lower()
    name = f"{FOLDER}/{token_urlsafe(24)}{suffix}"
    return str(storage_of(asset).save(name, content))


def metadata_to_propose(
    picture: NewsImage, upload: Any, decided: Collection[str]
) -> dict[str, Any]:
    """Return the values that a proposed file gives for empty fields, without `decided` ones."""
    filled = copy(picture)
    names = fill(filled, upload.cleaned.facts)
    return {name: getattr(filled, name) for name in names if name not in decided}


def is_proposed(name: str) -> bool:
    """Whether the file belongs to a proposal alone and was never shown to readers."""
    return name.startswith(f"{FOLDER}/")


def storage_of(asset: Asset) -> Storage:
    storage: Storage = type(asset)._meta.get_field("file").storage
    return storage


def exists(asset: Asset, name: str) -> bool:
    return bool(name) and storage_of(asset).exists(name)


def adopt_file(asset: Asset, name: str, shown_name: str) -> None:
    """Make the stored file `name` the asset's own, without saving the asset."""
    if is_proposed(name):
        with storage_of(asset).open(name) as content:
            asset.file.save(PurePath(shown_name).name, File(content), save=False)
    else:
        asset.file = name
    if hasattr(asset, "_set_image_file_metadata"):
        asset._set_image_file_metadata()
    else:
        asset._set_document_file_metadata()


def delete_if_proposed(asset: Asset, name: str) -> None:
    if is_proposed(name):
        storage_of(asset).delete(name)


def preview_jpeg(proposal: AssetProposal, side: str) -> bytes:
    """Return a side of the comparison as a JPEG, with the focal point framed. Raises OSError."""
    asset = proposal.asset
    name = stored_name(proposal, side)
    with storage_of(asset).open(name) as stored, Image.open(stored) as source:
        width = source.width
        source.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        picture = ImageOps.exif_transpose(source).convert("RGB")
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        _frame(picture, focal_box(proposal, side), picture.width / width)
    content = BytesIO()
    picture.save(content, "JPEG", quality=82)
    return content.getvalue()


def stored_name(proposal: AssetProposal, side: str) -> str:
    """Return the name of the stored file of a side; the current one where the file stays."""
    name = proposal.file_after if side == "after" else proposal.file_before
    return name or proposal.asset.file.name


def focal_box(proposal: AssetProposal, side: str) -> tuple[int, int, int, int] | None:
    """Return left, top, right and bottom of the focal point in pixels, where it changes."""
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
