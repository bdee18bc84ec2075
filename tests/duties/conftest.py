"""The real catalogue for tests."""

from datetime import date

import pytest
from django.core.management import call_command

from duties.models import Duty


@pytest.fixture
def catalogue(db) -> None:
    """The real catalogue, in the database."""
    call_command("load_duties", verbosity=0)


@pytest.fixture
def day() -> date:
    return date(2016, 10, 17)


def rule_of(slug: str, regime: str = "CCG", step: str = ""):
    """The rule of a duty in force on the demonstration's day."""
    rules = Duty.objects.get(slug=slug).rules.filter(regime=regime, step=step)
    return next(rule for rule in rules if rule.in_force(date(2016, 10, 17)) or regime == "ICB")
