"""Dates that stand otherwise than the rules give them: found, shown, and re-dated in one action."""

from datetime import date, timedelta

import pytest

from bodies.access import Role
from bodies.models import AuditEntry, Notice
from duties.models import DirectedDate, Obligation
from duties.opening import open_year
from duties.rechecking import look_at_dates, preview_recheck, recheck
from duties.redating import ShownAgain
from duties.years import FinancialYear
from tests.factories import make_body, make_member, national_office


@pytest.fixture(autouse=True)
def years(catalogue: None, day: date) -> None:
    make_body()
    make_body(closed_on=date(2016, 9, 30))
    make_body(opened_on=date(2016, 6, 1))
    for start in (2015, 2016, 2017):
        open_year(FinancialYear(start), today=day)


def test_what_was_just_opened_stands_as_the_rules_give_it(day: date) -> None:
    shown = preview_recheck(today=day)
    assert (shown.moves, shown.kept, shown.settled, shown.agreed) == ((), 0, 0, 0)
    assert recheck(by=None, today=day, shown=shown.fingerprint) == 0
    assert not AuditEntry.objects.filter(verb="re-dated what differed").exists()


def test_a_date_that_came_with_the_catalogue_reaches_what_is_open_when_it_is_confirmed(day: date) -> None:
    old = preview_recheck(today=day)
    DirectedDate.objects.create(
        key="accounts_final", year=2016, due_on=date(2017, 5, 31), set_by="NHS England", source="Directions",
        entered_at="2016-10-01T00:00Z",
    )  # fmt: skip
    assert not Obligation.objects.filter(due_on=date(2017, 5, 31)).exists()
    with pytest.raises(ShownAgain):
        recheck(by=None, today=day, shown=old.fingerprint)
    shown = preview_recheck(today=day)
    moved = recheck(by=None, today=day, shown=shown.fingerprint)
    assert moved == shown.moved > 0
    assert Obligation.objects.filter(due_on=date(2017, 5, 31)).exists()
    assert AuditEntry.objects.filter(verb="re-dated").count() == moved
    assert preview_recheck(today=day).moved == 0


def test_at_night_the_administrators_are_told_once_of_what_differs(day: date) -> None:
    make_member(Role.ADMINISTRATOR, national_office(), post="Administrator")
    make_member(Role.ASSURER, national_office(), post="Assurer")
    assert look_at_dates(today=day) == 0
    assert not Notice.objects.exists()
    DirectedDate.objects.create(
        key="accounts_final", year=2016, due_on=date(2017, 5, 31), set_by="NHS England", source="Directions",
        entered_at="2016-10-01T00:00Z",
    )  # fmt: skip
    found = look_at_dates(today=day)
    assert found == look_at_dates(today=day + timedelta(1)) > 0
    one = Notice.objects.get()
    assert (one.person.name, one.url_path) == ("Administrator", "/administration/dates/")
    assert one.words.startswith(f"{found} obligations have another date")
    assert not Obligation.objects.filter(due_on=date(2017, 5, 31)).exists(), "an upgrade moves nothing by itself"
