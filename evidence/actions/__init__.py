"""What people do with evidence. Every action is one transaction with its audit row inside.

A refusal is `duties.actions.NotNow`, whose words can be shown. Locks are always taken in one order: the obligation,
then its evidence or its round, then the call that it answers, then the stored file.
"""

from evidence.actions.calling import answer_call, call_in, may_answer, see_called, take_back_call
from evidence.actions.calls import CallClosed, certification_of, open_call_of
from evidence.actions.claiming import Claimed, claim, release
from evidence.actions.deciding import AlreadyDecided, decide_seen, may_assure, may_decide, send_back
from evidence.actions.drafts import Content, add_evidence, change_draft, purge_drafts, remove_draft
from evidence.actions.periods import add_period, remove_period
from evidence.actions.publishing import publish, withhold
from evidence.actions.recording import drop_from_record, keep_for_record, put_on_record
from evidence.actions.reopening import may_reopen, reopen_decision, why_not_reopened
from evidence.actions.sampling import certified_in, draw_due_samples, draw_sample
from evidence.actions.sending import certify, certify_many, may_withdraw, send_in, withdraw_round
from evidence.actions.sharing import end_share, share
from evidence.actions.superseding import supersede, withdraw_evidence
from evidence.actions.using import confirm_again, use_again, use_instead

__all__ = [
    "AlreadyDecided",
    "CallClosed",
    "Claimed",
    "Content",
    "add_evidence",
    "add_period",
    "answer_call",
    "call_in",
    "certification_of",
    "certified_in",
    "certify",
    "certify_many",
    "change_draft",
    "claim",
    "confirm_again",
    "decide_seen",
    "draw_due_samples",
    "draw_sample",
    "drop_from_record",
    "end_share",
    "keep_for_record",
    "may_answer",
    "may_assure",
    "may_decide",
    "may_reopen",
    "may_withdraw",
    "open_call_of",
    "publish",
    "purge_drafts",
    "put_on_record",
    "release",
    "remove_draft",
    "remove_period",
    "reopen_decision",
    "see_called",
    "send_back",
    "send_in",
    "share",
    "supersede",
    "take_back_call",
    "use_again",
    "use_instead",
    "why_not_reopened",
    "withdraw_evidence",
    "withdraw_round",
    "withhold",
]
