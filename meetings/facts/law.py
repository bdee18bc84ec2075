"""Which law applied to a meeting, by its date and the regime of its body, in words and with how sure. Pure.

From the catalogue's rules of `governing-body-meetings-public` and `annual-public-meeting`, whose days they share. The
Public Bodies (Admission to Meetings) Act 1960 never bound groups, and binds integrated care boards.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from duties.clocks.registry import CCG, CONFIRMED, MIXED
from duties.words import CONFIDENCE_SENTENCES
from meetings.facts.told import ANNUAL

GROUPS_FROM, GROUPS_UNTIL = date(2013, 4, 1), date(2022, 6, 30)
BOARDS_FROM = date(2022, 7, 1)

_GROUP = (
    "The Public Bodies (Admission to Meetings) Act 1960 did not apply to clinical commissioning groups; its governing "
    "body met in public under its own constitution (NHS Act 2006 Sch 1A para 8)."
)
_GROUP_SURE = "We have seen that the 1960 Act did not list groups; the wording of paragraph 8 is still to be verified."
_BOARD = (
    "The Public Bodies (Admission to Meetings) Act 1960 applies to integrated care boards (item (p), Health and Care "
    "Act 2022 Sch 4 para 3)."
)
_GROUP_ANNUAL = (
    "A clinical commissioning group had to hold a meeting to present its annual report to the public (NHS Act 2006 "
    "s14Z15(6)(b)). The Act gives that meeting no date."
)
_BOARD_ANNUAL = "No Act asks an integrated care board for an annual public meeting."


@dataclass(frozen=True, slots=True)
class Law:
    """The law of a meeting in a sentence, and how sure we are of it: a word of the catalogue, and a sentence."""

    sentence: str
    confidence: str
    sure: str


def law_of(*, kind: str, regime: str, on: date) -> Law:
    """What bound a meeting of this kind, of a body of this regime, on its day."""
    if regime == CCG:
        if not GROUPS_FROM <= on <= GROUPS_UNTIL:
            span = "from 1 April 2013 to 30 June 2022"
            return _known(f"Clinical commissioning groups had duties {span}; the meeting is outside that time.")
        return _known(_GROUP_ANNUAL) if kind == ANNUAL else Law(_GROUP, MIXED, _GROUP_SURE)
    if on < BOARDS_FROM:
        return _known("Integrated care boards have duties from 1 July 2022; the meeting was before that.")
    return _known(f"{_BOARD_ANNUAL} {_BOARD}" if kind == ANNUAL else _BOARD)


def _known(sentence: str) -> Law:
    return Law(sentence, CONFIRMED, CONFIDENCE_SENTENCES[CONFIRMED])
