"""The words of returns: their titles and parts, where each stands, and its totals as a statement. Pure.

"No return made" is not "None received": of the first nobody knows anything, the second is a return with nothing in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from bodies.web.text import date_long
from duties.words import Words
from duties.years import FinancialYear

if TYPE_CHECKING:
    from casework.models import Return

FOI, COMPLAINTS, KO41A = "foi", "complaints", "ko41a"
DUTY = {FOI: "foi-statistics", COMPLAINTS: "complaints-annual-report", KO41A: "ko41a-return"}

NOT_OVER = Words("Period not over", "○", "white", 7)
NO_RETURN = Words("No return made", "○", "grey", 5)
DRAFT = Words("Draft begun", "◐", "blue", 4)
NONE_RECEIVED = Words("None received", "✓", "green", 8)
MADE = Words("Return made, not published", "◐", "purple", 6)
NOT_SENT = Words("Return made, not sent", "◐", "purple", 6)
PUBLISHED = Words("Published", "✓", "green", 8)
SENT = Words("Sent to NHS Digital", "✓", "green", 8)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a return that people write: regulation 18 asks for it (recalled)."""

    title: str
    hint: str


PARTS: dict[str, dict[str, Part]] = {
    FOI: {},
    COMPLAINTS: {
        "subjects": Part("Summary of the subject matter", "What the complaints were about"),
        "importance": Part(
            "Matters of general importance", "Arising from the complaints, or from the way in which they were handled"
        ),
        "action": Part("Action taken, or to be taken", "To improve services as a consequence of the complaints"),
    },
    KO41A: {},
}

# The totals of KO41a in the order in which they are shown: field of Ko41a, words, whether a sum of those before it.
KO41A_TOTALS = (
    ("brought_forward", "Brought forward", False),
    ("new", "New", False),
    ("upheld", "Resolved: upheld", False),
    ("partly", "Resolved: partly upheld", False),
    ("not_upheld", "Resolved: not upheld", False),
    ("unknown", "Resolved: outcome not recorded", False),
    ("resolved", "Resolved in all", True),
    ("withdrawn", "Left: withdrawn", False),
    ("passed_on", "Left: passed on to another body", False),
    ("not_taken", "Left: not taken, out of time", False),
    ("carried_forward", "Carried forward", False),
    ("not_written", "In none of these: spoken, and not written down", False),
)
OUR_READING = (
    "Brought forward and new make resolved, left and carried forward. What left without a finding (withdrawn, passed on"
    " to the body that records it, not taken) is in lines of its own: that is our reading, to be verified."
)
_NIL = {
    FOI: "No request for information was received, answered or open",
    COMPLAINTS: "No complaint was received or open",
    KO41A: "No written complaint was new or brought forward",
}


def state_words(row: Return | None, draft: Return | None, last_on: date, today: date) -> Words:
    """Where the return of a period stands: `row` is the last that was made, `draft` one that is begun."""
    if row is not None:
        if row.is_nil:
            return NONE_RECEIVED
        if row.kind == KO41A:
            return SENT if row.sent_on is not None else NOT_SENT
        return PUBLISHED if row.published_on is not None else MADE
    if draft is not None:
        return DRAFT
    return NO_RETURN if last_on < today else NOT_OVER


def title_of(row: Return) -> str:
    """Such as "KO41a complaints return, 2016/17 Q2"."""
    return str(row)


def public_path(row: Return) -> str:
    """Where anybody reads a return, among the figures that its body published of that year."""
    return f"/bodies/{row.body.code}/figures/?{urlencode({'year': str(FinancialYear(row.year))})}"


def totals_text(row: Return, figures: Any) -> str:
    """The totals of a return as a statement: what its assurer reads."""
    period = f"from {date_long(figures.first_on)} to {date_long(figures.last_on)}"
    if figures.is_nil:
        return f"Nil return: {_NIL[row.kind]} {period}."
    sent = f"Sent to NHS Digital on {date_long(row.sent_on)}. " if row.sent_on else ""
    lines = [f"{words}: {getattr(figures, name):,}" for name, words, _ in KO41A_TOTALS]
    return "\n".join([f"{sent}Written complaints {period}:", *lines])
