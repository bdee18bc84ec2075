"""The facts of a meeting, in the words that people read."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from meetings.dates import Rules
from meetings.facts import KEYS, Fact, PaperTold, Told, facts
from meetings.facts.law import law_of

TODAY = date(2016, 10, 17)
HELD_ON = date(2016, 9, 8)  # a Thursday
OWN = Rules(
    notice_days=5, notice_count="clear_working_days", papers_days=5, papers_count="clear_working_days",
    draft_minutes="working_days", draft_minutes_days=10, ratified_days=3, source="Standing orders 3.4.",
)  # fmt: skip


def told(**fields: Any) -> Told:
    given = {"on": HELD_ON, "kind": "governing_body", "state": "held", "regime": "CCG", "in_public": True}
    return Told(**(given | {"record_on": HELD_ON} | fields))


def fact(key: str, today: date = TODAY, **fields: Any) -> Fact:
    return {one.key: one for one in facts(told(**fields), today)}[key]


def said(key: str, today: date = TODAY, **fields: Any) -> str:
    return fact(key, today, **fields).sentence


def papers(*days: date | None, **fields: Any) -> dict[str, Any]:
    return {"papers": tuple(PaperTold(on, **fields) for on in days)}


def test_facts_come_in_the_order_in_which_they_are_read() -> None:
    keys = [one.key for one in facts(told(), TODAY)]
    assert keys == ["held", "notice", "papers", "attendance", "part2", "minutes", "questions", "recording"]
    assert [one.key for one in facts(told(kind="annual"), TODAY)] == [*keys, "report"] == list(KEYS)


def test_of_a_meeting_of_which_nobody_recorded_anything_all_is_named_and_grey() -> None:
    found = facts(Told(on=HELD_ON, kind="annual", state="planned", regime="CCG", in_public=True), date(2018, 1, 1))
    assert {one.words.colour for one in found} == {"grey"}
    assert {one.words.word for one in found} == {"Not recorded"}
    assert not [one.key for one in found if one.in_time is not None]
    assert [one.key for one in found if not one.is_missing] == ["recording"]


class TestNotice:
    def test_of_a_group_without_rules_three_clear_days_are_good_practice(self) -> None:
        found = fact("notice", notice_on=date(2016, 8, 31))
        assert found.sentence == (
            "Notice was published 7 clear days before; 3 were needed (good practice borrowed from an Act of 1960 that "
            "did not bind it)."
        )
        assert (found.in_time, found.words.word) == (True, "On time")

    @pytest.mark.parametrize(
        ("day", "number", "in_time"), [(3, "4 clear days", True), (4, "3 clear days", True), (5, "2 clear days", False)]
    )
    def test_clear_days_leave_out_both_ends(self, day: int, number: str, in_time: bool) -> None:
        found = fact("notice", notice_on=date(2016, 9, day))
        assert number in found.sentence
        assert found.in_time is in_time

    def test_later_than_good_practice_is_after_a_target_and_no_more(self) -> None:
        found = fact("notice", notice_on=date(2016, 9, 6))
        assert (found.words.word, found.words.colour) == ("2 days after the target", "yellow")
        assert found.sentence.endswith("that did not bind it), so by 4 September 2016.")

    def test_the_bodys_own_rule_counts_in_its_own_days_and_is_named(self) -> None:
        found = fact("notice", rules=OWN, notice_on=date(2016, 8, 31))  # a weekend lies between
        assert found.sentence == (
            "Notice was published 5 clear working days before; the body's rule asks for 5 clear working days "
            "(Standing orders 3.4)."
        )
        assert found.in_time is True

    def test_a_bank_holiday_is_no_working_day(self) -> None:
        # Monday 29 August 2016 was one.
        found = fact("notice", on=date(2016, 9, 1), rules=OWN, notice_on=date(2016, 8, 24))
        assert "4 clear working days before" in found.sentence
        assert found.words.word == "Late by 1 day"
        assert found.sentence.endswith(", so by 23 August 2016.")

    def test_a_board_is_bound_by_the_act_in_words_no_surer_than_we_are(self) -> None:
        day = date(2023, 9, 7)
        found = fact("notice", date(2023, 10, 2), on=day, regime="ICB", notice_on=date(2023, 9, 1))
        assert found.sentence == (
            "Notice was published 5 clear days before; 3 were needed (Public Bodies (Admission to Meetings) Act 1960 "
            "s1(4)(a); some details are still to be verified)."
        )

    def test_a_meeting_called_at_shorter_notice_needs_it_on_that_day(self) -> None:
        called = {"convened_on": date(2016, 9, 6)}
        found = fact("notice", notice_on=date(2016, 9, 6), **called)
        assert found.in_time is True
        assert "1 clear day before" in found.sentence
        assert found.sentence.endswith("but the meeting was called at shorter notice on 6 September 2016.")
        assert fact("notice", notice_on=date(2016, 9, 7), **called).in_time is False

    def test_nobody_recorded_it(self) -> None:
        found = fact("notice")
        assert (found.words.word, found.words.colour, found.in_time) == ("Not recorded", "grey", None)
        assert found.is_missing
        assert found.sentence.startswith("When notice was published is not recorded.")

    def test_until_its_day_it_is_not_due_yet(self) -> None:
        coming = {"on": date(2016, 10, 21), "state": "planned", "record_on": None}
        found = fact("notice", **coming)
        assert (found.words.word, found.is_missing) == ("Not due yet", False)
        assert found.sentence.startswith("Notice is due by 17 October 2016:")
        assert fact("notice", date(2016, 10, 18), **coming).is_missing

    def test_what_was_published_later_is_not_known_yet(self) -> None:
        assert fact("notice", date(2016, 9, 1), notice_on=date(2016, 9, 2)).is_recorded is False

    def test_without_a_meeting_in_public_there_is_nothing_to_keep(self) -> None:
        assert fact("notice", in_public=False).words.word == "Nothing due"
        unknown = fact("notice", in_public=None, notice_on=date(2016, 9, 7))
        assert (unknown.sentence, unknown.in_time) == ("Notice was published on the day before the meeting.", None)


class TestPapers:
    IN_TIME, LATE = date(2016, 9, 1), date(2016, 9, 6)

    def test_late_ones_are_counted_with_how_many_have_a_reason(self) -> None:
        listed = (*(PaperTold(self.IN_TIME),) * 7, PaperTold(self.LATE, has_reason=True), PaperTold(self.LATE))
        found = fact("papers", agenda_on=self.IN_TIME, papers=listed)
        assert found.sentence == (
            "2 of 9 papers were published after the deadline (1 with a reason stated). The agenda was published "
            "6 clear days before. The deadline was 4 September 2016: 3 clear days are good practice (borrowed from an "
            "Act of 1960 that did not bind it)."
        )
        assert (found.in_time, found.words.word) == (False, "2 of 9 papers after the target")

    def test_by_a_rule_of_the_body_they_are_late(self) -> None:
        found = fact("papers", rules=OWN, agenda_on=date(2016, 8, 1), **papers(self.LATE))
        assert found.words.word == "1 of 1 papers late"
        assert found.sentence.startswith("1 of 1 paper was published after the deadline (0 with a reason stated).")

    def test_all_in_time(self) -> None:
        found = fact("papers", agenda_on=self.IN_TIME, **papers(self.IN_TIME, self.IN_TIME))
        assert found.in_time is True
        assert found.sentence.startswith("2 of 2 papers are published, none after the deadline. The agenda")

    def test_any_time_of_the_last_day_is_in_time(self) -> None:
        last = {"agenda_on": date(2016, 9, 4), **papers(date(2016, 9, 4), at=time(23, 59))}
        assert fact("papers", **last).in_time is True

    def test_what_came_after_it_had_begun_is_told_where_a_time_tells(self) -> None:
        after = "1 came after the meeting had begun."
        begun = {"agenda_on": self.IN_TIME, "starts": time(13, 0)}
        assert after in said("papers", **begun, **papers(HELD_ON, at=time(13, 0)))
        assert after not in said("papers", **begun, **papers(HELD_ON, at=time(12, 59)))
        assert after not in said("papers", **begun, **papers(HELD_ON))  # without a time nobody knows
        assert after in said("papers", **begun, **papers(date(2016, 9, 9)))

    def test_an_agenda_that_nobody_dated_is_named(self) -> None:
        found = fact("papers", **papers(self.IN_TIME))
        assert "When the agenda was published is not recorded." in found.sentence
        assert (found.in_time, found.words.word, found.is_missing) == (None, "Not recorded", True)

    def test_a_late_document_of_the_agenda_is_late(self) -> None:
        document = PaperTold(self.LATE, is_agenda=True)
        found = fact("papers", agenda_on=self.IN_TIME, papers=(document,))
        assert (found.in_time, found.words.word) == (False, "Agenda after the target")

    def test_what_is_not_published_is_told_only_inside(self) -> None:
        waiting = {"agenda_on": self.IN_TIME, **papers(self.IN_TIME, None)}
        assert "1 of 1 paper is published" in said("papers", **waiting)
        inside = fact("papers", inside=True, **waiting)
        assert "1 of 2 papers is published, none after the deadline. 1 paper is not published." in inside.sentence
        assert (inside.in_time, inside.is_missing) == (None, True)

    def test_nobody_recorded_them_and_not_due_yet(self) -> None:
        assert fact("papers").is_missing
        coming = fact("papers", on=date(2016, 12, 8), state="planned")
        assert coming.sentence.startswith("Agenda and papers are due by 4 December 2016:")


class TestMinutes:
    DRAFT = date(2016, 9, 26)

    def test_the_local_target_says_that_it_is_local(self) -> None:
        found = fact("minutes", minutes_draft_on=self.DRAFT)
        assert found.sentence == (
            "Draft minutes were published 12 working days after; target 20 (local policy). Ratified minutes wait for "
            "the next meeting, which is not planned yet."
        )
        assert (found.in_time, found.is_recorded) == (True, True)

    def test_by_the_bodys_own_rule(self) -> None:
        found = fact("minutes", rules=OWN, minutes_draft_on=self.DRAFT)
        asked = "the body's rule asks for 10 working days (Standing orders 3.4), so by 22 September 2016."
        assert f"12 working days after; {asked}" in found.sentence
        assert found.words.word == "Late by 4 days"

    def test_with_the_papers_of_the_next_meeting(self) -> None:
        rules = Rules(draft_minutes="next_papers", source="Standing orders 3.4")
        found = fact("minutes", rules=rules, next_on=date(2016, 11, 10), minutes_draft_on=self.DRAFT)
        assert "with the papers of the next meeting (Standing orders 3.4), so by 6 November 2016." in found.sentence
        assert found.in_time is True
        assert "is not planned yet" in said("minutes", rules=rules)

    def test_ratified_ones_are_told_as_well(self) -> None:
        ratified = {"minutes_draft_on": self.DRAFT, "next_on": date(2016, 10, 6)}
        found = fact("minutes", **ratified, minutes_on=date(2016, 10, 11), ratified_on=date(2016, 10, 6))
        asked = "Ratified minutes, approved on 6 October 2016, were published 3 working days after the next meeting"
        assert f"{asked}; target 5 (local policy)." in found.sentence
        gap = fact("minutes", **ratified)
        assert (gap.in_time, gap.words.word, gap.is_missing) == (None, "Ratified not recorded", True)
        assert "They were due by 13 October 2016: the target is 5 working days (local policy)." in gap.sentence

    def test_ratified_ones_without_a_draft_answer_for_both(self) -> None:
        found = fact("minutes", minutes_on=self.DRAFT)
        assert found.sentence.startswith("Minutes (no draft is recorded) were published 12 working days after")

    def test_nobody_recorded_them_and_not_due_yet(self) -> None:
        assert fact("minutes", date(2016, 10, 6)).sentence == (
            "Draft minutes are due by 6 October 2016: the target is 20 working days (local policy)."
        )
        assert fact("minutes", date(2016, 10, 7)).is_missing


class TestWhatHappened:
    def test_a_day_that_passed_without_a_word_is_not_recorded(self) -> None:
        assert said("held", state="planned") == "Whether it was held is not recorded."
        assert fact("held", HELD_ON, state="planned").is_missing is False

    def test_what_was_put_off_says_so_and_owes_nothing_more(self) -> None:
        found = facts(told(state="cancelled", state_why="Too few could come.", notice_on=date(2016, 8, 1)), TODAY)
        assert found[0].sentence == (
            "It was cancelled. It was to be on 8 September 2016. The reason: Too few could come."
        )
        assert not [one.key for one in found if one.is_missing]
        assert found[1].sentence == (
            "Notice had been published on 1 August 2016. Nothing more is due: the meeting was cancelled."
        )
        assert {one.sentence for one in found[3:]} == {"Nothing is due: the meeting was cancelled."}

    def test_what_was_put_off_later_was_planned_until_then(self) -> None:
        assert said("held", date(2016, 9, 1), state="postponed", state_on=date(2016, 9, 2)).startswith("It is to be")

    def test_attendance(self) -> None:
        came = {"voting_present": 5, "voting_members": 6}
        assert said("attendance", quorate=True, public_present=1, **came) == (
            "5 of 6 voting members attended; it was quorate. 1 member of the public came."
        )
        assert fact("attendance", quorate=False, **came).words.word == "Not quorate"
        unknown = fact("attendance", **came)
        assert "whether it was quorate is not recorded" in unknown.sentence
        assert unknown.is_missing

    def test_part_2_is_told_with_its_resolution_and_reason(self) -> None:
        found = fact("part2", had_part2=True, resolution="To exclude the public\nfor item 9.", resolution_why="Prices.")
        assert found.sentence == (
            "The public was excluded for part of it (Part 2), by a recorded resolution: To exclude the public for "
            "item 9. The reason: Prices."
        )
        assert "The resolution is not recorded. The reason is not recorded." in said("part2", had_part2=True)
        assert said("part2", had_part2=False) == "The public was not excluded from any part of it."

    @pytest.mark.parametrize("record_on", [None, date(2016, 10, 18)])
    def test_before_the_record_is_public_it_tells_only_inside(self, record_on: date | None) -> None:
        secret = {
            "record_on": record_on, "voting_present": 5, "quorate": True, "had_part2": True, "resolution": "secret",
            "resolution_why": "secret", "report_presented": True, "kind": "annual",
        }  # fmt: skip
        for key in ("attendance", "part2", "report"):
            assert fact(key, **secret).words.word == "Not recorded"
        assert not [one for one in facts(told(**secret), TODAY) if "secret" in one.sentence]
        assert "secret" in said("part2", inside=True, **secret)

    def test_questions_from_the_public(self) -> None:
        assert said("questions", questions=3, questions_answered=1) == (
            "1 of 3 questions from the public has a published answer."
        )
        assert fact("questions", questions_unpublished=2).is_missing
        assert "2 questions not published." in said("questions", questions_unpublished=2, inside=True)
        coming = {"on": date(2016, 12, 8), "state": "planned", "ask_by": date(2016, 12, 1)}
        assert said("questions", **coming) == "Questions can be asked until 1 December 2016."

    def test_no_rule_asks_for_a_recording_so_that_none_is_no_gap(self) -> None:
        assert fact("recording").is_missing is False
        assert said("recording", has_recording=True) == "A recording is published."

    def test_the_annual_report_is_to_be_out_before_it_and_presented_at_it(self) -> None:
        annual = {"kind": "annual", "presents_year": 2015, "report_published_on": date(2016, 6, 20)}
        found = fact("report", report_presented=True, **annual)
        assert found.sentence == (
            "The annual report for 2015/16: it was published on 20 June 2016, before the meeting; it was presented at "
            "the meeting."
        )
        assert found.words.word == "Published and presented"
        assert fact("report", report_presented=False, **annual).words.word == "Not presented"
        assert fact("report", **annual).is_missing
        same_day = annual | {"report_published_on": HELD_ON}
        assert fact("report", report_presented=True, **same_day).in_time is False


def test_the_law_is_that_of_the_day_and_the_body() -> None:
    group = law_of(kind="governing_body", regime="CCG", on=HELD_ON)
    assert group.sentence.startswith(
        "The Public Bodies (Admission to Meetings) Act 1960 did not apply to clinical commissioning groups; its "
        "governing body met in public under its own constitution"
    )
    board = law_of(kind="governing_body", regime="ICB", on=date(2023, 9, 7))
    assert "applies to integrated care boards (item (p), Health and Care Act 2022 Sch 4 para 3)" in board.sentence
    assert (group.confidence, board.confidence) == ("MIXED", "CONFIRMED")
    assert "outside that time" in law_of(kind="annual", regime="CCG", on=date(2012, 12, 1)).sentence
    assert "gives that meeting no date" in law_of(kind="annual", regime="CCG", on=HELD_ON).sentence
