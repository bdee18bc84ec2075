"""Dates that another authority gives: who gives each, and when in the year it falls. Pure.

The dates themselves are data, entered with their source. Where none is entered there is none: it is never computed.
"""

from dataclasses import dataclass
from enum import StrEnum

from duties.years import FinancialYear

NHS_ENGLAND = "NHS England"
NHS_DIGITAL = "NHS Digital"


class Falls(StrEnum):
    """Whether the date comes before the period it is about, within it, or after it has ended."""

    BEFORE = "before"
    WITHIN = "within"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class DirectedKey:
    """One date that is given year by year, or for each quarter or month.

    `strict`: what is owed must come *before* the given day. `by_direction`: a code NHSE_DIRECTED:key looks it up.
    `after_from`: AFTER holds from this year on; before it the date fell within the period.
    """

    key: str
    title: str
    set_by: str
    falls: Falls
    strict: bool = False
    by_direction: bool = False
    after_from: FinancialYear | None = None


_KEYS = (
    DirectedKey("plan", "Plan sent to NHS England (before this day)", NHS_ENGLAND, Falls.BEFORE, True, True),
    DirectedKey("accounts_draft", "Draft accounts", NHS_ENGLAND, Falls.AFTER, by_direction=True),
    DirectedKey("accounts_final", "Audited accounts", NHS_ENGLAND, Falls.AFTER, by_direction=True),
    DirectedKey("annual_report", "Annual report", NHS_ENGLAND, Falls.AFTER, by_direction=True),
    DirectedKey("annual_report_publish", "Annual report published", NHS_ENGLAND, Falls.AFTER, by_direction=True),
    DirectedKey("eprr", "Emergency preparedness self-assessment", NHS_ENGLAND, Falls.WITHIN, by_direction=True),
    DirectedKey("coi_certification", "Conflicts of interest certificate", NHS_ENGLAND, Falls.AFTER, by_direction=True),
    DirectedKey("nhse_publish", "NHS England's yearly assessment published", NHS_ENGLAND, Falls.AFTER),
    DirectedKey("monthly_return", "Monthly finance return", NHS_ENGLAND, Falls.AFTER),
    DirectedKey("dspt", "Data security toolkit", NHS_DIGITAL, Falls.AFTER, after_from=FinancialYear(2019)),
    DirectedKey("ko41a", "Complaints return KO41a", NHS_DIGITAL, Falls.AFTER),
    DirectedKey("collection", "National data collections", NHS_DIGITAL, Falls.AFTER),
)
DIRECTED_KEYS = {known.key: known for known in _KEYS}
