"""Names of versions, by which forms and links say which one they showed."""

from datetime import UTC, datetime

from wagtail.models import Page, Revision


def revision_token(version: Revision) -> str:
    """The name under which a form or link says which version it showed.

    With the moment of the save, since autosave writes over the version of its window.
    """
    return f"{version.pk}-{version.created_at.astimezone(UTC):%Y%m%d%H%M%S%f}"


def token_from_form(number: str, saved_at: str) -> str:
    """The name of the version that a page editor showed, from the two fields that tell it."""
    try:
        moment = datetime.fromisoformat(saved_at).astimezone(UTC)
    except ValueError:
        return ""
    return f"{number}-{moment:%Y%m%d%H%M%S%f}"


def revision_from_token(page: Page, name: object) -> Revision | None:
    """The version that a token stands for; None if it is gone or was written over."""
    number, _dash, _moment = str(name or "").partition("-")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    version = page.revisions.filter(pk=int(number)).first()
    return version if version and revision_token(version) == name else None
