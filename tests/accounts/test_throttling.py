"""Wrong passwords are slowed down, and no stranger closes the door on its owner."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.contrib.auth import authenticate
from django.db import connections
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time

from accounts import counts
from accounts.counts import OPEN, Counter, Limit, TryCount
from accounts.models import User
from accounts.passwords.tasks import link_for
from accounts.throttling.attempts import ACCOUNT, DEVICE, NETWORK, PAIR
from delivery.readers import network_of
from tests.factories import UserFactory

LOGIN = "/admin/login/"


@pytest.fixture
def chief(db: None) -> User:
    return UserFactory(username="chef", is_superuser=True)


def try_password(
    password: str, username: str = "chef", address: str = "192.0.2.1", client: Client | None = None
) -> int:
    fields = {"username": username, "password": password}
    return (client or Client()).post(LOGIN, fields, REMOTE_ADDR=address).status_code


def try_in_vain(
    username: str = "chef", address: str = "192.0.2.1", client: Client | None = None
) -> None:
    """A wrong password that is counted as that of the page is, without its page."""
    request: HttpRequest = RequestFactory().post("/", REMOTE_ADDR=address)
    request.COOKIES = {name: cookie.value for name, cookie in (client or Client()).cookies.items()}
    assert authenticate(request, username=username, password="faux") is None


def besiege(account: str = "chef") -> None:
    """Strangers from many networks until the account takes no unknown browser."""
    for number in range(ACCOUNT.most + 1):
        try_in_vain(account, f"198.51.100.{number}")


@pytest.mark.postgres
def test_too_many_wrong_passwords_close_the_pair_even_to_the_right_one(chief: User) -> None:
    for _try in range(PAIR.most - 1):
        try_in_vain()
    assert [try_password("faux") for _try in range(2)] == [200, 429]
    assert try_password("secret") == 429
    assert try_password("secret", address="192.0.2.2") == 302


def test_one_address_tries_no_more_than_so_many_names(chief: User) -> None:
    for number in range(NETWORK.most - 1):
        try_in_vain(f"nom{number}")
    answers = [try_password("faux", f"autre{number}") for number in range(4)]
    assert answers == [200, 429, 429, 429]


def test_a_closed_door_costs_no_write(chief: User) -> None:
    for number in range(NETWORK.most):
        try_in_vain(f"nom{number}")
    before = set(TryCount.objects.values_list("key", "count"))
    assert [try_password("faux", f"autre{number}") for number in range(5)] == [429] * 5
    assert set(TryCount.objects.values_list("key", "count")) == before


def test_a_line_with_ipv6_has_one_count_for_all_its_addresses(chief: User) -> None:
    for number in range(NETWORK.most - 1):
        try_in_vain(f"nom{number}", f"2001:db8:1:2::{number:x}")
    last = [try_password("faux", f"nom{number}", f"2001:db8:1:2::{number}") for number in (97, 98)]
    assert last == [200, 429]
    assert try_password("secret", address="2001:db8:1:2:ffff::1") == 429
    assert try_password("secret", address="2001:db8:1:3::1") == 302


def test_many_addresses_close_the_account_to_unknown_browsers(chief: User) -> None:
    besiege()
    assert try_password("secret", address="203.0.113.9") == 429


def test_strangers_never_keep_out_a_browser_that_has_signed_in_before(chief: User) -> None:
    own = Client()
    assert try_password("secret", client=own, address="203.0.113.9") == 302
    own.post(reverse("wagtailadmin_logout"))
    besiege()
    # Not even from behind the same address.
    for number in range(25):
        try_in_vain(f"nom{number}", "203.0.113.9")
    assert try_password("secret", client=own, address="203.0.113.9") == 302


def test_a_known_browser_has_a_limit_of_its_own(chief: User) -> None:
    own = Client()
    try_password("secret", client=own)
    own.post(reverse("wagtailadmin_logout"))
    for _try in range(DEVICE.most - 1):
        try_in_vain(client=own)
    assert [try_password("faux", client=own) for _try in range(2)] == [200, 429]
    assert try_password("secret", address="192.0.2.2") == 302


def test_a_browser_known_to_one_account_is_a_stranger_to_another(chief: User) -> None:
    UserFactory(username="awa", is_superuser=True)
    own = Client()
    try_password("secret", "awa", client=own)
    own.post(reverse("wagtailadmin_logout"))
    besiege()
    assert try_password("secret", client=own, address="203.0.113.9") == 429


def test_besieged_owner_with_a_new_browser_gets_in_by_mail(chief: User) -> None:
    besiege()
    new = Client(REMOTE_ADDR="203.0.113.9")
    new.post("/admin/password_reset/", {"email": chief.email})
    link = new.get(link_for(chief).partition("127.0.0.1:8000")[2], follow=True)
    chosen = "quatre lampes dansent tard"
    new.post(link.redirect_chain[-1][0], {"new_password1": chosen, "new_password2": chosen})
    assert try_password(chosen, client=new, address="203.0.113.9") == 302
    assert try_password(chosen, address="203.0.113.10") == 429


def test_right_passwords_count_for_nothing(chief: User) -> None:
    for number in range(NETWORK.most - 1):
        try_in_vain(f"nom{number}")
    for number in range(5):
        UserFactory(username=f"personne-{number}", is_superuser=True)
        assert try_password("secret", f"personne-{number}") == 302
    # The one wrong try that is left.
    assert [try_password("faux") for _try in range(2)] == [200, 429]


def test_names_are_counted_alike_however_they_are_written(chief: User) -> None:
    for spelling in ("chef", "CHEF", " Chef ", "ｃｈｅｆ") * 3:
        try_in_vain(spelling)
    assert try_password("secret") == 429


def test_the_page_says_how_long_to_wait_and_what_to_do(chief: User) -> None:
    for _try in range(PAIR.most):
        try_in_vain()
    fields = {"username": "chef", "password": "secret"}
    response = Client().post(LOGIN, fields, REMOTE_ADDR="192.0.2.1")
    page = response.content.decode()
    assert response.status_code == 429
    assert 890 <= int(response.headers["Retry-After"]) <= 900
    assert "no-store" in response.headers["Cache-Control"]
    assert "15 min" in page and reverse("wagtailadmin_password_reset") in page


def test_the_wait_ends_and_is_not_made_longer_by_trying(chief: User) -> None:
    with freeze_time("2026-03-01 20:00"):
        for _try in range(PAIR.most):
            try_in_vain()
    with freeze_time("2026-03-01 20:14"):
        assert try_password("secret") == 429
    with freeze_time("2026-03-01 20:15:01"):
        assert try_password("secret") == 302


def test_it_holds_for_any_view_that_authenticates(chief: User) -> None:
    def tried(password: str) -> User | None:
        request: HttpRequest = RequestFactory().post("/", REMOTE_ADDR="192.0.2.1")
        return authenticate(request, username="chef", password=password)

    assert tried("secret") == chief
    for _try in range(PAIR.most):
        assert tried("faux") is None
    assert tried("secret") is None


def test_our_own_commands_are_not_counted(chief: User) -> None:
    for _try in range(PAIR.most + 1):
        authenticate(None, username="chef", password="faux")
    assert not TryCount.objects.exists()


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("", ""),
        ("unix:", ""),
    ],
)
def test_network_of_a_request(address: str, network: str) -> None:
    assert network_of(RequestFactory().get("/", REMOTE_ADDR=address)) == network


def test_counts_tell_nobody_who_was_meant(chief: User) -> None:
    try_password("faux")
    stored = " ".join(TryCount.objects.values_list("key", flat=True))
    assert stored and "chef" not in stored and "192" not in stored


@pytest.mark.postgres
def test_old_counts_are_deleted(db: None) -> None:
    now = timezone.now()
    TryCount.objects.create(key="old", count=3, ends_at=now - timedelta(seconds=1))
    TryCount.objects.create(key="new", count=3, ends_at=now + timedelta(seconds=1))
    assert counts.prune(now) == 1
    assert TryCount.objects.get().key == "new"


@pytest.mark.postgres
@pytest.mark.usefixtures("transactional_db")
def test_tries_at_the_same_moment_are_all_counted() -> None:
    counter = Counter(Limit("race", most=5, window=timedelta(minutes=5)), ("chef",))

    def take(number: int) -> bool:
        try:
            return counter.take() == OPEN
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        let_in = list(pool.map(take, range(24)))
    assert let_in.count(True) == 5
    assert TryCount.objects.get().count == 5
