"""The laws of requests and the kinds of their events. Pure."""

from __future__ import annotations

from casework.course.events import MISTAKE

FOI, EIR = "foi", "eir"

ASKED, CLARIFIED, NOT_CLARIFIED = "clarification_asked", "clarification_received", "not_clarified"
NOTICE, PAID = "fees_notice", "fee_paid"
EXTENDED, ANSWERED = "extended", "answered"
TRANSFERRED, WITHDRAWN = "transferred", "withdrawn"
REVIEW_ASKED, REVIEW_EXTENDED, REVIEW_ANSWERED = "review_asked", "review_extended", "review_answered"
REGULATOR_ASKED, REGULATOR_DECIDED = "regulator_asked", "regulator_decided"

# In the order in which several of one day are tried.
CLOCK_KINDS = (
    CLARIFIED, PAID, ASKED, NOTICE, EXTENDED, ANSWERED, NOT_CLARIFIED, TRANSFERRED, WITHDRAWN, MISTAKE,
)  # fmt: skip
ENDING = (ANSWERED, NOT_CLARIFIED, TRANSFERRED, WITHDRAWN, MISTAKE)
REVIEW_KINDS = (REVIEW_ANSWERED, REVIEW_ASKED, REVIEW_EXTENDED)
REGULATOR_KINDS = (REGULATOR_DECIDED, REGULATOR_ASKED)
KINDS = (*CLOCK_KINDS, *REVIEW_KINDS, *REGULATOR_KINDS)
