"""The body of an answer of the test client, streamed or not."""

from collections.abc import Iterable
from typing import cast

from django.http.response import HttpResponseBase


def body(answer: HttpResponseBase) -> bytes:
    """Read the body to its end, where the test client closes the file."""
    if answer.streaming:
        return b"".join(cast(Iterable[bytes], answer.streaming_content))  # type: ignore[attr-defined]
    return cast(bytes, answer.content)  # type: ignore[attr-defined]
