"""The accounts of the demo newsroom: one for each role, with passwords that anybody can read.

They exist only after `manage.py load_demo`; production refuses to start while one of them works.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class DemoAccount:
    """`group` is the name of a group made by the migrations, or None for a superuser."""

    username: str
    password: str
    first_name: str
    last_name: str
    job_title: str
    group: str | None

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def email(self) -> str:
        return f"{self.username}@example.org"


DEMO_ACCOUNTS = (
    DemoAccount("redaction", "plume-redaction-2026", "Awa", "Sidibé", "Rédactrice", "Writers"),
    DemoAccount(
        "relecture",
        "plume-relecture-2026",
        "Moussa",
        "Dembélé",
        "Secrétaire de rédaction",
        "Copy editors",
    ),
    DemoAccount(
        "chef", "plume-chef-2026", "Fatoumata", "Koné", "Rédactrice en chef", "Chief editors"
    ),
    DemoAccount(
        "moderation", "plume-moderation-2026", "Ibrahim", "Maïga", "Modérateur", "Moderators"
    ),
    DemoAccount(
        "juridique", "plume-juridique-2026", "Mariam", "Traoré", "Directrice juridique", "Legal"
    ),
    DemoAccount("admin", "plume-admin-2026", "Seydou", "Coulibaly", "Administrateur", None),
)
