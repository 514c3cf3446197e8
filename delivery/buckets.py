"""The storage of media in an S3-compatible bucket."""

from typing import Any

from django.conf import settings
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage

from delivery.media import is_public

YEAR = "max-age=31536000, immutable"


class NewsroomBucket(S3Storage):
    """Readers fetch what is public from the bucket; all else goes through the site."""

    def url(self, name: str, *args: object, **kwargs: object) -> str:
        if is_public(name):
            return str(super().url(name, *args, **kwargs))
        return f"{settings.MEDIA_URL}{filepath_to_uri(name)}"

    def get_object_parameters(self, name: str) -> dict[str, Any]:
        kept_by = "public" if is_public(name) else "private"
        return super().get_object_parameters(name) | {"CacheControl": f"{kept_by}, {YEAR}"}
