"""Directed dates: entered with source and name, put on what is open, never on what is met."""

from datetime import date

import pytest
from django.core.management import call_command

from bodies.models import AuditEntry
from duties.actions import NotNow, mark_met
from duties.directed_dates import enter_directed_date
from duties.models import DirectedDate, Flag, Obligation
from duties.opening import open_year
from duties.sweep import sweep
from duties.years import FinancialYear
from tests.factories import make_body, make_user

pytestmark = pytest.mark.usefixtures("catalogue")
Y2015 = FinancialYear(2015)


def enter(due_on: date, day: date, key: str = "accounts_final") -> int:
    return enter_directed_date(
        key=key, year=Y2015, period="", due_on=due_on, set_by="NHS England", source="Letter of 4 January 2016",
        by=make_user(), today=day,
    )  # fmt: skip


@pytest.fixture
def bodies(day: date):
    made = [make_body(), make_body()]
    open_year(FinancialYear(2016), today=day)
    return made


def test_a_date_reaches_what_is_open_and_everything_due_with_it(bodies, day: date) -> None:
    enter(date(2016, 5, 27), day)
    dated = Obligation.objects.filter(due_on=date(2016, 5, 27))
    slugs = set(dated.values_list("duty__slug", flat=True))
    assert {"annual-accounts", "annual-report-submit", "external-audit", "governance-statement", "breakeven"} <= slugs
    assert set(dated.values_list("period_year", "date_basis", "date_confirmed")) == {(2015, "directed", True)}
    before = Obligation.objects.filter(duty__slug="annual-report-hwb-consult").first()
    assert before is not None
    assert (before.due_on, before.strictly_before) == (date(2016, 5, 26), date(2016, 5, 27))


def test_it_returns_how_many_were_re_dated_and_records_before_and_after(bodies, day: date) -> None:
    first = enter(date(2016, 5, 27), day)
    assert first == Obligation.objects.filter(due_on__range=(date(2016, 5, 26), date(2016, 5, 27))).count()
    enter(date(2016, 6, 3), day)
    last = AuditEntry.objects.filter(verb="entered a directed date").first()
    assert last is not None
    assert (last.detail["before"]["due_on"], last.detail["after"]["due_on"]) == ("2016-05-27", "2016-06-03")
    assert DirectedDate.objects.filter(key="accounts_final", year=2015).count() == 1


def test_what_is_met_stays_as_judged(bodies, day: date) -> None:
    enter(date(2016, 5, 27), day)
    met = Obligation.objects.get(body=bodies[0], duty__slug="external-audit")
    mark_met(obligation=met, how="seen", done_on=date(2016, 6, 1), by=None, today=day)
    enter(date(2016, 6, 3), day)
    met.refresh_from_db()
    assert met.due_on == date(2016, 5, 27)


def test_a_moved_date_clears_the_flag_and_the_sweep_raises_it_again_with_its_new_day(bodies, day: date) -> None:
    enter(date(2016, 5, 27), day)
    sweep(day)
    enter(date(2016, 6, 3), day)
    audit = Obligation.objects.get(body=bodies[0], duty__slug="external-audit")
    assert not audit.flags.filter(kind=Flag.Kind.LATE, cleared_on=None).exists()
    sweep(day)
    assert audit.flags.get(kind=Flag.Kind.LATE, cleared_on=None).since_on == date(2016, 6, 4)


def test_a_date_given_late_never_makes_a_confirmed_law_of_it(bodies, day: date) -> None:
    enter(date(2016, 5, 27), day)
    audit = Obligation.objects.get(body=bodies[0], duty__slug="external-audit")
    assert audit.words(day).word.startswith("Directed date passed")


def test_a_date_that_comes_with_the_catalogue_reaches_what_is_open_already(bodies, day: date) -> None:
    """Else it would say "No date set" for ever, and nobody would be asked for it: it is entered."""
    DirectedDate.objects.filter(key="ko41a", year=2016, period="Q2").delete()
    returns = Obligation.objects.filter(duty__slug="ko41a-return", period_year=2016, period="Q2")
    returns.update(due_on=None, soon_on=None, no_date_reason="Nobody has entered it.")
    call_command("load_duties", force=True, verbosity=0)
    assert set(returns.values_list("due_on", flat=True)) == {date(2016, 10, 28)}


def test_an_unknown_key_is_refused(day: date) -> None:
    with pytest.raises(NotNow, match="Choose what the date is for"):
        enter(date(2016, 5, 27), day, key="whenever")
