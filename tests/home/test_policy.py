"""A policy page and every version that was ever in force."""

from datetime import date

import pytest
from django.db import transaction
from django.db.models import ProtectedError
from wagtail.models import Page

from home.models import PolicyPage, PolicyVersion
from tests.counting import queries_of
from tests.factories import UserFactory
from tests.made_once import made_once


def paragraph(text):
    return {"type": "paragraph", "value": f"<p>{text}</p>"}


def heading(text, level="2"):
    return {"type": "heading", "value": {"text": text, "level": level}}


def body(*blocks):
    return PolicyPage._meta.get_field("body").to_python(list(blocks))


@pytest.fixture
@made_once
def policy(home_page) -> PolicyPage:
    return home_page.add_child(
        instance=PolicyPage(
            title="Confidentialité",
            slug="confidentialite",
            effective_date=date(2026, 1, 15),
            body=body(heading("Vos données"), paragraph("Nous gardons votre adresse un an.")),
        )
    )


def publish(policy, **changes):
    for field, value in changes.items():
        setattr(policy, field, value)
    policy.save_revision().publish()
    return PolicyPage.objects.get(pk=policy.pk)


def test_first_publication_makes_the_first_version(policy):
    version = policy.versions.get()
    assert (version.number, version.title) == (1, "Confidentialité")
    assert version.effective_date == date(2026, 1, 15)


def test_publication_that_changes_the_text_makes_a_version(policy):
    publish(policy, body=body(paragraph("Nous gardons votre adresse six mois.")))
    assert list(policy.versions.values_list("number", flat=True)) == [2, 1]


def test_unchanged_republication_makes_no_version(policy):
    policy = publish(policy)
    policy = publish(policy)
    policy.unpublish()
    policy = publish(policy)
    assert policy.versions.count() == 1


def test_same_text_in_new_blocks_makes_no_version(policy):
    publish(
        policy, body=body(heading("Vos données"), paragraph("Nous gardons votre adresse un an."))
    )
    assert policy.versions.count() == 1


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Vie privée"},
        {"introduction": "En bref."},
        {"effective_date": date(2026, 6, 1)},
    ],
)
def test_title_introduction_and_date_are_part_of_the_text(policy, change):
    publish(policy, **change)
    assert policy.versions.count() == 2


def test_draft_makes_no_version(policy):
    policy.body = body(paragraph("Brouillon."))
    policy.save_revision()
    assert policy.versions.count() == 1


def test_page_that_was_never_published_has_no_version(home_page):
    page = home_page.add_child(
        instance=PolicyPage(title="Mentions", slug="mentions", live=False, body=body())
    )
    page.save_revision()
    assert not page.versions.exists()


def test_text_in_force_and_its_version_are_saved_together_or_not_at_all(policy):
    policy.title = "Vie privée"
    with pytest.raises(RuntimeError), transaction.atomic():
        policy.save()
        assert policy.versions.count() == 2
        raise RuntimeError("cut short")
    assert PolicyPage.objects.get(pk=policy.pk).title == "Confidentialité"
    assert policy.versions.count() == 1


def test_version_is_never_changed_or_deleted(policy):
    version = policy.versions.get()
    version.title = "Autre"
    for act in (
        version.save,
        version.delete,
        PolicyVersion.objects.all().delete,
        lambda: PolicyVersion.objects.update(title="Autre"),
        lambda: PolicyVersion.objects.bulk_update([version], ["title"]),
        lambda: policy.versions.all().delete(),
        lambda: policy.versions.update(title="Autre"),
        lambda: policy.versions.update_or_create(number=1, defaults={"title": "Autre"}),
    ):
        with pytest.raises(TypeError):
            act()
    assert PolicyVersion.objects.get().title == "Confidentialité"


def test_page_with_versions_cannot_be_deleted(policy):
    with pytest.raises(ProtectedError):
        policy.delete()


@pytest.mark.parametrize(
    "address", ["/admin/pages/{}/delete/", "/admin/bulk/wagtailcore/page/delete/?id={}"]
)
def test_admin_says_why_a_published_policy_is_not_deleted(policy, client, address):
    client.force_login(UserFactory(is_superuser=True))
    response = client.post(address.format(policy.pk), follow=True)
    assert response.status_code == 200
    assert Page.objects.filter(pk=policy.pk).exists()
    assert [str(message.level) for message in response.context["messages"]] == ["40"]


def test_page_shows_its_date_and_a_table_of_contents(policy, reader):
    publish(
        policy,
        body=body(
            heading("Vos données"), paragraph("Un."), heading("Cookies"), heading("Détail", "3"),
            heading("Cookies"),
        ),
    )  # fmt: skip
    html = reader.get("/confidentialite/").content.decode()
    assert "15 janvier 2026" in html
    for anchor in ("vos-donnees", "cookies", "cookies-2"):
        assert f'href="#{anchor}"' in html
        assert html.count(f'id="{anchor}"') == 1
    assert 'href="#detail"' not in html


def test_each_version_is_public_at_its_own_address(policy, reader):
    publish(policy, body=body(paragraph("Nous gardons votre adresse six mois.")))
    listing = reader.get("/confidentialite/versions/").content.decode()
    assert "/confidentialite/versions/1/" in listing and "/confidentialite/versions/2/" in listing
    old = reader.get("/confidentialite/versions/1/").content.decode()
    assert "un an" in old and "six mois" not in old
    assert 'content="noindex' in old


def test_diff_marks_words_and_escapes_what_was_written(policy, reader):
    text = "Nous gardons votre adresse &lt;b&gt; un mois."
    publish(policy, body=body(heading("Vos données"), paragraph(text)))
    html = reader.get("/confidentialite/versions/2/diff/").content.decode()
    assert "<del>" in html and "an</" not in html.split("<del>")[0]
    assert "&lt;b&gt;" in html


def test_diff_compares_any_two_versions(policy, reader):
    publish(policy, introduction="Deux.")
    publish(policy, introduction="Trois.")
    html = reader.get("/confidentialite/versions/3/diff/?depuis=1").content.decode()
    assert "Trois." in html and "Deux." not in html


@pytest.mark.parametrize(
    "address",
    [
        "versions/9/",
        "versions/0/",
        "versions/99999999999999999999/",
        "versions/1/diff/",
        "versions/2/diff/?depuis=7",
        "versions/-1/",
        "versions/x/",
    ],
)
def test_unknown_version_is_not_found(policy, reader, address):
    publish(policy, introduction="Deux.")
    assert reader.get(f"/confidentialite/{address}").status_code == 404


@pytest.mark.parametrize("junk", ["", "x", "-1", "²", "99999999999999999999999"])
def test_junk_to_compare_with_means_the_version_before(policy, reader, junk):
    publish(policy, introduction="Deux.")
    assert reader.get("/confidentialite/versions/2/diff/", {"depuis": junk}).status_code == 200


def test_pages_cost_the_same_however_long_and_old_the_policy_is(policy, reader):
    addresses = ["/confidentialite/", "/confidentialite/versions/", "/confidentialite/versions/1/"]
    few = [queries_of(reader, address) for address in addresses]
    for number in range(8):
        publish(policy, body=body(*[heading(f"Partie {i} {number}") for i in range(30)]))
    assert [queries_of(reader, address) for address in addresses] == few
    assert max(few) <= 20
