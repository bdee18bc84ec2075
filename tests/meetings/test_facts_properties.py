"""Whatever is recorded of a meeting, and however little: its facts can be told, and agree with its obligations."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from meetings import dates
from meetings.dates import Rules
from meetings.facts import KEYS, PaperTold, Told, facts

ON = date(2016, 9, 8)
days = st.dates(date(2012, 1, 1), date(2024, 12, 31))
near = st.integers(-40, 400).map(lambda number: ON + timedelta(days=number))
day = st.none() | near
few = st.none() | st.integers(1, 30)
number = st.none() | st.integers(0, 32_767)
yes = st.none() | st.booleans()
text = st.text(max_size=20)
counts = st.sampled_from(["clear_days", "clear_working_days"])
rules = st.builds(
    Rules, notice_days=few, notice_count=counts, papers_days=few, papers_count=counts,
    draft_minutes=st.sampled_from(["", "working_days", "next_papers"]), draft_minutes_days=few, ratified_days=few,
    meetings_a_year=few, source=text,
)  # fmt: skip
papers = st.lists(
    st.builds(PaperTold, on=day, at=st.none() | st.times(), has_reason=st.booleans(), is_agenda=st.booleans()),
    max_size=4,
).map(tuple)
meetings = st.builds(
    Told, on=near | days, kind=st.sampled_from(["governing_body", "annual", "primary_care", "other"]),
    state=st.sampled_from(["planned", "held", "postponed", "cancelled"]), regime=st.sampled_from(["CCG", "ICB"]),
    state_on=day, state_why=text, starts=st.none() | st.just(time(13)), in_public=yes, convened_on=day,
    inside=st.booleans(), rules=rules, next_on=day, notice_on=day, agenda_on=day, papers=papers, record_on=day,
    voting_present=number, voting_members=number, quorate=yes, public_present=number, had_part2=yes, resolution=text,
    resolution_why=text, minutes_draft_on=day, minutes_on=day, ratified_on=day, ask_by=day,
    questions=st.integers(0, 3), questions_answered=st.integers(0, 3), questions_unpublished=st.integers(0, 3),
    has_recording=st.booleans(), presents_year=number, report_presented=yes, report_published_on=day,
)  # fmt: skip


@settings(max_examples=150)
@given(meetings, near | days)
def test_every_fact_has_a_sentence_and_its_words(told: Told, today: date) -> None:
    found = facts(told, today)
    assert [one.key for one in found] == [key for key in KEYS if key != "report" or told.kind == "annual"]
    for one in found:
        assert one.title
        assert one.words.word
        assert one.sentence == one.sentence.strip()
        assert one.sentence.endswith(".")
        assert "breach" not in one.sentence.replace(told.state_why, "").lower()
        assert one.words.colour != "red"
        if one.in_time is False:
            assert one.words.colour in ("orange", "yellow")


@given(meetings, near | days)
def test_nothing_that_was_put_off_is_judged_or_missing(told: Told, today: date) -> None:
    if told.is_put_off(today):
        assert not [one.key for one in facts(told, today) if one.is_missing or one.in_time is not None]


@given(near, near, rules, st.sampled_from(["CCG", "ICB"]))
def test_notice_is_in_time_as_its_obligation_is(on: date, notice_on: date, own: Rules, regime: str) -> None:
    told = Told(
        on=on, kind="governing_body", state="held", regime=regime, in_public=True, rules=own, notice_on=notice_on
    )
    by = dates.notice_by(on, regime=regime, rules=own).on
    assert by is not None
    found = {one.key: one for one in facts(told, date(2031, 1, 1))}["notice"]
    assert found.in_time is (notice_on <= by)


@given(meetings, near | days)
def test_what_is_not_public_changes_nothing_that_the_public_reads(told: Told, today: date) -> None:
    outside = replace(told, inside=False, record_on=None)
    other = replace(
        outside, voting_present=None, quorate=None, public_present=7, had_part2=None, resolution="other",
        resolution_why="", report_presented=None, questions_unpublished=9,
        papers=tuple(one for one in told.papers if one.on is not None and one.on <= today),
    )  # fmt: skip
    assert facts(outside, today) == facts(other, today)
