"""Fills in a form as a browser would: reads it from the page, changes some fields, sends it."""

import json
import re
from typing import Any

from bs4 import BeautifulSoup, Tag
from django.contrib.auth import SESSION_KEY, get_user_model
from django.forms import BoundField
from django.test import Client
from django.urls import resolve
from wagtail.blocks.base import BlockWidget
from wagtail.models import Page, PageSubscription

PAGE_FORM = "form[data-edit-form]"
EDIT_VIEW = "wagtailadmin_pages:edit"
# The tags between which nothing is that a form sends, and comments. A `>` in the value of an
# attribute ends one too early: what is left of it is text.
OTHER_TAGS = re.compile(
    r"<!--.*?-->|<(?!/?(?:main|form|input|textarea|select|option|button|template|script)\b"
    r"|[^<>]*\bdata-block\b)[^>]*>",
    re.DOTALL,
)


def read_form(client: Client, url: str, form: str = PAGE_FORM) -> dict[str, Any]:
    """The fields of a form and their values, by name, as the browser would send them."""
    response = client.get(url)
    assert response.status_code == 200, (url, response.status_code)
    return fields_of(response.content.decode(), form)


def fields_of(html: str, form: str = PAGE_FORM) -> dict[str, Any]:
    element = BeautifulSoup(only_forms(html), "html.parser").select_one(form)
    assert element is not None, f"no {form} in the page"
    fields: dict[str, Any] = {}
    for field in element.select("input[name], textarea[name], select[name]"):
        name = str(field["name"])
        template = field.find_parent("template")
        # Dialogs are moved into the form by script; rows to add are not there yet.
        if "__prefix__" in name or (template and not template.get("data-w-teleport-target-value")):
            continue
        values = _values(field)
        if values:
            fields.setdefault(name, []).extend(values)
    for stream in element.select("[data-block][data-w-block-arguments-value], [data-block]"):
        arguments = json.loads(str(stream.get("data-w-block-arguments-value", "[null]")))
        fields |= _stream(str(stream["id"]), arguments[0])
    comments = element.select_one("#comments-data")
    if comments:
        fields |= _comments(json.loads(comments.get_text())["comments"])
    return {name: v[0] if isinstance(v, list) and len(v) == 1 else v for name, v in fields.items()}


def only_forms(html: str) -> str:
    """The page without what is around its forms and fields: read in a tenth of the time."""
    return OTHER_TAGS.sub("", html)


def fields_sent(client: Client, url: str) -> dict[str, Any]:
    """What `read_form` finds in the edit form of a page, without the page around the form.

    For tests that are about what is sent: the page takes ten times as long as its form, with its
    menus, panels and checks. `test_sent_fields.py` holds both together.
    """
    user = get_user_model().objects.get(pk=client.session[SESSION_KEY])
    page = Page.objects.get(pk=resolve(url.partition("?")[0]).kwargs["page_id"])
    latest = page.get_latest_revision_as_object()
    form = latest.get_edit_handler().get_form_class()(
        instance=latest,
        for_user=user,
        parent_page=page.get_parent(),
        subscription=PageSubscription(page=page, user=user, comment_notifications=False),
    )
    forms = [form]
    for name, formset in form.formsets.items():
        if name != "comments":
            forms += [formset.management_form, *formset]
    bound = [field for each in forms for field in each]
    html = "".join(str(field) for field in bound if not is_stream(field))
    known = latest.wagtail_admin_comments.filter(resolved_at=None)
    fields = fields_of(f"<form>{html}</form>", "form") | {"next": ""} | version_of(page)
    for field in filter(is_stream, bound):
        # Without the descriptions of all kinds of blocks, which take longer than the rest.
        state = field.field.widget.block_def.get_form_state(field.value())
        fields |= _stream(field.html_name, json.loads(json.dumps(state)))
    if "comments" in form.formsets:
        fields |= _comments([_as_sent(comment) for comment in known])
    return fields


def is_stream(field: BoundField) -> bool:
    return isinstance(field.field.widget, BlockWidget)


def _as_sent(comment: Any) -> dict[str, Any]:
    replies = [{"pk": reply.pk, "text": reply.text} for reply in comment.replies.all()]
    names = ("pk", "text", "contentpath", "position")
    return {name: getattr(comment, name) for name in names} | {"replies": replies}


