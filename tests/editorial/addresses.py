"""Every address that the resolver knows below a folder, with keys of objects that are there."""

import re
from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import (
    Collection,
    Page,
    Revision,
    Task,
    TaskState,
    UploadedFile,
    Workflow,
    WorkflowState,
)

from news.models import ArticlePage

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")
# The one way out of the walk, and two pages whose work it is to fail.
ELSEWHERE = re.compile(r"^admin/(logout|failwhale|test404)/")
FOLDERS: dict[str, type[Model]] = {
    "admin/documents/": get_document_model(),
    "admin/images/": get_image_model(),
    "admin/workflows/tasks/": Task,
    "admin/workflows/enable/": Workflow,
    "admin/workflows/usage/": Workflow,
    "admin/api/main/^documents/": get_document_model(),
    "admin/api/main/^images/": get_image_model(),
}


def addresses(folder: str = "admin/") -> dict[str, str]:
    """An address for each route below `folder` that can be filled in, by the route."""
    found = {}
    for route, view in _routes(get_resolver()):
        if route.startswith(folder) and not ELSEWHERE.match(route):
            address = _filled(route, view)
            if address and _leads_to(address):
                found[route] = address
    return found


def _routes(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route, pattern.callback
        else:
            yield from _routes(pattern, route)


def _leads_to(address: str) -> bool:
    try:
        resolve(address)
    except Resolver404:
        return False
    return True


def _filled(route: str, view: Any) -> str:
    def value(match: re.Match[str]) -> str:
        return str(_value(match[1] or match[2], route, view))

    plain = PARAMETER.sub(value, route)
    return "/" + re.sub(r"[\^$]|\\(?=[./-])", "", plain)


def _value(name: str, route: str, view: Any) -> Any:
    article = ArticlePage.objects.order_by("pk").last()
    texts: dict[str, Any] = {
        "app_label": "news",
        "app_name": "news",
        "content_type_app_name": "news",
        "model_name": "articlepage" if "pages" in route else "newsimage",
        "content_type_model_name": "articlepage",
        "action": "first" if "schedule" in route else "delete",
        "action_name": "approve" if "workflow" in route else "publish",
        "filter_spec": "max-165x165",
        "path": "a",
        "slug": "a",
        "signature": "a",
        "uidb64": "MQ",
        "token": "abc-def",
        "document_filename": "a.pdf",
        "app_and_model": "news.articlepage",
    }
    if "settings/" in route:
        texts["model_name"] = "machinesettings"
    if name in texts:
        return texts[name]
    if name in ("parent_page_id", "destination_id"):
        return article.get_parent().pk if article else 1
    if name == "content_type_id":
        return ContentType.objects.get_for_model(ArticlePage).pk
    named: dict[str, Any] = {
        "page": Page,
        "image": get_image_model(),
        "document": get_document_model(),
        "doc": get_document_model(),
        "collection": Collection,
        "revision": Revision,
        "task_state": TaskState,
        "workflow_state": WorkflowState,
        "workflow": Workflow,
        "task": Task,
        "uploaded_file": UploadedFile,
        "uploaded_image": UploadedFile,
        "uploaded_document": UploadedFile,
    }
    stem = re.sub(r"_(id|pk)(_[ab])?$|_to_move_id$", "", name)
    model = named.get(stem) or _model_of(view)
    if model is None:
        model = next((model for part, model in FOLDERS.items() if route.startswith(part)), None)
    if model is None or (model is Page and article):
        return article.pk if article else 1
    last = model._default_manager.order_by("pk").last()
    return last.pk if last else 1


def _model_of(view: Any) -> type[Model] | None:
    known = getattr(view, "view_initkwargs", {})
    owner = getattr(view, "__self__", None)
    for holder in (known.get("model"), getattr(view, "view_class", None), owner):
        model = getattr(holder, "model", holder)
        if isinstance(model, type) and issubclass(model, Model):
            return model
    return None
