"""The view of uploaded files in the embedded mode, and of the newsroom's own in every mode.

A bucket or nginx serves readers on larger sites.
"""

from mimetypes import guess_type
from posixpath import normpath

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.core.files.storage import FileSystemStorage, default_storage
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from delivery.files import file_response

# What readers are shown: sizes of pictures that a published text has.
PUBLIC_FOLDERS = ("images/",)
# Shown to people who are signed in to the admin: the admin's own sizes, those of pictures that
# no published text has yet, and the portraits of accounts. Documents have a view of their own;
# original pictures stay inside.
STAFF_FOLDERS = ("staff_images/", "avatar_images/")
YEAR = 365 * 24 * 3600
# Seconds: so long may a browser show the newsroom a picture again without asking.
STAFF_AGE = 600


def is_public(name: str) -> bool:
    return name.startswith(PUBLIC_FOLDERS)


def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """One file of a folder that the visitor may see; a picture that changes gets another name."""
    path = normpath(path)
    try:
        if is_public(path) and isinstance(default_storage, FileSystemStorage):
            return _file(request, path, f"public, max-age={YEAR}, immutable")
        if path.startswith(STAFF_FOLDERS) and _is_staff(request.user):
            return _file(request, path, f"private, max-age={STAFF_AGE}")
    except OSError as error:
        # There is no such file, or no disk can hold its name.
        raise Http404 from error
    raise Http404


def _is_staff(user: AbstractUser | AnonymousUser) -> bool:
    return bool(user.is_active and user.has_perm("wagtailadmin.access_admin"))


def _file(request: HttpRequest, path: str, cache_control: str) -> HttpResponseBase:
    kind = guess_type(path)[0] or "application/octet-stream"
    response = file_response(request, path, kind)
    response["Cache-Control"] = cache_control
    return response
