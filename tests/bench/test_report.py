"""What `make bench` reads of plans and writes down."""

import pytest

from scripts.bench import client, pages, report

FIGURES = {"cpu": 20.0, "rate": 50.0, "p50": 20.0, "p99": 30.0, "refused": 0}
BARE = FIGURES | {"cpu": 10.0}
QUICK = FIGURES | {"cpu": 0.25, "rate": 4000.0}
STAGE = {
    "counts": {"article": {"queries": 16, "writes": 0, "scans": 0, "bytes": 7000}},
    "speed": {
        f"{name}, {connections}": figures
        for connections in (1, 16)
        for name, figures in (
            ("article, uncached", FIGURES),
            ("article, cached", QUICK | {"cpu": 0.5, "rate": 3000.0}),
            ("article, through nginx", QUICK),
            ("nginx, file", QUICK | {"rate": 8000.0}),
            ("bare Wagtail", BARE),
            ("WSGI function", QUICK),
        )
    },
    "start-up": {"web": 2.0},
    "visible": {"article": 0.0, "feed": 60.0},
    "writing": {},
    "memory": {"web 0": 200.0, "clock 0": 100.0},
    "crowd": {"crowd": 2000.0, "probe": 0.5, "page": 61.0},
}


def test_report_gives_ratios_and_the_worst_of_what_readers_wait_for():
    text = "\n".join(report.document({"machine": "2 cores", "sqlite 1000": STAGE}))
    assert "| article | 20.0 | × 2.0 |" in text
    assert "60.0 s (feed)" in text
    assert "300 MB" in text
    assert "page more than 60 s, probe 0.5 s" in text
    assert "× 2.0, rate × 0.75" in text
    assert "× 0.50, CPU × 1.0" in text


def test_report_compares_sizes_by_the_bare_page():
    slower = {name: one | {"cpu": 3 * one["cpu"]} for name, one in STAGE["speed"].items()}
    results = {"sqlite 1000": STAGE, "sqlite 20000": STAGE | {"speed": slower}}
    assert "| article | 2.0 | 2.0 | × 1.0 |" in "\n".join(report.document(results))


@pytest.mark.django_db
def test_scan_is_a_table_that_is_read_from_end_to_end():
    assert pages.scans("SELECT title FROM wagtailcore_page WHERE title LIKE '%a%'")
    assert pages.scans("SELECT COUNT(*) FROM wagtailcore_page")
    assert not pages.scans("SELECT title FROM wagtailcore_page WHERE id = 1")
    assert not pages.scans("SELECT title FROM wagtailcore_page ORDER BY path LIMIT 5")


def test_times_of_wrk_are_read_in_milliseconds():
    told = "   50%  250.00us\n   99%    1.20s\n"
    assert client._milliseconds(told, "50%") == 0.25
    assert client._milliseconds(told, "99%") == 1200.0
