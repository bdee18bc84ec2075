"""What follows from a publication, a letter or the financial year: what each rule gives, and what it refuses."""

from datetime import date

import pytest

from duties.clocks import next_rolling_due
from duties.clocks.publishing import hours_after
from duties.clocks.years import DSPT, DSPT_CONFIRMED_FROM, KO41A
from duties.explain import explain_event
from tests.duties.clocks.asking import gives, refused
from tests.duties.test_deadlines import CATALOGUE


def test_a_rolling_year_begins_with_the_publication():
    assert gives("equality_info_due", last_published="2016-02-29") == "2017-02-28"
    assert gives("equality_info_due", last_published="2019-03-01") == "2020-02-29"
    assert gives("equality_objectives_due", last_published="2020-02-29") == "2024-02-28"
    assert gives("equality_objectives_due", last_published="2013-10-13") == "2017-10-12"
    assert next_rolling_due(date(2016, 1, 25), 1) == date(2017, 1, 24)
    assert next_rolling_due(date(2018, 3, 30), 4) == date(2022, 3, 29)


@pytest.mark.parametrize(
    ("last_published", "section", "notes"),
    [
        ("2016-03-30", "SI 2011/2260 reg 2 (to 30 March 2017)", 0),
        ("2016-03-31", "SI 2011/2260 reg 2 (to 30 March 2017)", 0),
        ("2016-04-01", "SI 2017/353 reg 4", 1),
        ("2017-03-30", "SI 2017/353 reg 4", 1),
        ("2017-03-31", "SI 2017/353 reg 4", 0),
    ],
)
def test_the_equality_rules_are_those_in_force_when_the_year_ends(last_published, section, notes):
    found = explain_event("equality_info_due", {"last_published": last_published})
    assert (found.section, len(found.notes)) == (section, notes)


def test_spending_contracts_pay_and_letters():
    assert gives("spend_25k_due", publish_month="2013-01") == "2013-01-22"
    assert gives("spend_25k_due", publish_month="2015-03") == "2015-03-20"  # Saint Patrick's Day counts
    assert gives("contract_award_due", awarded="2016-02-01") == "2016-03-02"
    assert gives("auditor_report_meeting_due", received="2016-01-31") == "2016-02-29"
    assert gives("gender_pay_due", fy="2017/18") == "2018-03-30"
    assert gives("healthwatch_reply_due", received="2014-03-03") == "2014-03-31"
    assert gives("scrutiny_reply_due", received="2014-03-03") == "2014-03-31"
    assert gives("provider_evidence_due", asked="2014-07-21") == "2014-08-18"


def test_seventy_two_hours_are_hours_also_when_the_clocks_change():
    assert gives("personal_data_due", aware="2018-05-25") == "2018-05-28"
    assert gives("personal_data_due", aware="2018-05-25T14:30") == "2018-05-28T14:30"
    assert gives("personal_data_due", aware="2020-10-24T14:30") == "2020-10-27T13:30"
    assert gives("personal_data_due", aware="2021-03-27T00:30") == "2021-03-30T01:30"
    assert gives("personal_data_due", aware="2020-10-25T01:30") == "2020-10-28T00:30"  # the first of two such hours
    assert hours_after(date(2018, 5, 25), 25).on == date(2018, 5, 26)


def test_auditors_are_appointed_in_the_year_before():
    assert gives("auditor_appointment_due", fy="2022/23") == "2021-12-31"
    assert gives("auditor_appointment_due", fy="2022/23", regime="CCG") == "2021-12-31"
    assert gives("auditor_appointment_due", fy="2023/24", regime="ICB") == "2022-12-31"
    first = explain_event("auditor_appointment_due", {"fy": "2022/23", "regime": "ICB"})
    assert (first.answer, first.strictly_before) == (date(2022, 9, 30), date(2022, 10, 1))
    assert "SI 2022/734" in first.section
    assert refused("auditor_appointment_due", fy="2021/22", regime="ICB").name == "fy"
    assert refused("auditor_appointment_due", fy="2023/24").name == "fy"
    assert explain_event("auditor_appointment_due", {"fy": "2016/17"}).notes


def test_plans_come_before_the_year_and_boards_owe_none_before_their_first():
    assert gives("plan_due", fy="2023/24", regime="ICB") == "2023-03-31"
    assert gives("plan_due", fy="2022/23", regime="ICB") is None
    assert gives("plan_due", fy="2013/14") == "2013-03-31"


def test_a_day_lies_in_the_year_of_its_april():
    edges = {"2013-03-31": "2012/13", "2013-04-01": "2013/14", "2020-02-29": "2019/20", "2099-12-31": "2099/00"}
    for day, year in edges.items():
        assert gives("fy_of", date=day) == year


