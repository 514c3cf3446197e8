"""The purge interface of a CDN, by tag."""

import json
from collections.abc import Sequence
from http.client import HTTPException
from itertools import islice

from django.conf import settings

from delivery import outbound
from delivery.outbound import Deadline, OutboundError

# What is raised when the interface cannot be reached.
UNREACHABLE = (OSError, HTTPException, OutboundError)
TIMEOUT = 5  # seconds from the connection to the answer
# The most tags that one request may name.
MOST = {"Surrogate-Key": 256, "Cache-Tag": 30}


class PurgeRefused(Exception):
    """The CDN answered with another status than success."""


def purge_tags(tags: Sequence[str]) -> None:
    """Have every answer purged that has one of these tags.

    Raises PurgeRefused or one of UNREACHABLE.
    """
    rest = iter(tags)
    while batch := list(islice(rest, MOST[settings.CDN_TAG_HEADER])):
        _purge(batch)


def _purge(tags: Sequence[str]) -> None:
    headers, body = _said(tags)
    with Deadline(TIMEOUT, TIMEOUT) as deadline:
        # The address is the operator's own: a cache of the house may be on a private one.
        status = outbound.request(
            "POST",
            settings.CDN_PURGE_URL,
            deadline,
            allowed=outbound.is_any_address,
            headers=headers,
            body=body,
        )
    if not 200 <= status < 300:
        raise PurgeRefused(f"The CDN answered {status}.")


def _said(tags: Sequence[str]) -> tuple[dict[str, str], bytes]:
    """Return headers and body: Fastly's way with Surrogate-Key, Cloudflare's with Cache-Tag."""
    headers = {"User-Agent": "Actujet", "Accept": "application/json"}
    token = settings.CDN_PURGE_TOKEN
    if settings.CDN_TAG_HEADER == "Surrogate-Key":
        key = {"Fastly-Key": token} if token else {}
        return headers | key | {"Surrogate-Key": " ".join(tags)}, b""
    bearer = {"Authorization": f"Bearer {token}"} if token else {}
    kind = {"Content-Type": "application/json"}
    return headers | bearer | kind, json.dumps({"tags": list(tags)}).encode()
