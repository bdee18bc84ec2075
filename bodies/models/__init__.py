"""Who answers for what, and since when: users, offices, bodies, memberships, the audit trail, the clock, the mail."""

from bodies.models.contacts import Contact
from bodies.models.imports import Import, ImportRow
from bodies.models.jobs import Heartbeat, JobRun
from bodies.models.people import CalendarFeed, Membership, User
from bodies.models.places import Body, BodyName, BodyOffice, Office, Succession
from bodies.models.post import Mail, MailChoice, MailHold, Notice
from bodies.models.posts import Appointment, Post
from bodies.models.running import DemonstrationClock, LoadedData
from bodies.models.trail import AuditEntry, AuditLink, Verification

__all__ = [
    "Appointment",
    "AuditEntry",
    "AuditLink",
    "Body",
    "BodyName",
    "BodyOffice",
    "CalendarFeed",
    "Contact",
    "DemonstrationClock",
    "Heartbeat",
    "Import",
    "ImportRow",
    "JobRun",
    "LoadedData",
    "Mail",
    "MailChoice",
    "MailHold",
    "Membership",
    "Notice",
    "Office",
    "Post",
    "Succession",
    "User",
    "Verification",
]
