import pytest

from tests.factories import ArticleFactory, SectionFactory


@pytest.mark.django_db
def test_section_is_the_parent_page(home_page):
    section = SectionFactory(parent=home_page)
    assert ArticleFactory(parent=section).section == section


@pytest.mark.django_db
def test_slug_keeps_french_words_readable(home_page):
    section = SectionFactory(parent=home_page)
    article = ArticleFactory(parent=section, title="L’œuvre d’été à Ségou", slug="")
    assert article.slug == "l-oeuvre-d-ete-a-segou"
