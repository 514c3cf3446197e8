"""The factors of a person: the one module that uses django-allauth's private parts."""

import base64
import struct
from typing import Any

import structlog
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt, encrypt
from allauth.mfa.webauthn.internal import auth as webauthn
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.fernet import InvalidToken
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from fido2.webauthn import ResidentKeyRequirement, UserVerificationRequirement

from accounts.users import User

Type = Authenticator.Type
# What WebAuthn exchanges with a browser.
Json = dict[str, Any]
FEW_CODES = 3
# What reading a made-up answer ends in, deep inside the libraries.
UNSOUND = (
    ArithmeticError,
    AttributeError,
    InvalidSignature,
    LookupError,
    NotImplementedError,
    RecursionError,
    TypeError,
    UnsupportedAlgorithm,
    ValueError,
    struct.error,
)
logger = structlog.get_logger(__name__)


def of(user: User) -> QuerySet[Authenticator]:
    """Return a person's factors, without recovery codes."""
    return Authenticator.objects.filter(user_id=user.pk).exclude(type=Type.RECOVERY_CODES)


def app_of(user: User) -> Authenticator | None:
    return Authenticator.objects.filter(user_id=user.pk, type=Type.TOTP).first()


def passkeys_of(user: User) -> list[Authenticator]:
    return list(Authenticator.objects.filter(user_id=user.pk, type=Type.WEBAUTHN).order_by("pk"))


def remove_all(user: User) -> int:
    """Take every factor away; return how many there were."""
    return int(Authenticator.objects.filter(user_id=user.pk).delete()[0])


def remove(factor: Authenticator) -> None:
    """Take one factor away; with the last one go the recovery codes, which open nothing then."""
    with transaction.atomic():
        user = factor.user
        factor.delete()
        if not of(user).exists():
            remove_all(user)


def new_secret() -> str:
    return generate_totp_secret()


def picture_of(user: User, secret: str) -> str:
    """The QR code for an app, as the address of an SVG picture."""
    adapter = get_adapter()
    picture = adapter.build_totp_svg(adapter.build_totp_url(user, secret))
    return f"data:image/svg+xml;base64,{base64.b64encode(picture.encode()).decode()}"


def step_of(secret: str, code: str, after: int = -1) -> int | None:
    """The half minute that a code belongs to: this one or one beside it, later than `after`."""
    for step in yield_hotp_counters_from_time():
        if step > after and constant_time_compare(
            format_hotp_value(hotp_value(secret, step)), code
        ):
            return int(step)
    return None


def add_app(user: User, secret: str, step: int) -> Authenticator:
    """Keep the app of a person; the code that proved it, of the half minute `step`, is used up."""
    data = {"secret": encrypt(secret), "step": step}
    # A button pressed twice sets up one.
    app, _made = Authenticator.objects.get_or_create(
        user=user, type=Type.TOTP, defaults={"data": data}
    )
    return app


@transaction.atomic
def accept_app_code(user: User, code: str) -> bool:
    """Whether a code is right and no later than one that was taken: none is taken twice.

    RFC 6238, section 5.2.
    """
    app = Authenticator.objects.select_for_update().filter(user_id=user.pk, type=Type.TOTP).first()
    if app is None:
        return False
    try:
        secret = decrypt(app.data["secret"])
    except InvalidToken:
        logger.error("second_factor_unreadable", user_id=user.pk)
        return False
    step = step_of(secret, code, after=app.data.get("step", -1))
    if step is None:
        return False
    app.data["step"], app.last_used_at = step, timezone.now()
    app.save(update_fields=["data", "last_used_at"])
    return True


@transaction.atomic
def new_recovery_codes(user: User) -> None:
    """Make new codes; the old ones open nothing any more."""
    Authenticator.objects.filter(user_id=user.pk, type=Type.RECOVERY_CODES).delete()
    RecoveryCodes.activate(user)


def recovery_codes_of(user: User) -> list[str]:
    """The codes that are left, in the clear."""
    kept = Authenticator.objects.filter(user_id=user.pk, type=Type.RECOVERY_CODES).first()
    if kept is None:
        return []
    try:
        return list(RecoveryCodes(kept).get_unused_codes())
    except InvalidToken:
        logger.error("second_factor_unreadable", user_id=user.pk)
        return []


def accept_recovery_code(user: User, code: str) -> bool:
    """Whether a code is one that is left; it is used up."""
    kept = Authenticator.objects.filter(user_id=user.pk, type=Type.RECOVERY_CODES).first()
    if kept is None:
        return False
    try:
        return bool(RecoveryCodes(kept).validate_code(code))
    except InvalidToken:
        logger.error("second_factor_unreadable", user_id=user.pk)
        return False


def ask_to_register(user: User) -> tuple[Json, Json]:
    """Return the options of a new passkey, and the state to keep until the browser answers."""
    options, state = webauthn.get_server().register_begin(
        user=webauthn.build_user_payload(user),
        credentials=webauthn.get_credentials(user),
        resident_key_requirement=ResidentKeyRequirement.PREFERRED,
        user_verification=UserVerificationRequirement.PREFERRED,
        extensions=webauthn.EXTENSIONS,
    )
    return dict(options), state


def add_passkey(user: User, name: str, state: Json, answer: Json) -> None:
    """Keep the passkey that a browser has made. Raise ValidationError if it is not sound."""
    try:
        webauthn.parse_registration_response(answer)
        webauthn.get_server().register_complete(state, answer)
    except UNSOUND as error:
        raise ValidationError("unsound") from error
    webauthn.WebAuthn.add(user, name, answer)


def ask_to_authenticate(user: User | None) -> tuple[Json, Json]:
    """Return the challenge for a passkey, and the state to keep until it has signed.

    Without a person any passkey of the site may answer; it then asks for a finger, a face or a PIN,
    and so is two factors in one.
    """
    verification = (
        UserVerificationRequirement.PREFERRED if user else UserVerificationRequirement.REQUIRED
    )
    options, state = webauthn.get_server().authenticate_begin(
        credentials=webauthn.get_credentials(user) if user else [],
        user_verification=verification,
    )
    return dict(options), state


def accept_passkey(user: User | None, state: Json, answer: Json) -> Authenticator:
    """The passkey that has signed, of this person or of whom it names. Raise ValidationError."""
    try:
        response = webauthn.parse_authentication_response(answer)
        person = user or webauthn.extract_user_from_response(answer)
        signed = webauthn.get_server().authenticate_complete(
            state, webauthn.get_credentials(person), answer
        )
        passkey = webauthn.get_authenticator_by_credential_id(person, signed.credential_id)
        verified = response.response.authenticator_data.is_user_verified()
    except UNSOUND as error:
        raise ValidationError("unsound") from error
    if passkey is None or not (user or verified):
        raise ValidationError("unsound")
    passkey.record_usage()
    return passkey
