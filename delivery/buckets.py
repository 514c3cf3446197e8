"""The storage of media in an S3-compatible bucket."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

from botocore.exceptions import ClientError
from django.conf import settings
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage

from delivery.files import CHUNK
from delivery.media import is_public

YEAR = "max-age=31536000, immutable"


class BucketFile:
    """A file of a bucket. Raises FileNotFoundError where there is none."""

    def __init__(self, storage: S3Storage, name: str) -> None:
        self.object = storage.bucket.Object(name)
        try:
            self.object.load()
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
                raise FileNotFoundError(name) from error
            raise
        self.size: int = self.object.content_length
        self.modified = int(self.object.last_modified.timestamp())

    def part(self, first: int, length: int) -> Iterator[bytes]:
        """Read so many bytes from the bucket while they are sent."""
        if length > 0:
            body = self.object.get(Range=f"bytes={first}-{first + length - 1}")["Body"]
            with closing(body):
                yield from body.iter_chunks(CHUNK)


class NewsroomBucket(S3Storage):
    """Readers fetch what is public from the bucket; all else goes through the site."""

    def url(self, name: str, *args: object, **kwargs: object) -> str:
        if is_public(name):
            return str(super().url(name, *args, **kwargs))
        return f"{settings.MEDIA_URL}{filepath_to_uri(name)}"

    def stored_file(self, name: str) -> BucketFile:
        return BucketFile(self, name)

    def get_object_parameters(self, name: str) -> dict[str, Any]:
        kept_by = "public" if is_public(name) else "private"
        return super().get_object_parameters(name) | {"CacheControl": f"{kept_by}, {YEAR}"}
