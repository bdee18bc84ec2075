"""Rules about events: a request, a complaint, a meeting, a publication. Pure: no Django, no clock, nothing is read.

`RULE_INPUTS` is the published vocabulary, by name; docs/deadlines.md tells it and a test holds the two together. Each
rule is a function of its inputs that gives a `Working`; `duties.explain` reads inputs as text and answers by name.
"""

from duties.clocks import complaints, eir, foi, meetings, publishing, years
from duties.clocks.complaints import (
    complaint_ack_due,
    complaint_in_time,
    complaint_oral_excluded,
    complaint_response_due,
)
from duties.clocks.foi import foi_due, foi_internal_review_due, foi_on_time, foi_pit_alert
from duties.clocks.meetings import interest_due, notice_latest
from duties.clocks.publishing import equality_info_due, equality_objectives_due, next_rolling_due, spend_25k_due
from duties.clocks.registry import RULE_INPUTS, Basis, EventRule, Gives

__all__ = [
    "RULE_INPUTS",
    "Basis",
    "EventRule",
    "Gives",
    "complaint_ack_due",
    "complaint_in_time",
    "complaint_oral_excluded",
    "complaint_response_due",
    "complaints",
    "eir",
    "equality_info_due",
    "equality_objectives_due",
    "foi",
    "foi_due",
    "foi_internal_review_due",
    "foi_on_time",
    "foi_pit_alert",
    "interest_due",
    "meetings",
    "next_rolling_due",
    "notice_latest",
    "publishing",
    "spend_25k_due",
    "years",
]
