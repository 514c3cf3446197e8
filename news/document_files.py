"""The file of a document, sent to those who may have it."""

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from wagtail import hooks
from wagtail.documents.models import AbstractDocument, Document, document_served

from delivery.files import file_response


def serve_document(request: HttpRequest, document_id: int, file_name: str) -> HttpResponseBase:
    """Answer with a document's file, or the part of it that the browser lacks.

    In place of Wagtail's view, which sends files whole. The same hooks refuse: collections behind
    a password or a sign-in, documents that no page shows (`editorial/access/side_doors.py`).
    """
    document = get_object_or_404(Document, pk=document_id)
    if document.filename != file_name:
        raise Http404
    for check in hooks.get_hooks("before_serve_document"):
        refusal = check(document, request)
        if isinstance(refusal, HttpResponseBase):
            return refusal
    document_served.send(sender=Document, instance=document, request=request)
    return _send(request, document)


def _send(request: HttpRequest, document: AbstractDocument) -> HttpResponseBase:
    """Answer with the file, which is saved and never run in the site's name."""
    kind = document.content_type
    try:
        response = file_response(request, document.file.name, kind, etag=document.file_hash)
    except OSError as error:
        raise Http404 from error
    if response.status_code in (200, 206):
        is_saved = kind not in settings.WAGTAILDOCS_INLINE_CONTENT_TYPES
        response["Content-Disposition"] = (
            content_disposition_header(is_saved, document.filename) or "inline"
        )
    response["Content-Security-Policy"] = "default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response
