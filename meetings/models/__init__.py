"""Meetings held in public: their record, the body's rules, what lay members check, who follows them."""

from meetings.models.agenda import AgendaItem, InterestDeclared, Paper, PublicQuestion
from meetings.models.checking import LayCheck, LayPoint, Question
from meetings.models.following import Change, Subscription
from meetings.models.records import Meeting, Move, Partner
from meetings.models.rules import MeetingRules

__all__ = [
    "AgendaItem", "Change", "InterestDeclared", "LayCheck", "LayPoint", "Meeting", "MeetingRules", "Move", "Paper",
    "Partner", "PublicQuestion", "Question", "Subscription",
]  # fmt: skip
