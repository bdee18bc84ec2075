"""Worked cases of the law pass through the casework: their events are recorded, and the dates are read there."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

import duties
from bodies.models import AuditEntry, Body
from casework.models import Complaint, InformationRequest
from casework.worked import check
from duties.cases import Case, Outcome, read_cases
from duties.models import ProclaimedHoliday

FILE = Path(duties.__file__).parent / "data" / "law_cases.csv"
HEADER = "case_id,rule,inputs_json,expected_json\n"
OURS = [case for case in read_cases(FILE) if case.rule.startswith(("foi_", "complaint_"))]
RECEIVED = "2015-06-01"

pytestmark = pytest.mark.django_db


def line(rule: str, inputs: object, expected: object) -> str:
    cells = [json.dumps(cell).replace('"', '""') for cell in (inputs, expected)]
    return f'x,{rule},"{cells[0]}","{cells[1]}"\n'


@pytest.fixture
def file(tmp_path: Path) -> Any:
    def write(*lines: str) -> Path:
        path = tmp_path / "cases.csv"
        path.write_text(HEADER + "".join(lines))
        return path

    return write


def answer(rule: str, **inputs: object) -> object:
    """What the casework answers; the words of its refusal where it refuses."""
    result = check(Case(2, "x", rule, inputs, None))
    return result.fault or result.answer


def test_our_file_has_a_case_for_each_clock_of_requests_and_complaints() -> None:
    found = Counter(case.rule for case in OURS)
    assert len(OURS) == 23
    assert found["foi_due"] == 8
    assert len(found) == 9


@pytest.mark.parametrize("case", OURS, ids=lambda case: case.case_id)
def test_the_worked_case_passes_through_the_casework(case: Case) -> None:
    result = check(case)
    assert result.outcome is Outcome.PASSED, result


def test_they_pass_with_the_duties_loaded_and_open_what_they_owe_for_nobody(catalogue: None) -> None:
    entries = AuditEntry.objects.count()
    assert {check(case).outcome for case in OURS} == {Outcome.PASSED}
    assert not Body.objects.exists()
    assert not InformationRequest.objects.exists()
    assert not Complaint.objects.exists()
    assert AuditEntry.objects.count() == entries


def test_the_command_ends_with_one_line_of_numbers_and_names_what_is_of_other_rooms(capsys) -> None:
    call_command("check_casework", str(FILE))
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "23 passed, 0 failed"
    assert "Not of the casework, and not counted: notice_latest (3 cases)" in lines
    assert "Not of the casework, and not counted: ccg_name_form (7 cases)" in lines


def test_a_wrong_expectation_is_printed_with_the_working_of_the_log_and_the_status_is_1(file, capsys) -> None:
    wrong = line("foi_due", {"received": "2013-11-11"}, "2013-12-09")
    right = line("foi_due", {"received": "2013-11-11"}, "2013-12-10")
    with pytest.raises(SystemExit) as caught:
        call_command("check_casework", str(file(wrong, right)))
    assert caught.value.code == 1
    out = capsys.readouterr().out
    assert 'x (line 2), foi_due: the answer is "2013-12-10", and "2013-12-09" was expected.' in out
    assert "Saint Andrew's Day" in out
    assert out.splitlines()[-1] == "1 passed, 1 failed"


def test_a_file_that_cannot_be_read_has_the_status_2(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read") as refused:
        call_command("check_casework", str(tmp_path / "nothing.csv"))
    assert refused.value.returncode == 2


@pytest.mark.parametrize(
    ("rule", "inputs", "expected"),
    [
        # Events in a list: clarified twice, then paid for; 24 June to 1 July do not count, that is six working days.
        ("foi_due", {"events": [{"clarification_asked": "2015-06-03", "clarification_received": "2015-06-10"},
                                {"clarification_asked": "2015-06-12", "clarification_received": "2015-06-16"},
                                {"fees_notice": "2015-06-24", "fee_paid": "2015-07-01"}]}, "2015-07-23"),
        ("foi_due", {"events": [{"clarification_asked": "2015-06-03"}]}, None),
        ("foi_due_clarified", {"clarification_received": "2015-06-10"}, "2015-07-08"),
        ("foi_due_fee", {"fees_notice": "2015-06-10"}, None),
        ("foi_due_fee", {"fees_notice": "2015-06-10", "fee_paid": "2015-09-10"}, None),  # lapsed a day before
        ("foi_pit_alert", {"clarification_asked": "2015-06-03"}, None),
        ("foi_pit_alert", {"clarification_asked": "2015-06-03", "clarification_received": "2015-06-08"},
         {"notice_due": "2015-07-06", "decision_alert": "2015-08-05"}),
        ("foi_on_time", {"replied": "2015-06-29"}, True),
        ("foi_on_time", {"replied": "2015-06-30"}, False),
        ("foi_internal_review_due", {}, "2015-06-29"),
        ("foi_internal_review_due", {"extension_notice": "2015-06-29"}, "2015-07-28"),
        ("eir_due", {}, "2015-06-29"),
        ("eir_due", {"fees_notice": "2015-06-10", "fee_paid": "2015-06-24"}, "2015-07-15"),
        ("eir_extended_due", {"extension_notice": "2015-06-29"}, "2015-07-28"),
        ("eir_extended_due", {"extension_notice": "2015-06-08", "fees_notice": "2015-06-10",
                              "fee_paid": "2015-06-24"}, "2015-08-13"),
        ("eir_review_due", {}, "2015-07-28"),
        ("complaint_ack_due", {}, "2015-06-04"),
        ("complaint_response_due", {"agreed_on": "2015-11-30", "agreed_until": "2016-01-31"}, "2016-01-31"),
    ],
)  # fmt: skip
def test_what_happens_meanwhile_is_recorded_as_events(rule: str, inputs: dict[str, object], expected: object) -> None:
    assert answer(rule, received=RECEIVED, **inputs) == expected


def test_fees_lapse_as_the_log_has_it() -> None:
    assert answer("foi_fee_lapses", fees_notice="2015-06-10") == "2015-09-09"
    assert answer("eir_charge_lapses", fees_notice="2015-06-10") == "2015-09-07"


@pytest.mark.parametrize(
    ("rule", "inputs", "words"),
    [
        ("foi_when", {}, "there is no rule called"),
        ("foi_due", {}, "this rule needs it"),
        ("foi_due", {"received": RECEIVED, "sender": "x"}, "takes no such input"),
        ("foi_due", {"received": RECEIVED, "regime": "PCT"}, "use one of"),
        ("foi_due", {"received": RECEIVED, "clarification_asked": "2015-05-31"}, "It cannot be before 1 June 2015"),
        ("foi_due_fee", {"received": RECEIVED, "fees_notice": "2015-07-30"}, "29 June 2015"),
        ("foi_due", {"received": RECEIVED, "events": [], "fee_paid": "2015-06-02"}, "not both"),
        ("eir_extended_due", {"received": RECEIVED, "extension_notice": "2015-06-30"}, "twentieth working day"),
        ("complaint_response_due", {"received": RECEIVED, "agreed_on": "2015-06-05"}, "give both"),
        ("complaint_oral_excluded", {"made": RECEIVED, "resolved": "2015-05-31"}, "It cannot be before 1 June 2015"),
        ("complaint_in_time", {"event": "2015-06-02", "made": RECEIVED}, "Check the days"),
    ],
)  # fmt: skip
def test_what_the_log_refuses_counts_as_failed_in_its_words(rule: str, inputs: dict[str, object], words: str) -> None:
    result = check(Case(2, "x", rule, inputs, "2015-06-29"))
    assert result.outcome is Outcome.FAILED
    assert words in result.fault


def test_a_policy_that_the_logs_do_not_have_is_named_and_not_counted(file, capsys) -> None:
    mild = {"received": "2015-06-06", "weekend_receipt": "received_next_working_day"}
    call_command("check_casework", str(file(line("foi_due", mild, "2015-07-06"))))
    lines = capsys.readouterr().out.splitlines()
    assert lines == [
        "Not of the casework, and not counted: foi_due, by a policy for weekends that the logs do not have (1 case)",
        "0 passed, 0 failed",
    ]


def test_holidays_that_were_entered_here_are_known_when_asked_for(file, capsys) -> None:
    ProclaimedHoliday.objects.create(
        on=date(2015, 6, 12), nations=["England"], title="A day of thanks", source="Test", entered_at=timezone.now()
    )
    path = str(file(line("foi_due", {"received": RECEIVED}, "2015-06-29")))
    call_command("check_casework", path)
    with pytest.raises(SystemExit):
        call_command("check_casework", path, "--entered-holidays")
    out = capsys.readouterr().out
    assert 'the answer is "2015-06-30"' in out
    assert "A day of thanks" in out
    assert ProclaimedHoliday.objects.get().withdrawn_on is None


def test_a_case_before_ccgs_and_one_after_them_work() -> None:
    assert answer("foi_due", received="2012-06-01") == "2012-07-03"
    assert answer("complaint_ack_due", received="2024-05-03") == "2024-05-09"
