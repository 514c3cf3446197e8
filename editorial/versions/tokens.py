"""Tokens of versions, by which forms and links identify the version that they showed."""

from datetime import UTC, datetime

from wagtail.models import Page, Revision


def revision_token(version: Revision) -> str:
    """Return the token of a version.

    It has the time of the save, since autosave overwrites the version of its window.
    """
    return f"{version.pk}-{version.created_at.astimezone(UTC):%Y%m%d%H%M%S%f}"


def token_from_form(number: str, saved_at: str) -> str:
    """Return the token of the version in the two hidden fields of the editor."""
    try:
        moment = datetime.fromisoformat(saved_at).astimezone(UTC)
    except ValueError:
        return ""
    return f"{number}-{moment:%Y%m%d%H%M%S%f}"


def revision_from_token(page: Page, name: object) -> Revision | None:
    """Return the version of a token; None if it was deleted or overwritten."""
    number, _dash, _moment = str(name or "").partition("-")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    version = page.revisions.filter(pk=int(number)).first()
    return version if version and revision_token(version) == name else None
