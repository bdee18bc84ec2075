"""What casework keeps: requests and complaints with their events, a body's own lists, and the returns made of them."""

from casework.models.cases import Case, CaseEvent, Complaint, ComplaintEvent, InformationRequest, RequestEvent
from casework.models.returns import Return
from casework.models.terms import Term

__all__ = [
    "Case",
    "CaseEvent",
    "Complaint",
    "ComplaintEvent",
    "InformationRequest",
    "RequestEvent",
    "Return",
    "Term",
]
