"""What is typed and not saved yet, as the writer's browser keeps it (static/js/admin/kept-text.js).

The server never sees a copy before its writer takes it up. It gives the key that locks the copies
of one person, so that nobody else reads them who uses the same browser, and says which of them has
been saved.
"""

import re
from base64 import b64encode

from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.models import User

# Of a form that is sent: which copy it is, and that it is shown again rather than saved.
NAME_FIELD = "kept-text"
TAKE_UP_FIELD = "take-up-kept-text"
COOKIE = "kept-text-"
COOKIE_AGE = 7 * 24 * 3600
BACK_IN_FORM = _("Your text is in the form again. It is not saved yet: check it, then save it.")
A_NAME = re.compile(r"[0-9a-f-]{36}")


def key_of(user: User) -> str:
    """The key of this person's copies, 256 bits in base64."""
    digest = salted_hmac("editorial.kept_text", str(user.pk), algorithm="sha256").digest()
    return b64encode(digest).decode()


def name_in(request: HttpRequest) -> str:
    """The name of the copy that a form was sent with; empty without one."""
    name = request.POST.get(NAME_FIELD, "")
    return name if A_NAME.fullmatch(name) else ""


def forget(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Have the browser delete the copy that a form was sent with: its text is saved."""
    name = name_in(request)
    if name:
        response.set_cookie(
            COOKIE + name,
            "saved",
            max_age=COOKIE_AGE,
            path="/admin/",
            secure=request.is_secure(),
            samesite="Strict",
        )
    return response
