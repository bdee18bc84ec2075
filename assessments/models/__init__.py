"""NHS England's judgements of bodies, and what was agreed at its meetings with them."""

from assessments.models.agreed import AgreedAction, ProgressNote
from assessments.models.judging import Assessment, Consultation, Judgement, LookedAt, Moderation

__all__ = ["AgreedAction", "Assessment", "Consultation", "Judgement", "LookedAt", "Moderation", "ProgressNote"]
