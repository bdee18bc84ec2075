"""What the database itself keeps of this room's records (bodies.triggers): from sending in on nothing is rewritten.

For every table stand here the columns that stay, with the moment from which they do, and those that may change at any
time. A test asks of each column that it is in one of these lists, so that a new one is decided about.
"""

from bodies.triggers import Event, Guard, Names, append_only, kept, set_once

EVIDENCE, USE, PERIOD = "evidence_evidence", "evidence_evidenceuse", "evidence_aboutperiod"
SHARE, FILE = "evidence_evidenceshare", "evidence_storedfile"
ROUND, CALL, SAMPLE = "evidence_submission", "evidence_callin", "evidence_sample"
LOOK = "evidence_linkcheck"

# From sending in on.
PIECE_STAYS: Names = (
    "id", "body_id", "kind", "title", "about_on", "file_id", "file_name", "url", "text", "added_by_id", "added_on",
    "added_at", "sent_on", "supersedes_id", "supersedes_why", "is_invented",
)  # fmt: skip
PIECE_ONCE: Names = ("withdrawn_on", "withdrawn_by_id", "withdrawn_why")
# From sending in for the obligation on.
USE_STAYS: Names = (
    "id", "evidence_id", "obligation_id", "used_by_id", "used_on", "sent_on", "kept_until", "confirmed_from_id",
    "confirmed_words",
)  # fmt: skip
# Of every row.
SHARE_STAYS: Names = ("id", "evidence_id", "body_id", "shared_by_id", "shared_on")
SHARE_ONCE: Names = ("ended_on", "ended_by_id")
FILE_STAYS: Names = ("id", "sha256", "size", "content_type")
ROUND_STAYS: Names = (
    "id", "obligation_id", "number", "sent_by_id", "sent_on", "sent_at", "queued_at", "done_on", "achieved", "note",
    "items", "checks", "reopens_id", "call_in_id", "is_invented",
)  # fmt: skip
# Once it is decided.
ROUND_DECIDED: Names = (
    "decision", "decided_by_id", "decided_on", "decided_at", "decided_done_on", "decided_achieved", "decided_note",
    "missing", "reason",
)  # fmt: skip
ROUND_ONCE: Names = ("reopened_on", "reopened_by_id", "reopened_why")
CALL_STAYS: Names = ("id", "obligation_id", "sample_id", "called_on", "called_by_id", "why", "is_invented")
# Once it is closed.
CALL_CLOSED: Names = ("outcome", "closed_on", "closed_by_id", "closed_why")
# What a look at a page found; that later looks found the same is added to it.
LOOK_STAYS: Names = ("id", "evidence_id", "outcome", "why", "status", "digest", "first_at", "first_on")
# Tables of this room that are no record: their rows come, change and go.
UNKEPT: Names = ("evidence_filetext", "evidence_heldfile", "evidence_linkhost", "evidence_linkwatch")

MAY_CHANGE: dict[str, Names] = {
    # Publishing is decided again and again.
    EVIDENCE: (
        "published_on", "published_by_id", "publish_decided_on", "was_published_on", "unpublished_on",
        "unpublished_by_id", "withheld", "withheld_until",
    ),
    ROUND: ("claimed_by_id", "claimed_at"),
    LOOK: ("last_at", "last_on", "looks"),
    # What the latest reading found.
    FILE: ("verified_at", "verified_on", "fault"),
}  # fmt: skip

IS_SENT = 'EXISTS (SELECT 1 FROM "evidence_evidence" WHERE id = {row}.evidence_id AND sent_on IS NOT NULL)'
IS_PUBLISHED = IS_SENT.replace("sent_on", "published_on")
IS_FOR_DRAFTS = "EXISTS (SELECT 1 FROM \"duties_obligation\" WHERE id = NEW.obligation_id AND step = 'draft')"
HAS_DRAFTS = (
    'EXISTS (SELECT 1 FROM "evidence_evidenceuse" u JOIN "duties_obligation" o ON o.id = u.obligation_id'
    " WHERE u.evidence_id = NEW.id AND o.step = 'draft')"
)
IS_NEEDED = 'EXISTS (SELECT 1 FROM "evidence_evidence" WHERE file_id = OLD.id)'


def _periods() -> tuple[Guard, ...]:
    """What a piece is about is part of it: from its sending in on no period comes, goes or changes."""
    asked: tuple[tuple[Event, str], ...] = (
        ("INSERT", IS_SENT.format(row="NEW")),
        ("UPDATE", f"{IS_SENT.format(row='OLD')} OR {IS_SENT.format(row='NEW')}"),
        ("DELETE", IS_SENT.format(row="OLD")),
    )
    return (
        *(Guard(PERIOD, f"{PERIOD}_kept_{event.lower()}", event, condition, asks=True) for event, condition in asked),
        Guard(PERIOD, f"{PERIOD}_kept_truncate", "TRUNCATE"),
    )


def _draft_accounts() -> tuple[Guard, ...]:
    """Draft accounts are never published: neither is what is one of them, nor becomes one of them what is."""
    both = f"{IS_PUBLISHED.format(row='NEW')} AND {IS_FOR_DRAFTS}"
    asked: tuple[tuple[str, Event, str], ...] = (
        (EVIDENCE, "UPDATE", f"NEW.published_on IS NOT NULL AND {HAS_DRAFTS}"),
        (USE, "INSERT", both),
        (USE, "UPDATE", both),
    )
    return tuple(
        Guard(table, f"{table}_drafts_{on.lower()}", on, condition, asks=True) for table, on, condition in asked
    )


def _files() -> tuple[Guard, ...]:
    """A file's digest, size and type never change; its row goes when no evidence needs it any more."""
    update, _, truncate = kept(FILE, columns=FILE_STAYS)
    return (update, Guard(FILE, f"{FILE}_kept_delete", "DELETE", IS_NEEDED, asks=True), truncate)


GUARDS = (
    *kept(EVIDENCE, when="OLD.sent_on IS NOT NULL", columns=PIECE_STAYS),
    *set_once(EVIDENCE, PIECE_ONCE),
    *kept(USE, when="OLD.sent_on IS NOT NULL", columns=USE_STAYS),
    *_draft_accounts(),
    *_periods(),
    *kept(SHARE, columns=SHARE_STAYS),
    *set_once(SHARE, SHARE_ONCE),
    *_files(),
    *kept(ROUND, columns=ROUND_STAYS),
    kept(ROUND, when="OLD.decision <> ''", columns=ROUND_DECIDED, name="decided")[0],
    *set_once(ROUND, ROUND_ONCE),
    *kept(CALL, columns=CALL_STAYS),
    kept(CALL, when="OLD.outcome <> ''", columns=CALL_CLOSED, name="closed")[0],
    *append_only(SAMPLE),
    *kept(LOOK, columns=LOOK_STAYS),
)
