"""What the public sees of an obligation: a closed list, line by line."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duties.working_days import ENGLAND_AND_WALES, is_working_day
from evidence.models import Evidence
from register.public import (
    WITHHELD_SENTENCES,
    PublicFacts,
    Withheld,
    absence_may_be_told,
    public_view,
    told_from,
)

DUE = date(2016, 12, 31)
TOLD = date(2017, 1, 16)  # ten working days later: 2 January 2017 is the New Year's holiday
ABSENT = PublicFacts(
    public_facing="yes",
    date_basis="law",
    date_confirmed=True,
    due_on=DUE,
    tracked_from=date(2015, 4, 1),
)


def test_absence_is_told_from_the_tenth_working_day_after_the_date():
    assert told_from(DUE) == TOLD
    assert public_view(ABSENT, TOLD - timedelta(days=1)) is None
    view = public_view(ABSENT, TOLD)
    assert view is not None
    assert view.sentence == "Due 31 December 2016. Nothing recorded here."
    assert view.why == ""


def test_a_directed_date_counts_like_a_legal_one():
    assert public_view(replace(ABSENT, date_basis="directed"), TOLD) is not None


@pytest.mark.parametrize(
    "change",
    [
        {"public_facing": "no"},
        {"public_facing": "partly"},
        {"owed_by_body": False},
        {"date_basis": "own rules"},
        {"date_basis": "reminder"},
        {"date_basis": "none"},
        {"date_confirmed": False},
        {"voluntary": True},
        {"due_on": None},
        {"tracked_from": None},
        {"tracked_from": DUE + timedelta(days=1)},
        {"closed_on": TOLD},
    ],
    ids=str,
)
def test_absence_is_never_told(change):
    assert public_view(replace(ABSENT, **change), TOLD + timedelta(days=400)) is None


def test_what_closes_later_is_still_told_today():
    assert public_view(replace(ABSENT, closed_on=TOLD + timedelta(days=1)), TOLD) is not None


def test_what_falls_due_on_the_day_of_joining_counts():
    assert public_view(replace(ABSENT, tracked_from=DUE), TOLD) is not None


def test_once_a_round_was_sent_in_it_is_recorded_and_not_published():
    view = public_view(replace(ABSENT, recorded_on=TOLD), TOLD)
    assert view is not None
    assert view.sentence == "Due 31 December 2016. Recorded, not published."
    assert view.why == "No reason is stated."


def test_a_round_of_a_later_day_is_not_known_yet():
    view = public_view(replace(ABSENT, recorded_on=TOLD + timedelta(days=1)), TOLD)
    assert view is not None
    assert view.words.word == "Nothing recorded here"


def test_recorded_and_not_published_is_not_told_before_the_tenth_working_day():
    assert public_view(replace(ABSENT, recorded_on=DUE), TOLD - timedelta(days=1)) is None


@pytest.mark.parametrize(
    ("withheld", "why"),
    [
        ((Withheld("audit"),), "The audit is not finished."),
        (
            (Withheld("future", date(2017, 2, 1)),),
            "It will be published later. Not published until 1 February 2017.",
        ),
        (
            (Withheld("legal", date(2017, 1, 1)),),
            "It is legally privileged. The body gave 1 January 2017 as the day until which it would not be published.",
        ),
        ((Withheld("audit"), Withheld("audit")), "The audit is not finished."),
        ((Withheld("audit"), Withheld("personal")), "The audit is not finished. It holds personal data."),
    ],
)
def test_the_stated_reason_is_told_and_until_when(withheld, why):
    view = public_view(replace(ABSENT, recorded_on=DUE, withheld=withheld), TOLD)
    assert view is not None
    assert view.why == why


def test_every_reason_that_a_body_can_state_has_a_sentence():
    assert set(WITHHELD_SENTENCES) == set(Evidence.Withheld.values)


def test_the_bodys_own_sentence_stands_beside_absence():
    view = public_view(replace(ABSENT, own_sentence="The auditor is ill."), TOLD)
    assert view is not None
    assert view.own_sentence == "The auditor is ill."


@pytest.mark.parametrize("public_facing", ["yes", "partly"])
def test_published_items_are_shown_whatever_the_date(public_facing):
    view = public_view(PublicFacts(public_facing=public_facing, is_published=True, own_sentence="x"), TOLD)
    assert view is not None
    assert (view.words.word, view.sentence, view.why, view.own_sentence) == ("Published", "", "", "")


def test_of_a_duty_that_is_not_public_facing_nothing_is_shown():
    assert public_view(replace(ABSENT, public_facing="no", is_published=True, recorded_on=DUE), TOLD) is None


days = st.dates(date(2013, 4, 1), date(2022, 6, 30))
facts = st.builds(
    PublicFacts,
    public_facing=st.sampled_from(["yes", "partly", "no"]),
    owed_by_body=st.booleans(),
    date_basis=st.sampled_from(["law", "directed", "own rules", "reminder", "none"]),
    date_confirmed=st.booleans(),
    voluntary=st.booleans(),
    due_on=st.none() | days,
    tracked_from=st.none() | days,
    closed_on=st.none() | days,
    recorded_on=st.none() | days,
    is_published=st.booleans(),
    withheld=st.lists(st.builds(Withheld, st.sampled_from(sorted(WITHHELD_SENTENCES)), st.none() | days)).map(tuple),
    own_sentence=st.sampled_from(["", "The body's sentence."]),
)


@given(facts, days)
def test_whatever_the_facts_the_list_is_closed(given_facts, today):
    view = public_view(given_facts, today)
    if view is None:
        return
    assert given_facts.public_facing != "no"
    if given_facts.is_published:
        assert view.words.word == "Published"
        return
    assert given_facts.public_facing == "yes"
    assert given_facts.owed_by_body and given_facts.date_confirmed and not given_facts.voluntary
    assert given_facts.date_basis in ("law", "directed")
    assert given_facts.due_on is not None and given_facts.tracked_from is not None
    assert given_facts.tracked_from <= given_facts.due_on
    worked = [given_facts.due_on + timedelta(days=n) for n in range(1, (today - given_facts.due_on).days + 1)]
    assert sum(is_working_day(day, ENGLAND_AND_WALES) for day in worked) >= 10
    recorded = given_facts.recorded_on is not None and given_facts.recorded_on <= today
    assert view.words.word == ("Recorded, not published" if recorded else "Nothing recorded here")
    assert recorded or not view.why


@given(facts, days)
def test_a_reason_sent_back_or_a_day_recorded_never_changes_whether_something_is_told(given_facts, today):
    assert absence_may_be_told(given_facts, today) == absence_may_be_told(replace(given_facts, recorded_on=None), today)


@given(facts, days)
def test_no_state_of_the_public_is_red_or_ranks_as_worst(given_facts, today):
    view = public_view(given_facts, today)
    assert view is None or (view.words.colour != "red" and view.words.rank >= 7)
