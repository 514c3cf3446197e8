"""Documents of the library whose files name people and programs, and their cleaning.

The clock only looks. Names go when a person says so: by the command, or in the library.
"""

import logging
from collections.abc import Iterator
from functools import partial
from hashlib import sha1
from itertools import islice
from pathlib import PurePath
from secrets import token_urlsafe

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F, QuerySet
from django.dispatch import Signal
from wagtail.documents.models import Document
from wagtail.log_actions import log

from accounts.models import User
from news.document_metadata import Names, Unreadable, names_in, without_names
from news.models import DocumentNames

logger = logging.getLogger(__name__)

NAMES_TAKEN_OUT = "news.document_names_taken_out"
SOME = 100
# Sent with `document` and the stored names `old` and `new` of its file, in the same transaction.
file_renamed = Signal()


class NotStored(Exception):
    """The document's file is lost, or its storage does not answer."""


def not_looked_at() -> QuerySet[Document]:
    """The documents of whose files nothing is known."""
    return Document.objects.exclude(names__file_hash=F("file_hash"))


def holding_names() -> QuerySet[Document]:
    return Document.objects.filter(names__holds_names=True).select_related("names")


def look_at_some(most: int = SOME) -> int:
    return sum(1 for _document in islice(look_at_all(), most))


def look_at_all() -> Iterator[Document]:
    """Look at every document that was not looked at, and yield each when it is done.

    Stopped half-way it loses nothing. What cannot be read is noted as such; a storage that does
    not answer is asked again the next time.
    """
    last = 0
    while document := not_looked_at().filter(pk__gt=last).order_by("pk").first():
        last = document.pk
        try:
            look_at(document)
        except NotStored as error:
            logger.warning("Document %s cannot be read: %s", document.pk, error)
        yield document


def look_at(document: Document) -> DocumentNames:
    """Note the names in the document's file. Raises NotStored."""
    try:
        content = _content(document)
    except FileNotFoundError:
        return _note(document, document.file_hash, None)
    file_hash = _hash(content)
    if document.file_hash != file_hash:
        Document.objects.filter(pk=document.pk).update(file_hash=file_hash, file_size=len(content))
    try:
        return _note(document, file_hash, names_in(content))
    except Unreadable:
        return _note(document, file_hash, None)


def take_out(document: Document, user: User | None = None) -> bool:
    """Take the names of people and programs out of the document's file, on record.

    Its public address stays. Returns whether there were any. Raises Unreadable and NotStored.
    """
    with transaction.atomic():
        document = Document.objects.select_for_update().get(pk=document.pk)
        try:
            content = _content(document)
        except FileNotFoundError as error:
            raise NotStored(str(error)) from error
        names = names_in(content)
        if not names:
            _note(document, document.file_hash, names)
            return False
        clean = without_names(content)
        if names_in(clean):
            raise Unreadable
        replace_file(document, clean)
        _note(document, document.file_hash, names_in(clean))
        # The names themselves would live on in the record.
        counts = {"people": len(names.people), "programs": len(names.programs)}
        log(document, NAMES_TAKEN_OUT, user=user, data=counts, content_changed=True)
    return True


def replace_file(document: Document, content: bytes) -> None:
    """Make `content` the document's file, under the last name that it has in its address."""
    storage, old = document.file.storage, document.file.name
    name = f"documents/{token_urlsafe(6)}/{PurePath(old).name}"
    longest = Document._meta.get_field("file").max_length
    new = storage.save(name, ContentFile(content), max_length=longest)
    document.file = new
    document.file_size, document.file_hash = len(content), _hash(content)
    document.save()
    file_renamed.send(Document, document=document, old=old, new=new)
    transaction.on_commit(partial(storage.delete, old), robust=True)


def _content(document: Document) -> bytes:
    """The bytes of its file. Raises FileNotFoundError, and NotStored for any other trouble."""
    try:
        with document.file.storage.open(document.file.name) as file:
            return bytes(file.read())
    except FileNotFoundError:
        raise
    # Each kind of storage has exceptions of its own.
    except Exception as error:
        raise NotStored(str(error)) from error


def _hash(content: bytes) -> str:
    """As Wagtail keeps it."""
    return sha1(content, usedforsecurity=False).hexdigest()


def _note(document: Document, file_hash: str, names: Names | None) -> DocumentNames:
    """`names` is None for a file that cannot be read."""
    found = names or Names()
    values = {
        "file_hash": file_hash,
        "people": list(found.people),
        "programs": list(found.programs),
        "speakers": list(found.speakers),
        "holds_names": bool(found),
        "is_readable": names is not None,
    }
    noted, _made = DocumentNames.objects.update_or_create(document=document, defaults=values)
    return noted
