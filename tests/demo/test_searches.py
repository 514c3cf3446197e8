"""The demo's report of searches shows something, and a second load adds nothing."""

import pytest

from demo import searches
from demo.texts import read
from search.models import ClickCount, SearchCount, Synonyms
from tests.factories import ArticleFactory, SectionFactory

pytestmark = pytest.mark.django_db


def test_searches_are_loaded_once(home_page):
    text = read("searches")["promoted"]
    section = SectionFactory(parent=home_page)
    ArticleFactory(parent=section, title="La crue du Niger", slug=text["page"])
    ArticleFactory(parent=section, title="Le paludisme recule")
    for _time in range(2):
        searches.load()
    assert Synonyms.objects.count() == len(read("searches")["synonyms"])
    assert SearchCount.objects.values("key").distinct().count() == len(read("searches")["daily"])
    assert SearchCount.objects.filter(key="malaria", found__gt=0, clicks__gt=0).exists()
    assert ClickCount.objects.filter(key="crue du niger", places=0).exists()
    assert SearchCount.objects.filter(key="visa dubai", nothing__gt=0).exists()
    for group in Synonyms.objects.all():
        group.full_clean()