def test_the_first_and_the_last_year_of_a_body_are_short():
    assert gives("fy_period", fy="2016/17") == ["2016-04-01", "2017-03-31"]
    assert gives("fy_period", fy="2022/23") == ["2022-04-01", "2023-03-31"]
    assert gives("fy_period", fy="2021/22", regime="CCG") == ["2021-04-01", "2022-03-31"]
    assert gives("fy_period", fy="2023/24", regime="ICB") == ["2023-04-01", "2024-03-31"]
    assert gives("fy_period", fy="2016/17", established="2016-06-01") == ["2016-06-01", "2017-03-31"]
    closed = gives("fy_period", fy="2016/17", established="2013-04-01", closed="2016-12-31")
    assert closed == ["2016-04-01", "2016-12-31"]
    assert refused("fy_period", fy="2016/17", closed="2016-03-31").name == "fy"
    assert refused("fy_period", fy="2012/13", regime="CCG").name == "fy"
    assert refused("fy_period", fy="2021/22", regime="ICB").name == "fy"


@pytest.mark.parametrize(
    ("year", "due"),
    [("2013/14", "2014-03-31"), ("2018/19", "2019-03-31"), ("2021/22", "2022-06-30"), ("2022/23", None)],
)
def test_the_toolkit_follows_its_table_and_beyond_it_nothing_is_invented(year, due):
    assert gives("dspt_due", fy=year) == due


def test_remarks_and_titles_are_those_of_the_year():
    def told(rule: str, year: str, **more: str) -> tuple[str, bool]:
        found = explain_event(rule, {"fy": year, **more})
        return found.title, bool(found.notes)

    old, new = "Publish the Information Governance Toolkit", "Publish the Data Security and Protection Toolkit"
    assert [told("dspt_due", year) for year in ("2017/18", "2018/19", "2019/20")] == [
        (old, True),
        (new, True),
        (new, False),
    ]
    assert [told("auditor_appointment_due", year)[1] for year in ("2016/17", "2017/18")] == [True, False]
    assert [told("plan_due", year)[1] for year in ("2013/14", "2014/15")] == [True, False]
    assert explain_event("plan_due", {"fy": "2023/24", "regime": "ICB"}).section == "NHS Act 2006 s14Z52(1)"
    assert explain_event("plan_due", {"fy": "2014/15"}).section == "NHS Act 2006 s14Z11(1)"


def test_a_year_may_be_one_day_long():
    one_day = gives("fy_period", fy="2016/17", established="2016-06-01", closed="2016-06-01")
    assert one_day == ["2016-06-01", "2016-06-01"]


def test_the_complaints_return_is_asked_for_by_quarter_while_it_was_quarterly():
    assert gives("ko41a_due", fy="2016/17", quarter="Q1") == "2016-07-27"
    assert gives("ko41a_due", fy="2016/17", quarter="Q4") is None
    assert gives("ko41a_due", fy="2024/25") == "2025-06-27"
    assert gives("ko41a_due", fy="2014/15") is None
    assert refused("ko41a_due", fy="2016/17").name == "quarter"
    assert refused("ko41a_due", fy="2015/16").name == "quarter"
    assert refused("ko41a_due", fy="2021/22").name == "quarter"
    assert refused("ko41a_due", fy="2022/23", quarter="Q1").name == "quarter"


def test_the_tables_here_are_those_of_the_data_file():
    rows = {(row.key, row.year.start_year, row.period): row for row in CATALOGUE.directed}
    assert {key[1:]: row.due_on for key, row in rows.items() if key[0] == "ko41a"} == KO41A
    toolkit = {key[1]: row for key, row in rows.items() if key[0] == "dspt"}
    assert {start: row.due_on for start, row in toolkit.items()} == DSPT
    assert {start for start, row in toolkit.items() if row.directed.confirmed} == {
        start for start in DSPT if start >= DSPT_CONFIRMED_FROM
    }


@pytest.mark.parametrize(
    ("established", "year", "required"),
    [
        ("2013-04-01", "2012/13", False),
        ("2013-04-01", "2013/14", False),
        ("2013-04-01", "2014/15", True),
        ("2020-04-01", "2021/22", True),
        ("2021-04-01", "2022/23", True),
        ("2013-04-01", "2023/24", False),
        ("2022-06-30", "2023/24", False),
        ("2022-07-01", "2022/23", False),
        ("2022-07-01", "2023/24", True),
    ],
)
def test_no_annual_report_in_the_first_year(established, year, required):
    assert gives("annual_report_required", ccg_established=established, in_fy=year) is required


def test_the_reason_says_why_no_report_is_owed():
    for year, words in (("2019/20", "did not exist yet"), ("2020/21", "its first financial year")):
        assert words in explain_event("annual_report_required", {"ccg_established": "2020-04-01", "in_fy": year}).reason
