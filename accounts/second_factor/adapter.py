"""The adapter of django-allauth: the site's name for passkeys, and the encryption of secrets."""

import base64
import hashlib
import ipaddress
from urllib.parse import urlsplit

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.encoding import force_bytes

from accounts.paper_name import paper_name
from accounts.users import User


def site_id() -> str:
    """The name that passkeys belong to: the host of BASE_URL, or "" where it is a bare address.

    Passkeys know no IP addresses; on one's own machine they belong to "localhost".
    See https://www.w3.org/TR/webauthn-2/#rp-id.
    """
    host = urlsplit(settings.BASE_URL).hostname or ""
    try:
        return "localhost" if ipaddress.ip_address(host).is_loopback else ""
    except ValueError:
        return host


class NewsroomAdapter(DefaultMFAAdapter):
    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": site_id(), "name": paper_name()}

    def get_totp_issuer(self) -> str:
        return paper_name()

    def get_totp_label(self, user: User) -> str:
        return str(user.get_username())

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, object]:
        entity: dict[str, object] = super().get_public_key_credential_user_entity(user)
        return entity | {"name": user.get_username(), "display_name": str(user)}

    def encrypt(self, text: str) -> str:
        """So that a copy of the database alone gives nobody's codes away."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Raise `InvalidToken` where neither SECRET_KEY nor an old one has written the text."""
        return _box().decrypt(encrypted_text.encode()).decode()


def _box() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(key: str | bytes) -> bytes:
    digest = hashlib.blake2b(force_bytes(key), digest_size=32, person=b"second factor").digest()
    return base64.urlsafe_b64encode(digest)
