from django.apps import AppConfig
from django.core import checks


class EvidenceConfig(AppConfig):
    name = "evidence"
    verbose_name = "Evidence and review"

    def ready(self) -> None:
        checks.register(_pre_election_periods)


def _pre_election_periods(**_: object) -> list[checks.CheckMessage]:
    """Name the first fault of the dated data before anybody meets it."""
    from bodies.csvfile import DataFileError
    from evidence.pre_election import periods

    try:
        periods()
    except DataFileError as fault:
        return [checks.Error(str(fault), id="evidence.E001")]
    return []
