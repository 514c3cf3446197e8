"""Tells those who open a form what could not be read of what is stored, before they save it."""

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from wagtail import hooks

from news.problems import problems_of_content


@hooks.register("before_edit_snippet")
def tell_what_is_unread_of_snippet(request: HttpRequest, snippet: Model) -> None:
    if request.method == "GET" and "json" not in request.headers.get("Accept", ""):
        tell_what_is_unread(request, snippet)


@hooks.register("open_page_editor")
def tell_what_is_unread(request: HttpRequest, holder: Model) -> None:
    if found := problems_of_content(holder):
        messages.warning(
            request,
            format_html(
                "{}<ul>{}</ul>{}",
                _("Not all that is stored here could be read:"),
                format_html_join("", "<li>{}</li>", ((sentence,) for sentence in found)),
                _(
                    "Nothing is lost until you save: then what this form shows is kept, and what "
                    "was stored before stays in the history."
                ),
            ),
        )
