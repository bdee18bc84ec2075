"""What is done elsewhere than here: a case in its log, a return that is made of cases, an assessment by NHS England.

The pages of those rooms are named by their addresses alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from bodies.access import Permission, Reach
from duties.models import Obligation
from duties.querysets import LOGGED
from duties.years import FinancialYear
from evidence.actions.common import is_settled

KEEPS = {"request": Permission.KEEP_REQUESTS, "complaint": Permission.KEEP_COMPLAINTS}
# By the duty that a return proves: of which kind of case it is made, the name of its page, the words of the button.
RETURNS = {
    "foi-statistics": ("request", "foi_figures", "Make the return"),
    "ko41a-return": ("complaint", "ko41a", "Make the return"),
    "complaints-annual-report": ("complaint", "complaints_report", "Write the report"),
}

# NHS England's own duties that its published assessment of the body settles.
ASSESSMENT = ("nhse-annual-assessment", "nhse-consult-hwbs")


@dataclass(frozen=True, slots=True)
class InLog:
    """Where somebody goes on in a log; `href` is empty, and `text` a sentence, where it is not theirs to open."""

    text: str
    href: str


def case_of(obligation: Obligation, reach: Reach) -> InLog | None:
    """The case that owes this, for whoever may see the obligation; None where no case does."""
    kind = obligation.record_kind
    if kind not in LOGGED:
        return None
    if not _keeps(obligation, kind, reach):
        return InLog(f"Only those who keep the log can open the {kind}.", "")
    return InLog(f"Open the {kind}", obligation.record_path)


def return_of(obligation: Obligation, reach: Reach, today: date) -> InLog | None:
    """The page where the return is made that proves this, for whoever may make it once its period is over."""
    if obligation.duty.slug not in RETURNS or obligation.record_kind or obligation.period_last_on >= today:
        return None
    kind, page, text = RETURNS[obligation.duty.slug]
    if is_settled(obligation) or obligation.sent_on is not None or not _keeps(obligation, kind, reach):
        return None
    year = urlencode({"year": str(FinancialYear(obligation.period_year))})
    return InLog(text, f"{reverse(f'casework:{page}', args=[obligation.body.code])}?{year}#returns")


def assessment_of(obligation: Obligation) -> InLog | None:
    """Where the assessments of the body stand, of which one settles this; each reader finds there what is theirs."""
    if obligation.duty.slug not in ASSESSMENT:
        return None
    about = FinancialYear(obligation.period_year)
    return InLog(
        f"Assessments of the body, {about} among them", reverse("assessments:of_body", args=[obligation.body.code])
    )


def _keeps(obligation: Obligation, kind: str, reach: Reach) -> bool:
    """Whether a person keeps the log of the body, or of the one that answers for it now."""
    return bool({obligation.body_id, obligation.held_by_id} & reach.bodies_where(KEEPS[kind]))
