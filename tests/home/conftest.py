import pytest

from home.models import ContactPage
from tests.made_once import made_once


@pytest.fixture
@made_once
def contact_page(home_page) -> ContactPage:
    page = ContactPage(title="Contact", slug="contact", introduction="<p>Écrivez-nous.</p>")
    page.desks.create(name="Rédaction", email="redaction@example.org", sort_order=0)
    page.desks.create(name="Publicité", email="pub@example.org", sort_order=1)
    return home_page.add_child(instance=page)
