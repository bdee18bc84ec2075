"""The sweep: each flag once, by state, whatever day it runs; its cost follows what became due."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from bodies.models import AuditEntry
from duties import actions
from duties.asking import anything
from duties.models import Flag, Obligation
from duties.sweep import Swept, sweep
from tests.factories import TODAY, make_body, make_obligation, make_rule, make_user

pytestmark = pytest.mark.django_db
YESTERDAY = TODAY - timedelta(1)


def live(kind: str) -> list[date]:
    return list(Flag.objects.filter(kind=kind, cleared_on=None).values_list("since_on", flat=True))


def test_what_is_late_is_flagged_once_however_often_it_runs() -> None:
    make_obligation(due_on=YESTERDAY)
    assert sweep(TODAY) == Swept(late=1)
    assert sweep(TODAY) == Swept()
    assert sweep(TODAY + timedelta(30)).late == 0
    assert live("late") == [TODAY]


def test_nothing_is_late_on_its_due_date() -> None:
    make_obligation(due_on=TODAY)
    assert sweep(TODAY).late == 0
    assert sweep(TODAY + timedelta(1)).late == 1


def test_a_missed_fortnight_changes_no_date_on_the_flag() -> None:
    make_obligation(due_on=date(2016, 10, 1))
    sweep(TODAY)
    assert live("late") == [date(2016, 10, 2)]


def test_due_soon_begins_with_the_lead_time_of_the_rule() -> None:
    make_obligation(make_body(), make_rule(lead_days=14), due_on=TODAY + timedelta(14))
    assert sweep(YESTERDAY).soon == 0
    assert sweep(TODAY).soon == 1
    assert live("soon") == [TODAY]


def test_due_soon_ends_when_the_date_passes_and_late_begins() -> None:
    make_obligation(due_on=TODAY)
    sweep(TODAY)
    assert sweep(TODAY + timedelta(1)) == Swept(late=1, cleared=1)
    assert (live("soon"), live("late")) == ([], [TODAY + timedelta(1)])


@pytest.mark.parametrize(
    "facts",
    [
        {"tracked_from": None},
        {"tracked_from": TODAY},
        {"voluntary": True},
        {"sent_on": YESTERDAY, "done_on": YESTERDAY},
        {"met_on": YESTERDAY, "met_how": "seen", "done_on": YESTERDAY},
        {"closed_on": YESTERDAY, "closed_reason": "not_applicable"},
    ],
    ids=["never joined", "joined later", "voluntary", "waiting for review", "met", "does not apply"],
)
def test_is_not_flagged(facts: dict) -> None:
    make_obligation(due_on=YESTERDAY, **facts)
    assert sweep(TODAY) == Swept()
    assert not Flag.objects.exists()


def test_without_a_date_nothing_is_flagged() -> None:
    make_obligation(due_on=None)
    assert sweep(TODAY) == Swept()


def test_sending_in_clears_the_flag_and_keeps_its_row_and_sent_back_raises_a_new_one() -> None:
    late = make_obligation(due_on=TODAY - timedelta(10))
    person = make_user()
    sweep(TODAY)
    actions.mark_sent(obligation=late, done_on=TODAY, by=person, today=TODAY)
    assert live("late") == []
    later = TODAY + timedelta(5)
    actions.mark_sent_back(obligation=late, by=person, today=later)
    assert sweep(later).late == 1
    assert sorted(Flag.objects.filter(kind="late").values_list("since_on", "cleared_on")) == [
        (TODAY - timedelta(9), TODAY),
        (later, None),
    ]


def test_sent_back_twice_on_one_day_has_one_live_flag() -> None:
    late = make_obligation(due_on=TODAY - timedelta(10))
    person = make_user()
    for _ in range(2):
        actions.mark_sent(obligation=late, done_on=TODAY, by=person, today=TODAY)
        actions.mark_sent_back(obligation=late, by=person, today=TODAY)
        sweep(TODAY)
    assert live("late") == [TODAY]


def test_every_flag_has_its_audit_row_and_its_marker() -> None:
    for _ in range(3):
        make_obligation(due_on=YESTERDAY)
    sweep(TODAY)
    recorded = AuditEntry.objects.filter(verb="flagged: late")
    assert set(recorded.values_list("subject_id", "body")) == set(Obligation.objects.values_list("pk", "held_by"))
    assert set(Obligation.objects.values_list("late_since", flat=True)) == {TODAY}


def test_batches_find_everything() -> None:
    body, rule = make_body(), make_rule()
    for number in range(7):
        make_obligation(body, rule, subject=str(number), due_on=YESTERDAY)
    assert sweep(TODAY, batch=3).late == 7


def test_statements_grow_with_batches_and_never_one_per_body(django_assert_max_num_queries) -> None:
    rule = make_rule()
    for _ in range(60):
        make_obligation(make_body(), rule, due_on=YESTERDAY)
    with django_assert_max_num_queries(20):
        assert sweep(TODAY).late == 60


@pytest.mark.parametrize(
    "facts",
    [
        {"due_on": YESTERDAY},
        {"due_on": TODAY, "soon_on": TODAY},
        {"due_on": YESTERDAY, "soon_since": YESTERDAY, "late_since": TODAY},
        {"due_on": TODAY - timedelta(9), "late_since": TODAY - timedelta(8)},
        {"due_on": TODAY - timedelta(20), "late_since": TODAY, "escalated_since": TODAY},
        {"due_on": YESTERDAY, "late_since": TODAY, "assurer_since": TODAY, "date_confirmed": False},
    ],
    ids=["late", "soon", "soon no more", "escalated", "for the assurer", "for the assurer no more"],
)
def test_each_question_by_itself_makes_a_pass_look(facts: dict, django_assert_num_queries) -> None:
    sweep(TODAY - timedelta(400))  # the statement is made for other days, and found again
    with django_assert_num_queries(1):
        assert sweep(TODAY) == Swept()
    make_obligation(**facts)
    assert sweep(TODAY) != Swept()


def test_what_is_flagged_and_escalates_another_day_costs_a_pass_nothing(django_assert_num_queries) -> None:
    make_obligation(due_on=YESTERDAY)
    make_obligation(due_on=TODAY - timedelta(9))
    sweep(TODAY)
    with django_assert_num_queries(1):
        assert sweep(TODAY) == Swept()


def live_flags() -> set[tuple[int, str, date]]:
    return set(Flag.objects.filter(cleared_on=None).values_list("obligation", "kind", "since_on"))


@pytest.mark.parametrize("ahead", [1, 3, 30])
def test_what_a_clock_that_was_ahead_raised_is_cleared_and_raised_again_on_its_day(ahead: int) -> None:
    """Each kind: due in days to come, late and to escalate in days to come, and what is true already."""
    body, rule = make_body(), make_rule(lead_days=5)
    for days in range(-25, 40):
        make_obligation(body, rule, subject=str(days), due_on=TODAY + timedelta(days))
    sweep(TODAY)
    wanted = live_flags()
    sweep(TODAY + timedelta(ahead))
    then = live_flags()
    assert then != wanted
    assert sweep(TODAY).cleared > 0
    assert live_flags() == wanted
    assert sweep(TODAY) == Swept()
    sweep(TODAY + timedelta(ahead))
    assert live_flags() == then


def test_a_question_that_depends_on_more_than_days_is_refused() -> None:
    def questions(day: date) -> list:
        return [Obligation.objects.filter(due_on__lt=day, step="draft")]

    with pytest.raises(ValueError, match="draft"):
        anything(questions, TODAY)


def test_the_command_says_what_it_found(capsys, settings) -> None:
    make_obligation(due_on=date(2016, 10, 1))
    call_command("sweep")
    assert "1 late, 0 due soon and 2 escalated were flagged" in capsys.readouterr().out


@pytest.mark.parametrize(
    "facts",
    [
        {"closed_on": TODAY, "closed_reason": "not_applicable", "sent_on": TODAY, "done_on": TODAY},
        {"late_since": TODAY, "sent_on": TODAY, "done_on": TODAY},
        {"late_since": YESTERDAY},
        {"soon_since": TODAY, "closed_on": TODAY, "closed_reason": "not_applicable"},
    ],
    ids=["closed under a round", "late while it waits", "late on its day", "soon although closed"],
)
def test_the_database_refuses_what_no_sequence_of_actions_may_leave(facts: dict) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_obligation(due_on=YESTERDAY, **facts)
