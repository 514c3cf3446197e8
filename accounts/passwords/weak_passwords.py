"""The request for a better password after a sign-in with a weak one."""

from django.contrib import messages
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.users import User

KEY = "weak_password"


def is_weak(password: str, name: str) -> bool:
    user = User.objects.filter(username=name).first()
    try:
        validate_password(password, user)
    except ValidationError:
        return True
    return False


def remember(request: HttpRequest) -> None:
    """Keep the fact for after the sign-in, which a second factor may put into a later request."""
    request.session[KEY] = True


def suggest_better(request: HttpRequest) -> None:
    if not hasattr(request, "session") or not request.session.pop(KEY, False):
        return
    link = format_html(
        '<a href="{}">{}</a>', reverse("wagtailadmin_account"), _("Choose a better one")
    )
    said = _("Your password is shorter than twelve characters, or easy to guess. It still works.")
    messages.warning(request, format_html("{} {}", said, link), fail_silently=True)