def send(
    client: Client,
    url: str,
    changes: dict[str, Any] | None = None,
    button: str | None = None,
    form: str = PAGE_FORM,
) -> Any:
    """Open the form at `url`, change some of its fields and press `button`."""
    data = fields_to_send(client, url, form) | (changes or {})
    return client.post(url, data | ({button: "1"} if button else {}))


def fields_to_send(client: Client, url: str, form: str = PAGE_FORM) -> dict[str, Any]:
    """The fields of the form at `url`, the quicker way where it is the edit form of a page."""
    is_page = form == PAGE_FORM and resolve(url.partition("?")[0]).view_name == EDIT_VIEW
    return fields_sent(client, url) if is_page else read_form(client, url, form)


def version_of(page: Page) -> dict[str, str]:
    """The hidden fields that say which version a form shows; none of a page without one."""
    latest = Page.objects.get(pk=page.pk).latest_revision
    if latest is None:
        return {}
    return {
        "loaded_revision_id": str(latest.pk),
        "loaded_revision_created_at": latest.created_at.isoformat(),
    }


def comment(fields: dict[str, Any], text: str, on: str = "title") -> dict[str, Any]:
    """What is sent for one more comment in the margin of the field `on`."""
    number = int(fields["comments-TOTAL_FORMS"])
    return _comment(number, {"text": text, "contentpath": on}) | {
        "comments-TOTAL_FORMS": str(number + 1)
    }


def _comments(known: list[dict[str, Any]]) -> dict[str, str]:
    fields = _management("comments", len(known), len(known))
    for number, data in enumerate(known):
        fields |= _comment(number, data)
    return fields


def _comment(number: int, data: dict[str, Any]) -> dict[str, str]:
    prefix, replies = f"comments-{number}", data.get("replies", [])
    fields = {
        f"{prefix}-id": str(data.get("pk") or ""),
        f"{prefix}-text": data["text"],
        f"{prefix}-contentpath": data["contentpath"],
        f"{prefix}-position": data.get("position", ""),
        f"{prefix}-resolved": "on" if data.get("resolved") else "",
        f"{prefix}-DELETE": "",
    }
    fields |= _management(f"{prefix}-replies", len(replies), len(replies))
    for position, reply in enumerate(replies):
        fields[f"{prefix}-replies-{position}-id"] = str(reply["pk"])
        fields[f"{prefix}-replies-{position}-text"] = reply["text"]
    return fields


def _management(prefix: str, total: int, initial: int) -> dict[str, str]:
    return {
        f"{prefix}-TOTAL_FORMS": str(total),
        f"{prefix}-INITIAL_FORMS": str(initial),
        f"{prefix}-MIN_NUM_FORMS": "0",
        f"{prefix}-MAX_NUM_FORMS": "",
    }


def _values(field: Tag) -> list[str]:
    if field.name == "textarea":
        return [field.get_text().removeprefix("\n")]
    if field.name == "select":
        options = field.select("option")
        chosen = [option for option in options if option.has_attr("selected")]
        if not chosen and not field.has_attr("multiple"):
            chosen = options[:1]
        return [str(option.get("value", option.get_text())) for option in chosen]
    kind = field.get("type", "text")
    if kind in {"checkbox", "radio"}:
        return [str(field.get("value", "on"))] if field.has_attr("checked") else []
    if kind in {"submit", "button", "file", "image"}:
        return []
    return [str(field.get("value", ""))]


def _stream(name: str, blocks: list[dict[str, Any]] | None) -> dict[str, str]:
    """What the script of a StreamField sends: its top-level text blocks, in order."""
    blocks = blocks or []
    fields = {f"{name}-count": str(len(blocks))}
    for position, block in enumerate(blocks):
        prefix = f"{name}-{position}"
        assert isinstance(block["value"], str), "only blocks of plain text can be sent again"
        fields |= {
            f"{prefix}-id": block.get("id") or "",
            f"{prefix}-type": block["type"],
            f"{prefix}-value": block["value"],
            f"{prefix}-order": str(position),
            f"{prefix}-deleted": "",
        }
    return fields


def problems(response: Any) -> list[str]:
    """What a form says it lacks, for the message of a failed test."""
    page = BeautifulSoup(response.content, "html.parser")
    found = page.select(
        "[role=alert], .errorlist, [data-field-errors], .messages li, .error-message"
    )
    return [" ".join(item.get_text().split()) for item in found if item.get_text().strip()]
