from django.apps import AppConfig


class FaultsConfig(AppConfig):
    name = "tests.jobs.faults"
    label = "faults"

    def ready(self) -> None:
        from tests.jobs.faults import receivers  # noqa: F401
