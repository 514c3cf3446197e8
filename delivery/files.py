"""Responses that send a stored file, whole or in part.

A download that broke off goes on where it ended, and no file is read into memory. Where nginx is in
front and reads the same folder, it sends the file itself, once a view has allowed it.
"""

import os
import re
from collections.abc import Callable, Iterator
from email.utils import formatdate
from functools import partial
from typing import BinaryIO, Protocol

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, default_storage
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.encoding import filepath_to_uri
from django.utils.http import parse_http_date_safe, quote_etag

# Bytes read at a time.
CHUNK = 64 * 1024
# One range of bytes: `bytes=500-999`, `bytes=500-` or, for the end, `bytes=-500`. No file has a
# size of more than 18 digits.
ONE_RANGE = re.compile(r"\s*bytes\s*=\s*([0-9]{0,18})\s*-\s*([0-9]{0,18})\s*", re.IGNORECASE)


class UnsatisfiableRange(Exception):
    """The range starts behind the end of the file."""


class StoredFile(Protocol):
    """A file of the storage, with its size in bytes and its last change in seconds since 1970."""

    size: int
    modified: int

    def part(self, first: int, length: int) -> Iterator[bytes]: ...


class LocalFile:
    """A file of a folder on this machine. Raises OSError where there is none."""

    def __init__(self, path: str) -> None:
        with open(path, "rb") as file:
            facts = os.fstat(file.fileno())
        self.path, self.size, self.modified = path, facts.st_size, int(facts.st_mtime)

    def open(self) -> BinaryIO:
        return open(self.path, "rb")

    def part(self, first: int, length: int) -> Iterator[bytes]:
        return _read(self.open, first, length)


class OtherFile:
    """A file of any other storage, read through it. Raises OSError where there is none."""

    def __init__(self, name: str) -> None:
        self.name, self.size = name, default_storage.size(name)
        self.modified = int(default_storage.get_modified_time(name).timestamp())

    def part(self, first: int, length: int) -> Iterator[bytes]:
        return _read(partial(default_storage.open, self.name), first, length)


def _read(opened: Callable[[], BinaryIO | File], first: int, length: int) -> Iterator[bytes]:
    """Open a file once the first bytes are asked for, and read `length` from `first` on."""
    with opened() as file:
        file.seek(first)
        while length > 0 and (chunk := file.read(min(CHUNK, length))):
            length -= len(chunk)
            yield chunk


def file_response(
    request: HttpRequest, name: str, content_type: str, etag: str = ""
) -> HttpResponseBase:
    """Answer with a file of the media storage: 200, 206 for one range, 304, 412 or 416.

    Several ranges at once are answered with the whole file, which RFC 9110 (section 14.2) allows.
    The caller has asked whether the visitor may see it. `etag` is a hash of the content, where
    there is one. Raises OSError if there is no such file.
    """
    stored = _find(name)
    if settings.ACCEL_LOCATION and isinstance(stored, LocalFile):
        # nginx looks at ranges and dates itself.
        address = f"{settings.ACCEL_LOCATION}{filepath_to_uri(name)}"
        return HttpResponse(content_type=content_type, headers={"X-Accel-Redirect": address})
    validators = {"Last-Modified": formatdate(stored.modified, usegmt=True)}
    if etag:
        validators["ETag"] = quote_etag(etag)
    answered = get_conditional_response(
        request, etag=validators.get("ETag"), last_modified=stored.modified
    )
    if answered is not None:
        return _with_headers(answered, validators)
    try:
        part = _requested_range(request, stored.size, validators)
    except UnsatisfiableRange:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{stored.size}"})
    sent = range(stored.size) if part is None else part
    response = _body(request, stored, sent, content_type)
    if part is not None:
        response.status_code = 206
        response["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{stored.size}"
    response["Accept-Ranges"] = "bytes"
    response["Content-Length"] = str(len(sent))
    return _with_headers(response, validators)


def _body(
    request: HttpRequest, stored: StoredFile, sent: range, content_type: str
) -> HttpResponseBase:
    if request.method == "HEAD":
        return HttpResponse(content_type=content_type)
    if isinstance(stored, LocalFile) and len(sent) == stored.size:
        # The web server hands a whole file to the system (sendfile).
        return FileResponse(stored.open(), content_type=content_type)
    return StreamingHttpResponse(stored.part(sent.start, len(sent)), content_type=content_type)


def _find(name: str) -> StoredFile:
    if isinstance(default_storage, FileSystemStorage):
        return LocalFile(default_storage.path(name))
    find = getattr(default_storage, "stored_file", OtherFile)
    stored: StoredFile = find(name)
    return stored


def _with_headers(response: HttpResponseBase, headers: dict[str, str]) -> HttpResponseBase:
    for name, value in headers.items():
        response[name] = value
    return response


def _requested_range(request: HttpRequest, size: int, validators: dict[str, str]) -> range | None:
    """Return the bytes that the request asks for, or None for all of them.

    Only GET has ranges, and a range that cannot be read counts as none (RFC 9110, section 14.2).
    With `If-Range`, a file that has changed meanwhile is sent whole (section 13.1.5).
    """
    if request.method != "GET" or size == 0:
        return None
    match = ONE_RANGE.fullmatch(request.headers.get("Range", ""))
    if match is None or not _is_same_file(request.headers.get("If-Range"), validators):
        return None
    first, last = match.groups()
    if not first and not last:
        return None
    if not first:
        length = min(int(last), size)
        if length == 0:
            raise UnsatisfiableRange
        return range(size - length, size)
    if last and int(last) < int(first):
        return None
    if int(first) >= size:
        raise UnsatisfiableRange
    return range(int(first), min(int(last) + 1, size) if last else size)


def _is_same_file(condition: str | None, validators: dict[str, str]) -> bool:
    """Whether the file is still the one of which the browser has the beginning."""
    if condition is None:
        return True
    if condition.startswith('"'):
        return condition == validators.get("ETag")
    date = parse_http_date_safe(condition)
    return date is not None and date == parse_http_date_safe(validators["Last-Modified"])
