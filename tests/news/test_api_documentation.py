"""What docs/api.md says of the JSON interface."""

import re
from typing import Any

from rest_framework.serializers import ListSerializer, Serializer

from config.api import ENDPOINTS, router
from tests.upgrade.finding import ROOT

API = "/api/v2/"
DOCS = (ROOT / "docs/api.md").read_text()


def test_its_documentation_names_every_address_parameter_and_field() -> None:
    chapters = {
        title.lower(): text
        for title, text in re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", DOCS, re.M | re.S)
    }
    assert set(ENDPOINTS) <= set(chapters)
    for name, view in ENDPOINTS.items():
        lead, _, rows = chapters[name].partition("| field |")
        addresses = re.findall(rf"`{API}({name}/[^`]*)`", lead)
        assert set(addresses) == addresses_of(name), name
        (line,) = re.findall(r"^Parameters: (.*)$", lead, re.M)
        named = re.findall(r"`([a-z_]+)`", re.sub(r"\([^()]*\)", "", line))
        assert set(named) == set(view.known_query_parameters), name
        assert documented_fields(rows) == fields_of(view), name


def addresses_of(name: str) -> set[str]:
    """The addresses of an endpoint, as the documentation writes their keys."""
    key = {"articles": "id", "sections": "path"}.get(name, "slug")
    patterns = [str(found.pattern) for found in ENDPOINTS[name].get_urlpatterns()]
    return {f"{name}/{re.sub('<[^>]*>', f'<{key}>', pattern)}" for pattern in patterns}


Fields = dict[str, tuple[bool, list[str]]]


def documented_fields(rows: str) -> Fields:
    found = re.findall(r"^\| `(\w+)` \|([^|]*)\| (yes|no) \|", rows, re.M)
    return {name: (listed == "yes", re.findall(r"\w+", parts)) for name, parts, listed in found}


def fields_of(view: Any) -> Fields:
    """Each field with whether the list has it, and its parts."""
    listed = view.summary().fields
    whole = getattr(view, "whole", view.summary)().fields
    return {name: (name in listed, parts_of(field)) for name, field in whole.items()}


def parts_of(field: Any) -> list[str]:
    inner = field.child if isinstance(field, ListSerializer) else field
    return list(inner.fields) if isinstance(inner, Serializer) else []


def test_every_endpoint_is_documented_and_no_other_is_there() -> None:
    assert [str(pattern.pattern) for pattern in router.get_urlpatterns()] == [
        f"^{name}/" for name in ("articles", "sections", "tags", "authors", "search")
    ]
