"""What the first process of the web server does before the others are forked from it."""

from django.conf import STATICFILES_STORAGE_ALIAS
from django.core.files.storage import storages
from django.urls import get_resolver

from delivery.garbage import leave_loaded_code_alone
from delivery.held_connections import release_before_fork
from delivery.static import StaticStorage


def prepare_to_fork() -> None:
    """Load what the first request of each process would load, and share it among all."""
    files = storages[STATICFILES_STORAGE_ALIAS]
    if isinstance(files, StaticStorage):
        files.read_names()
    # Asking for any list of addresses reads all of them.
    get_resolver().reverse_dict  # noqa: B018
    release_before_fork()
    leave_loaded_code_alone()
