"""Suggestions of tags while one is typed."""

from django.db.models import Q
from django.http import Http404, HttpRequest, JsonResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_GET
from taggit.models import Tag as StockTag
from taggit.models import TagBase

from news.models import Tag
from news.slugs import french_slug
from news.tag_keys import tag_words

MOST = 10
# Editors' own tags and those of pictures and documents.
MODELS: dict[str, type[TagBase]] = {model._meta.label_lower: model for model in (Tag, StockTag)}


def matching(tags: type[TagBase], typed: str) -> list[str]:
    """The names whose words begin with all that was typed, without accents and capitals.

    Another spelling finds the tag as well. Those that begin so come first. Tags of pictures and
    documents are compared by their addresses, in which accents and capitals are gone.
    """
    own = tags is Tag
    words = [word for word in (tag_words if own else french_slug)(typed).split("-") if word]
    if not words:
        return []
    found = tags.objects.all()
    for word in words:
        found = found.filter(
            Q(words__contains=f" {word}") | Q(words__contains=f"-{word}")
            if own
            else Q(slug__startswith=word) | Q(slug__contains=f"-{word}")
        )
    begin = Q(words__startswith=f" {words[0]}") if own else Q(slug__startswith=words[0])
    first = found.filter(begin).order_by("name")[:MOST]
    others = found.exclude(begin).order_by("name")[:MOST]
    return [tag.name for tag in [*first, *others]][:MOST]


@require_GET
def suggest(request: HttpRequest, app_name: str, model_name: str) -> JsonResponse:
    """The answer that Wagtail's tag field asks for."""
    model = MODELS.get(f"{app_name}.{model_name}")
    if model is None:
        raise Http404
    return JsonResponse(matching(model, request.GET.get("term", "")), safe=False)


# Named like Wagtail's own, which finds the beginnings of names alone: of two addresses with one
# name, Django takes the one that was added last.
URLS: list[URLPattern] = [
    path(
        "tag-suggestions/<slug:app_name>/<slug:model_name>/",
        suggest,
        name="wagtailadmin_tag_model_autocomplete",
    ),
    path(
        "tag-suggestions/",
        suggest,
        {"app_name": "taggit", "model_name": "tag"},
        name="wagtailadmin_tag_autocomplete",
    ),
]
