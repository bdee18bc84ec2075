"""What people do with evidence. Every action is one transaction with its audit row inside.

A refusal is `duties.actions.NotNow`, whose words can be shown. Locks are always taken in one order: the obligation,
then its evidence or its round, then the stored file.
"""

from evidence.actions.drafts import Content, add_evidence, change_draft, purge_drafts, remove_draft
from evidence.actions.publishing import publish, withhold
from evidence.actions.rounds import (
    AlreadyDecided,
    certify,
    certify_many,
    decide_seen,
    may_assure,
    may_decide,
    send_back,
    send_in,
)

__all__ = [
    "AlreadyDecided",
    "Content",
    "add_evidence",
    "certify",
    "certify_many",
    "change_draft",
    "decide_seen",
    "may_assure",
    "may_decide",
    "publish",
    "purge_drafts",
    "remove_draft",
    "send_back",
    "send_in",
    "withhold",
]
