"""What the database itself keeps of assessments (bodies.triggers): once one is published nothing of it is rewritten.

For each table the columns that stay from then on; a test asks of each column that it is in one of these lists.
"""

from bodies.triggers import Event, Guard, Names, kept, set_once

ASSESSMENT, JUDGEMENT, LOOKED = "assessments_assessment", "assessments_judgement", "assessments_lookedat"
CONSULTATION, ROUND = "assessments_consultation", "assessments_moderation"

# Of every assessment: which one it is.
IS_OF: Names = (
    "id", "body_id", "framework", "year", "period", "first_on", "last_on", "version", "supersedes_id",
    "supersedes_why", "begun_by_id", "begun_on", "is_invented",
)  # fmt: skip
# From the decision to publish on.
PUBLISHED_STAYS: Names = (
    "headline", "summary", "looked_at", "no_board_why", "proposed_on", "proposed_by_id", "sent_back_on", "agreed_on",
    "agreed_by_id", "shown_on", "shown_by_id", "comment_by_on", "comment", "commented_on", "commented_by_id",
    "embargo_until", "publish_decided_on", "published_on", "published_by_id",
)  # fmt: skip
REPLACED_ONCE: Names = ("superseded_on",)
MAY_CHANGE: Names = ("changed_at",)
ROUND_STAYS: Names = ("id", "assessment_id", "number", "proposed_by_id", "proposed_on", "proposed_at", "proposal")
ROUND_DECIDED: Names = ("decision", "decided_by_id", "decided_on", "decided_at", "reason")
ROUND_ONCE: Names = ("reopened_on", "reopened_by_id", "reopened_why", "body_said")

IS_PUBLISHED = (
    'EXISTS (SELECT 1 FROM "assessments_assessment" a WHERE a.id = {row}.assessment_id AND a.published_on IS NOT NULL)'
)
# A value of one framework is never kept under another.
IS_OF_ANOTHER = (
    "NEW.value <> '' AND NOT EXISTS (SELECT 1 FROM \"assessments_assessment\" a WHERE a.id = NEW.assessment_id"
    " AND substr(NEW.value, 1, length(a.framework) + 1) = a.framework || ':')"
)


def _parts(table: str) -> tuple[Guard, ...]:
    """What belongs to a published assessment neither comes, goes nor changes."""
    asked: tuple[tuple[Event, str], ...] = (
        ("INSERT", IS_PUBLISHED.format(row="NEW")),
        ("UPDATE", f"{IS_PUBLISHED.format(row='OLD')} OR {IS_PUBLISHED.format(row='NEW')}"),
        ("DELETE", IS_PUBLISHED.format(row="OLD")),
    )
    guards = (Guard(table, f"{table}_kept_{event.lower()}", event, condition, asks=True) for event, condition in asked)
    return (*guards, Guard(table, f"{table}_kept_truncate", "TRUNCATE"))


def _own_values() -> tuple[Guard, ...]:
    events: tuple[Event, ...] = ("INSERT", "UPDATE")
    return tuple(
        Guard(JUDGEMENT, f"{JUDGEMENT}_own_value_{event.lower()}", event, IS_OF_ANOTHER, asks=True) for event in events
    )


GUARDS = (
    *kept(ASSESSMENT, when="OLD.published_on IS NOT NULL", columns=PUBLISHED_STAYS),
    kept(ASSESSMENT, columns=IS_OF, name="is_of")[0],
    *set_once(ASSESSMENT, REPLACED_ONCE),
    *_own_values(),
    *(guard for table in (JUDGEMENT, LOOKED, CONSULTATION) for guard in _parts(table)),
    *kept(ROUND, columns=ROUND_STAYS),
    kept(ROUND, when="OLD.decision <> ''", columns=ROUND_DECIDED, name="decided")[0],
    *set_once(ROUND, ROUND_ONCE),
)
