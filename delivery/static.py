"""The storage of styles, scripts and icons."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from whitenoise.storage import CompressedManifestStaticFilesStorage

from delivery.bundles import Bundled


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Compressed files under names that change with their content, kept by browsers for a year.

    A file that is a list of others holds them all (`delivery.bundles`). A file that is missing
    costs its page that file, not an error.
    """

    manifest_strict = False

    def read_names(self) -> None:
        """Read the names anew, if the files were collected since this process began.

        Wagtail has the storage made as soon as it is loaded.
        """
        self.hashed_files, self.manifest_hash = self.load_manifest()

    def post_process(self, paths: dict[str, Any], *args: object, **kwargs: object) -> Iterator[Any]:
        yield from super().post_process(bundled(paths), *args, **kwargs)

    def stored_name(self, name: str) -> str:
        try:
            return str(super().stored_name(name))
        except ValueError:
            return name


def bundled(paths: dict[str, Any]) -> dict[str, Any]:
    """`paths` to the sources of static files, with those that list others read as a whole."""
    lists = {name: paths[name] for name in settings.STATIC_BUNDLES if name in paths}
    return paths | {name: (Bundled(storage), path) for name, (storage, path) in lists.items()}
