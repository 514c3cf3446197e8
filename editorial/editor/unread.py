"""Tells those who open a form what could not be read of what is stored, before they save it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from wagtail import hooks

from news.problems import problems_of_content


@hooks.register("before_edit_page")
@hooks.register("before_edit_snippet")
def tell_what_is_unread(request: HttpRequest, holder: Any) -> None:
    is_page = request.method == "GET" and "json" not in request.headers.get("Accept", "")
    if is_page and (found := problems_of_content(holder)):
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
