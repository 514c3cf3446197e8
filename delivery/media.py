"""Uploaded files of the embedded mode; a bucket or nginx serves them on larger sites."""

from posixpath import normpath

from django.core.files.storage import FileSystemStorage, default_storage
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.static import serve

# What readers are shown. Documents go through Wagtail's own view, which knows who may read them;
# original pictures hold what their camera wrote, its position included, and stay inside.
PUBLIC_FOLDERS = ("images/", "avatar_images/")
YEAR = 365 * 24 * 3600


def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """One file of a public folder, for a year: a picture that changes gets another name."""
    path = normpath(path)
    if not path.startswith(PUBLIC_FOLDERS) or not isinstance(default_storage, FileSystemStorage):
        raise Http404
    try:
        response = serve(request, path, document_root=str(default_storage.location))
    except OSError as error:
        # A name that no disk can hold.
        raise Http404 from error
    response["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response
