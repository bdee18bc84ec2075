"""What every rule asks, and how it is read."""

from datetime import date

import pytest

from duties.clocks import RULE_INPUTS, Gives
from duties.codes import FROM_EVENTS
from duties.explain import UnknownRule, answer_event
from tests.duties.clocks.asking import gives, refused


@pytest.mark.parametrize(
    ("rule", "inputs", "name", "words"),
    [
        ("foi_due", {}, "received", "this rule needs it"),
        ("foi_due", {"received": ""}, "received", "this rule needs it"),
        ("foi_due", {"received": None}, "received", "this rule needs it"),
        ("foi_due", {"received": "11/11/2013"}, "received", "write a date as 2016-12-31"),
        ("foi_due", {"received": "20131111"}, "received", "write a date as 2016-12-31"),
        ("foi_due", {"received": 20131111}, "received", "write a date as 2016-12-31"),
        ("foi_due", {"received": ["2013-11-11"]}, "received", "write a date as 2016-12-31"),
        ("foi_due", {"received": "2013-02-29"}, "received", "there is no 2013-02-29 in the calendar"),
        ("foi_due", {"received": "1989-12-31"}, "received", "from 1990 to 2099"),
        ("spend_25k_due", {"publish_month": "2014-13"}, "publish_month", "write a month as 2016-12"),
        ("fy_period", {"fy": "2016/18"}, "fy", "write a financial year as 2016/17"),
        ("fy_period", {"fy": 2016}, "fy", "write a financial year as 2016/17"),
        ("fy_period", {"fy": "2016/17", "regime": "PCT"}, "regime", "use one of CCG, ICB"),
        ("notice_latest", {"meeting": "2018-05-24", "clear_days": "x"}, "clear_days", "whole number from 1 to 60"),
        ("notice_latest", {"meeting": "2018-05-24", "clear_days": 3.5}, "clear_days", "whole number from 1 to 60"),
        ("personal_data_due", {"aware": "2018-05-25T25:30"}, "aware", "there is no 2018-05-25T25:30"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name_and_in_words(rule, inputs, name, words):
    fault = refused(rule, **inputs)
    assert fault.name == name
    assert words in fault.message


def test_a_regime_may_always_be_told_and_must_be_one_that_there_is():
    assert gives("foi_due", received="2022-06-20", regime="ICB") == "2022-07-19"
    assert gives("foi_due", received="2022-06-20", regime="") == "2022-07-19"
    assert refused("foi_due", received="2022-06-20", regime="PCT").name == "regime"


def test_dates_may_be_dates():
    assert gives("foi_due", received=date(2013, 11, 11)) == "2013-12-10"
    assert gives("spend_25k_due", publish_month=date(2014, 5, 20)) == "2014-05-22"


def test_a_rule_that_nobody_knows_is_refused_by_name():
    with pytest.raises(UnknownRule, match="foi_when"):
        answer_event("foi_when", {})


def test_every_rule_cites_what_it_rests_on_and_asks_plainly():
    for rule in RULE_INPUTS.values():
        words = rule.works.__doc__ or ""
        assert any(mark in words for mark in ("Act", "SI ", "Guidance", "guidance", "Local policy", "GDPR")), rule.name
        assert rule.section
        assert (rule.basis == "local policy") == rule.section.startswith("Local policy"), rule.name
        assert rule.basis == "guidance" or not rule.section.startswith("Guidance"), rule.name
        assert ("recalled" in rule.section) == (rule.sure != "CONFIRMED") or rule.name == "notice_latest", rule.name
        assert rule.sure in ("CONFIRMED", "MIXED", "RECALLED")
        for one in rule.inputs:
            assert one.label.endswith("?") or one.name in ("events", "weekend_receipt"), (rule.name, one.name)


def test_every_rule_says_what_comes_back():
    assert {rule.gives for rule in RULE_INPUTS.values()} == set(Gives)
    assert "clear_days" in {one.name for one in RULE_INPUTS["notice_latest"].inputs}


def test_every_code_that_follows_from_an_event_has_a_rule_for_it():
    from duties.event_codes import EVENT_CODES

    assert set(EVENT_CODES) == set(FROM_EVENTS)
