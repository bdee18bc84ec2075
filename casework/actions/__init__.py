"""What people do with cases. Every action is one transaction with its audit row inside, which never holds their words.

A refusal is `duties.actions.NotNow`, whose words can be shown.
"""

from casework.actions.cases import (
    NewComplaint,
    NewRequest,
    Origin,
    change_complaint,
    change_request,
    explain_lateness,
    log_complaint,
    log_request,
)
from casework.actions.common import ChangedMeanwhile, LooksPersonal
from casework.actions.disclosing import publish_disclosure, take_off_disclosure, withhold_disclosure
from casework.actions.events import Happening, add_event, add_events, change_event, remove_event
from casework.actions.terms import add_term, retire_term, suggest_terms

__all__ = [
    "ChangedMeanwhile",
    "Happening",
    "LooksPersonal",
    "NewComplaint",
    "NewRequest",
    "Origin",
    "add_event",
    "add_events",
    "add_term",
    "change_complaint",
    "change_event",
    "change_request",
    "explain_lateness",
    "log_complaint",
    "log_request",
    "publish_disclosure",
    "remove_event",
    "retire_term",
    "suggest_terms",
    "take_off_disclosure",
    "withhold_disclosure",
]
