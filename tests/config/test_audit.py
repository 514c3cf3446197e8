"""What `make audit` takes for a broken limit."""

import pytest

from scripts.audit import read
from scripts.audit_limits import CATEGORIES, KB, Measures, broken


def good(**changes) -> Measures:
    fields = {
        "weights": {"Document": 9 * KB, "Stylesheet": 8 * KB, "Script": 4 * KB},
        "requests": 4,
        "scores": dict.fromkeys(CATEGORIES, 100),
        "largest_paint": 1100,
        "axe": {"light": 0, "dark": 0},
    }
    return Measures(**(fields | changes))


def test_a_page_that_keeps_its_limits_is_not_told_of():
    assert broken("article", good()) == []
    assert broken("reading", good(scores=dict.fromkeys(CATEGORIES, 100) | {"seo": 66})) == []


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("article", {"requests": 5}),
        ("article", {"weights": {"Document": 15 * KB}}),
        ("article", {"weights": {"Other": 36 * KB}}),
        ("contact", {"weights": {"Document": 9 * KB, "Other": 27 * KB}}),
        ("contact", {"requests": 7}),
        ("economy", {"weights": {"Document": 9 * KB, "Image": 12 * KB}}),
        ("home", {"requests": 7}),
        ("home", {"weights": {"Document": 61 * KB}}),
        ("search", {"scores": dict.fromkeys(CATEGORIES, 100) | {"seo": 92}}),
        ("section", {"largest_paint": 1201}),
        ("section", {"shift": 0.001}),
        ("section", {"blocking": 1}),
        ("tag", {"axe": {"light": 0, "dark": 1}}),
        ("tag", {"html_errors": 1}),
        ("tag", {"scores": {}}),
    ],
)
def test_each_limit_that_is_broken_is_told(name, changes):
    assert broken(name, good(**changes))


def test_uploaded_pictures_count_for_those_only_who_save_data():
    items = [
        {"url": "http://localhost/", "resourceType": "Document", "transferSize": 1000},
        {"url": "http://localhost/media/images/a.avif", "resourceType": "Image", "transferSize": 9},
    ]
    report = {
        "audits": {
            "network-requests": {"details": {"items": items}},
            **{
                name: {"numericValue": 0}
                for name in (
                    "largest-contentful-paint",
                    "cumulative-layout-shift",
                    "total-blocking-time",
                )
            },
        },
        "categories": {category: {"score": 1} for category in CATEGORIES},
    }
    assert (read(report, with_pictures=False).requests, read(report, True).requests) == (1, 2)
    assert read(report, with_pictures=True).total == 1009
