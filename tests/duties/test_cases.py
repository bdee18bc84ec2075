"""Worked cases of the law: our own file passes whole, and a file with a fault is told where the fault is."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

import duties
from bodies.csvfile import DataFileError
from duties.cases import NOT_COVERED, Outcome, check, read_cases
from duties.clocks import RULE_INPUTS

FILE = Path(duties.__file__).parent / "data" / "law_cases.csv"
HEADER = "case_id,rule,inputs_json,expected_json\n"
GOOD = 'a,fy_of,"{""date"": ""2014-03-31""}","""2013/14"""\n'


@pytest.fixture
def file(tmp_path):
    def write(content: str | bytes) -> Path:
        path = tmp_path / "cases.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def line(rule: str, inputs: object, expected: object) -> str:
    cells = [json.dumps(cell).replace('"', '""') for cell in (inputs, expected)]
    return f'x,{rule},"{cells[0]}","{cells[1]}"\n'


@pytest.mark.parametrize("case", read_cases(FILE), ids=lambda case: case.case_id)
def test_the_worked_case(case):
    result = check(case)
    assert result.outcome is (Outcome.NOT_COVERED if case.rule in NOT_COVERED else Outcome.PASSED), result


def test_the_file_has_cases_for_the_rules_of_time_and_we_know_them_all():
    rules = {case.rule for case in read_cases(FILE)}
    assert rules - set(NOT_COVERED) <= set(RULE_INPUTS)
    assert not set(NOT_COVERED) & set(RULE_INPUTS)


def test_the_command_ends_with_one_line_of_numbers_and_names_what_is_not_covered(capsys):
    call_command("check_deadlines", str(FILE))
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "43 passed, 0 failed"
    assert "Not covered yet, and not counted: ccg_name_form (7 cases)" in lines


def test_a_miss_is_printed_with_its_working_and_the_status_is_1(file, capsys):
    wrong = line("foi_due", {"received": "2013-11-11"}, "2013-12-09")
    with pytest.raises(SystemExit) as caught:
        call_command("check_deadlines", str(file(HEADER + GOOD + wrong)))
    assert caught.value.code == 1
    out = capsys.readouterr().out
    assert 'x (line 3), foi_due: the answer is "2013-12-10", and "2013-12-09" was expected.' in out
    assert "Saint Andrew's Day" in out
    assert out.splitlines()[-1] == "1 passed, 1 failed"


@pytest.mark.parametrize(
    ("rule", "inputs", "words"),
    [
        ("foi_when", {}, "There is no rule called 'foi_when'."),
        ("foi_due", {"received": "2013-11-31"}, "Received: there is no 2013-11-31 in the calendar."),
        ("foi_due", {}, "Received: this rule needs it"),
        ("foi_due", {"received": "2013-11-11", "sender": "x"}, "Sender: this rule takes no such input"),
    ],
)
def test_an_unknown_rule_and_bad_inputs_count_as_failed_in_words(file, capsys, rule, inputs, words):
    with pytest.raises(SystemExit):
        call_command("check_deadlines", str(file(HEADER + line(rule, inputs, "2013-12-09"))))
    out = capsys.readouterr().out
    assert words in out
    assert out.splitlines()[-1] == "0 passed, 1 failed"


@pytest.mark.parametrize(
    ("rule", "inputs", "expected"),
    [
        ("foi_on_time", {"received": "2014-03-03", "replied": "2014-04-02"}, True),
        ("foi_on_time", {"received": "2014-03-03", "replied": "2014-04-02"}, 0),  # false is no number
        ("plan_due", {"fy": "2022/23", "regime": "ICB"}, "2022-03-31"),
        ("notice_latest", {"meeting": "2018-05-24"}, {"calendar": "2018-05-20"}),
    ],
)
def test_answers_that_are_no_date_can_miss_too(file, capsys, rule, inputs, expected):
    with pytest.raises(SystemExit):
        call_command("check_deadlines", str(file(HEADER + line(rule, inputs, expected))))
    assert capsys.readouterr().out.splitlines()[-1] == "0 passed, 1 failed"


def test_no_date_is_null(file, capsys):
    call_command("check_deadlines", str(file(HEADER + line("plan_due", {"fy": "2022/23", "regime": "ICB"}, None))))
    assert capsys.readouterr().out == "1 passed, 0 failed\n"


def test_further_columns_other_orders_blank_lines_and_a_byte_order_mark_are_no_fault(file):
    content = (
        'note,expected_json,rule,inputs_json,case_id,note\n\n,"""2013/14""",fy_of,"{""date"": ""2014-03-31""}",a\n,,\n'
    )
    [case] = read_cases(file(b"\xef\xbb\xbf" + content.encode()))
    assert (case.line, check(case).outcome) == (3, Outcome.PASSED)


def test_a_file_without_cases_passes(file, capsys):
    call_command("check_deadlines", str(file(HEADER)))
    assert capsys.readouterr().out == "0 passed, 0 failed\n"


@pytest.mark.parametrize(
    ("content", "at", "column", "words"),
    [
        ("", 1, "", "the file is empty"),
        ("case_id,rule,inputs_json\n", 1, "expected_json", "this column is missing"),
        ("rule,case_id,rule,inputs_json,expected_json\n", 1, "rule", "there twice"),
        (HEADER + GOOD + "b,fy_of,{date},2\n", 3, "inputs_json", "not well-formed JSON"),
        (HEADER + 'b,fy_of,"{""date""}","""x"""\n', 2, "inputs_json", "not well-formed JSON"),
        (HEADER + 'b,fy_of,"{}",x\n', 2, "expected_json", "not well-formed JSON"),
        (HEADER + 'b,fy_of,"[]",1\n', 2, "inputs_json", "JSON object"),
        (HEADER + 'b,fy_of,"{""a"": 1, ""a"": 2}",1\n', 2, "inputs_json", "stands twice"),
        (HEADER + "b,fy_of,{}\n", 2, "expected_json", "must not be empty"),
        (HEADER + ",fy_of,{},1\n", 2, "case_id", "must not be empty"),
        (HEADER + "b,fy_of,{},1,2\n", 2, "", "5 cells under 4 columns"),
        (HEADER + GOOD + 'b,"fy_of\n', 3, "", "not well-formed CSV"),
        (HEADER.encode() + GOOD.encode() + b"b,\xff,{},1\n", 3, "", "not UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_says_where(file, content, at, column, words):
    path = file(content)
    with pytest.raises(DataFileError) as caught:
        read_cases(path)
    assert (caught.value.line, caught.value.column) == (at, column)
    assert words in caught.value.message
    with pytest.raises(CommandError, match=f"cases.csv, line {at}") as refused:
        call_command("check_deadlines", str(path))
    assert refused.value.returncode == 2


def test_a_file_that_is_not_there_says_so_with_status_2(tmp_path):
    for path in (tmp_path / "nothing.csv", tmp_path):
        with pytest.raises(CommandError, match="cannot be read") as refused:
            call_command("check_deadlines", str(path))
        assert refused.value.returncode == 2


@pytest.mark.django_db
def test_the_bank_holidays_that_were_entered_here_are_known_on_request(file, capsys):
    from datetime import date

    from django.utils import timezone

    from duties.models import ProclaimedHoliday

    ProclaimedHoliday.objects.create(
        on=date(2016, 10, 20), nations=["England"], title="Day of mourning", source="test", entered_at=timezone.now()
    )
    path = file(HEADER + line("foi_due", {"received": "2016-10-17"}, "2016-11-15"))
    call_command("check_deadlines", str(path), entered_holidays=True)
    with pytest.raises(SystemExit):
        call_command("check_deadlines", str(path))
