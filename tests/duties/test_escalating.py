"""What is late is told to others than who does it after so many working days, since the day on which that became so."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duties import actions
from duties.escalating import escalates_on, latest_day_zero
from duties.markers import MARKER_OF, UNMARKED
from duties.models import Flag, Obligation
from duties.proclaiming import proclaim_holiday
from duties.sweep import Swept, sweep
from duties.words import FLAG_SENTENCES
from duties.working_days import ENGLAND_AND_WALES, NATIONS
from tests.factories import make_body, make_duty, make_obligation, make_rule, make_user

FRIDAY = date(2016, 10, 7)
FIFTH, TENTH = date(2016, 10, 14), date(2016, 10, 21)  # working days after that Friday
DAY = timedelta(days=1)
days = st.dates(date(2013, 4, 1), date(2027, 3, 31))


def live(kind: str) -> list[date]:
    return list(Flag.objects.filter(kind=kind, cleared_on=None).values_list("since_on", flat=True))


@given(due_on=days, sent_back_after=st.none() | st.integers(0, 60), today=days, number=st.integers(1, 30))
def test_asked_of_many_at_once_or_of_one_it_is_the_same(due_on, sent_back_after, today, number) -> None:
    sent_back_on = None if sent_back_after is None else due_on + timedelta(sent_back_after)
    latest = latest_day_zero(today, number, ENGLAND_AND_WALES)
    began = due_on <= latest and (sent_back_on is None or sent_back_on <= latest)
    assert began == (escalates_on(due_on, sent_back_on, number, ENGLAND_AND_WALES) <= today)


def test_bank_holidays_and_weekends_are_no_working_days() -> None:
    assert escalates_on(date(2016, 12, 23), None, 5, ENGLAND_AND_WALES) == date(2017, 1, 4)


@pytest.mark.django_db
class TestSweeping:
    def test_the_officers_are_told_on_the_fifth_working_day_and_the_assurer_on_the_tenth(self) -> None:
        make_obligation(due_on=FRIDAY)
        assert sweep(FRIDAY + DAY) == Swept(late=1)
        assert sweep(FIFTH - DAY) == Swept()
        assert sweep(FIFTH) == Swept(escalated=1)
        assert sweep(TENTH - DAY) == Swept()
        assert sweep(TENTH) == Swept(assurer=1)
        assert sweep(TENTH + 30 * DAY) == Swept()
        assert (live("escalated"), live("assurer")) == ([FIFTH], [TENTH])

    def test_after_three_weeks_without_a_sweep_each_bears_its_true_day(self) -> None:
        make_obligation(due_on=FRIDAY)
        assert sweep(FRIDAY + 21 * DAY) == Swept(late=1, escalated=1, assurer=1)
        assert (live("late"), live("escalated"), live("assurer")) == ([FRIDAY + DAY], [FIFTH], [TENTH])

    def test_how_many_days_is_a_setting(self, settings) -> None:
        settings.ESCALATE_AFTER_WORKING_DAYS, settings.TELL_ASSURER_AFTER_WORKING_DAYS = 1, 2
        make_obligation(due_on=FRIDAY)
        sweep(FIFTH)
        assert (live("escalated"), live("assurer")) == ([FRIDAY + 3 * DAY], [FRIDAY + 4 * DAY])

    @pytest.mark.parametrize(
        ("facts", "told"),
        [
            ({"date_basis": "law"}, True),
            ({"date_basis": "directed"}, True),
            ({"date_basis": "law", "date_confirmed": False}, False),
            ({"date_basis": "directed", "date_confirmed": False}, False),
            ({"date_basis": "own rules"}, False),
            ({"date_basis": "reminder"}, False),
        ],
        ids=lambda value: " ".join(map(str, value.values())) if isinstance(value, dict) else "",
    )
    def test_the_assurer_is_told_of_what_the_words_table_shows_red(self, facts: dict, told: bool) -> None:
        make_obligation(due_on=FRIDAY, **facts)
        assert sweep(TENTH) == Swept(late=1, escalated=1, assurer=int(told))

    def test_what_nhs_england_owes_itself_does_not_escalate(self) -> None:
        make_obligation(make_body(), make_rule(make_duty(owed_by="nhs_england")), due_on=FRIDAY)
        assert sweep(TENTH) == Swept(late=1)

    def test_a_proclaimed_holiday_is_no_working_day(self) -> None:
        proclaim_holiday(
            on=date(2016, 10, 12), nations=NATIONS, title="A jubilee", source="A proclamation", by=None, today=FRIDAY
        )
        make_obligation(due_on=FRIDAY)
        sweep(TENTH)
        assert live("escalated") == [FIFTH + 3 * DAY]

    def test_sent_in_clears_all_and_sent_back_lets_the_days_count_anew(self) -> None:
        late, person = make_obligation(due_on=FRIDAY), make_user()
        sweep(TENTH)
        actions.mark_sent(obligation=late, done_on=TENTH, by=person, today=TENTH)
        assert not Flag.objects.filter(cleared_on=None).exists()
        actions.mark_sent_back(obligation=late, by=person, today=TENTH + 3 * DAY)  # a Monday
        assert sweep(TENTH + 3 * DAY) == Swept(late=1)
        assert sweep(TENTH + 10 * DAY) == Swept(escalated=1)
        assert sorted(Flag.objects.filter(kind="escalated").values_list("since_on", "cleared_on")) == [
            (FIFTH, TENTH),
            (TENTH + 10 * DAY, None),
        ]

    def test_a_later_date_clears_all_and_the_same_flag_never_stands_twice(self) -> None:
        late = make_obligation(due_on=FRIDAY)
        sweep(TENTH)
        later = actions.agree_later_date(
            obligation=late, due_on=TENTH + DAY, agreed_by="NHS England", by=make_user(), today=TENTH
        )
        assert not Flag.objects.filter(cleared_on=None).exclude(kind="soon").exists()
        assert not any(getattr(later, name) for name in UNMARKED)

    def test_a_date_that_is_confirmed_no_more_is_no_matter_for_the_assurer(self) -> None:
        make_obligation(due_on=FRIDAY)
        sweep(TENTH)
        Obligation.objects.update(date_confirmed=False)
        assert sweep(TENTH) == Swept(cleared=1)
        assert (live("assurer"), len(live("escalated"))) == ([], 1)
        Obligation.objects.update(date_confirmed=True)
        assert sweep(TENTH + DAY) == Swept(assurer=1)
        assert live("assurer") == [TENTH]


def test_every_kind_that_the_sweep_finds_has_a_marker_of_its_own() -> None:
    fields = {field.name for field in Obligation._meta.get_fields()}
    assert set(MARKER_OF.values()) == {name for name in fields if name.endswith("_since")}
    assert set(MARKER_OF) == set(Flag.Kind.values) - {"gone"}


def test_every_kind_has_words_for_the_story_of_an_obligation() -> None:
    assert set(FLAG_SENTENCES) == set(Flag.Kind.values)
