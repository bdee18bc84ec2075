"""Re-dating: what is shown is what is done, settled ones stay, and flags tell the truth of the new day."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bodies.models import AuditEntry
from duties.actions import agree_later_date, mark_met, mark_sent, mark_sent_back
from duties.directed_dates import enter_directed_date, preview_directed_date
from duties.models import DirectedDate, Flag, Obligation
from duties.opening import open_year
from duties.redating import ShownAgain
from duties.status import Facts, Timing
from duties.sweep import sweep
from duties.years import FinancialYear
from tests.duties.test_status import any_facts
from tests.factories import make_body, make_duty, make_obligation, make_rule, make_user

pytestmark = pytest.mark.django_db
Y2015 = FinancialYear(2015)
DAY = date(2016, 10, 17)
ENTRY = {"key": "accounts_final", "year": Y2015, "period": "", "set_by": "NHS England", "source": "Letter"}
PERIOD = {"period_year": 2015, "period_first_on": date(2015, 4, 1), "period_last_on": date(2016, 3, 31)}


def enter(due_on: date, **more) -> int:
    return enter_directed_date(**ENTRY, due_on=due_on, by=None, today=DAY, **more)


@pytest.fixture
def rule(db):
    return make_rule(code="NHSE_DIRECTED:accounts_final", date_basis="directed", lead_days=14)


def late_by_fact(row: Obligation) -> bool:
    return row.status(DAY).timing in (Timing.PASSED, Timing.DONE_LATE)


def test_whatever_the_state_what_is_shown_is_what_is_done(rule) -> None:
    follows = make_rule(make_duty("follows"), code=f"WITH:{rule.duty.slug}", date_basis="directed")
    body = make_body()

    @given(st.lists(st.tuples(any_facts(), st.booleans(), st.booleans()), min_size=1, max_size=12), st.data())
    @hypothesis_settings(max_examples=60, deadline=None)
    def holds(many: list[tuple[Facts, bool, bool]], data: st.DataObject) -> None:
        due_on = data.draw(st.dates(date(2016, 9, 1), date(2016, 12, 1)))
        with transaction.atomic():
            for number, (facts, other, agreed) in enumerate(many):
                later = {"later_agreed_on": DAY, "later_agreed_by": "NHS England", "first_due_on": DAY}
                make_obligation(
                    body, follows if other else rule, subject=str(number), no_date_reason="" if facts.due_on else "No",
                    **PERIOD, **vars(facts), **(later if agreed else {}),
                )  # fmt: skip
            before = {row.pk: row for row in Obligation.objects.all()}
            shown = preview_directed_date(**ENTRY, due_on=due_on, today=DAY)
            moved = enter(due_on, shown=shown.fingerprint)
            after = {row.pk: row for row in Obligation.objects.all()}
            audited = AuditEntry.objects.filter(verb="re-dated").count()
            transaction.set_rollback(True)
        changed = {pk for pk in before if before[pk].due_on != after[pk].due_on}
        done = Counter((before[pk].title, before[pk].due_on, after[pk].due_on) for pk in changed)
        told = Counter({(m.title, m.before, m.after): m.count for m in shown.moves if m.before != m.after})
        assert told == done
        assert moved == shown.moved == audited
        late = Counter((late_by_fact(before[pk]), late_by_fact(after[pk])) for pk in before)
        assert (shown.becomes_late, shown.stops_late) == (late[False, True], late[True, False])
        for pk in changed:
            was = before[pk]
            assert was.met_on is was.closed_on is was.later_agreed_on is None

    holds()


def test_what_was_shown_and_is_no_longer_so_is_shown_again(rule) -> None:
    make_obligation(rule=rule, due_on=None, **PERIOD)
    shown = preview_directed_date(**ENTRY, due_on=date(2016, 5, 27), today=DAY)
    make_obligation(rule=rule, due_on=None, **PERIOD)
    with pytest.raises(ShownAgain) as again:
        enter(date(2016, 5, 27), shown=shown.fingerprint)
    assert (shown.moved, again.value.preview.moved) == (1, 2)
    assert not DirectedDate.objects.exists()
    assert enter(date(2016, 5, 27), shown=again.value.preview.fingerprint) == 2


def test_a_different_one_of_the_same_number_is_shown_again_too(rule) -> None:
    first, second = (make_obligation(rule=rule, due_on=None, **PERIOD) for _ in range(2))
    mark_met(obligation=first, how="seen", done_on=DAY, by=None, today=DAY)
    shown = preview_directed_date(**ENTRY, due_on=date(2016, 5, 27), today=DAY)
    mark_met(obligation=second, how="seen", done_on=DAY, by=None, today=DAY)
    make_obligation(rule=rule, due_on=None, **PERIOD)
    with pytest.raises(ShownAgain):
        enter(date(2016, 5, 27), shown=shown.fingerprint)


def test_it_counts_what_was_met_and_what_has_a_later_date_agreed_and_moves_neither(rule) -> None:
    enter(date(2016, 5, 27))
    met, agreed, still = (make_obligation(rule=rule, due_on=date(2016, 5, 27), **PERIOD) for _ in range(3))
    mark_met(obligation=met, how="seen", done_on=date(2016, 6, 1), by=None, today=DAY)
    agree_later_date(obligation=agreed, due_on=date(2016, 7, 1), agreed_by="NHS England", by=make_user(), today=DAY)
    shown = preview_directed_date(**ENTRY, due_on=date(2016, 6, 3), today=DAY)
    assert (shown.moved, shown.settled, shown.agreed) == (1, 1, 1)
    enter(date(2016, 6, 3))
    dates = dict(Obligation.objects.values_list("pk", "due_on"))
    assert dates == {met.pk: date(2016, 5, 27), agreed.pk: date(2016, 7, 1), still.pk: date(2016, 6, 3)}


def test_what_waits_for_review_is_not_judged_yet_and_gets_the_date_too(rule) -> None:
    waiting = make_obligation(rule=rule, due_on=None, **PERIOD)
    mark_sent(obligation=waiting, done_on=date(2016, 6, 1), by=make_user(), today=DAY)
    shown = preview_directed_date(**ENTRY, due_on=date(2016, 5, 27), today=DAY)
    assert (shown.moved, shown.becomes_late) == (1, 1)  # done five days after the day that was set
    enter(date(2016, 5, 27))
    mark_sent_back(obligation=waiting, by=make_user(), today=DAY)
    waiting.refresh_from_db()
    assert waiting.status(DAY).is_late


def test_flags_of_the_old_day_are_cleared_and_raised_again_only_where_they_are_true(rule) -> None:
    for due_on in (date(2016, 10, 1), date(2016, 10, 20), None):
        make_obligation(rule=rule, due_on=due_on, **PERIOD)
    sweep(DAY)
    raised = {"late": 1, "escalated": 1, "assurer": 1, "soon": 1}
    assert Counter(Flag.objects.filter(cleared_on=None).values_list("kind", flat=True)) == raised
    enter(DAY - timedelta(days=3))
    assert not Flag.objects.filter(cleared_on=None).exists()
    sweep(DAY)
    live = Flag.objects.filter(cleared_on=None)
    assert {(flag.kind, flag.since_on) for flag in live} == {("late", DAY - timedelta(days=2))}
    assert live.count() == 3
    enter(DAY + timedelta(days=60))
    sweep(DAY)
    assert not Flag.objects.filter(cleared_on=None).exists()


def test_the_same_day_with_a_better_source_moves_nothing_and_keeps_the_flag(rule) -> None:
    one = make_obligation(rule=rule, due_on=None, **PERIOD)
    enter(date(2016, 5, 27))
    sweep(DAY)
    shown = preview_directed_date(**ENTRY | {"source": "A later letter"}, due_on=date(2016, 5, 27), today=DAY)
    assert (shown.moved, shown.kept) == (0, 1)
    enter_directed_date(**ENTRY | {"source": "A later letter"}, due_on=date(2016, 5, 27), by=None, today=DAY)
    one.refresh_from_db()
    assert one.date_source == "A later letter"
    assert one.date_version == 1
    assert one.flags.filter(kind="late", cleared_on=None).count() == 1


def test_before_and_after_are_recorded_with_each_obligation_and_once_for_all(rule) -> None:
    one = make_obligation(rule=rule, due_on=None, **PERIOD)
    enter(date(2016, 5, 27))
    enter(date(2016, 6, 3))
    own = AuditEntry.objects.filter(verb="re-dated", subject_id=one.pk).latest("pk")
    assert (own.detail["before"], own.detail["after"]) == ({"due_on": "2016-05-27"}, {"due_on": "2016-06-03"})
    assert own.detail["why"] == "Audited accounts, 2015/16: a date was entered"
    assert own.body == one.body
    all_of_it = AuditEntry.objects.filter(verb="entered a directed date").latest("pk")
    assert all_of_it.detail["moves"] == [[one.title, "2015/16", "2016-05-27", "2016-06-03", 1]]


@pytest.mark.usefixtures("catalogue")
def test_statements_grow_with_rules_and_never_with_bodies() -> None:
    def statements(bodies: int, due_on: date) -> tuple[int, int]:
        """How many statements showing and doing it took, but for the audit rows, which are one an obligation."""
        for _ in range(bodies):
            make_body()
        open_year(FinancialYear(2016), today=DAY)
        with CaptureQueriesContext(connection) as shown:
            assert preview_directed_date(**ENTRY, due_on=due_on, today=DAY).moved
        with CaptureQueriesContext(connection) as asked:
            enter(due_on)
        recorded = [query for query in asked if 'INTO "bodies_auditentry"' in query["sql"]]
        return len(shown), len(asked) - len(recorded)

    enter(date(2016, 5, 6))
    assert statements(2, date(2016, 5, 13)) == statements(10, date(2016, 5, 20))
