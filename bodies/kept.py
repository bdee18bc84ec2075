"""What the database itself keeps of this app's records (bodies.triggers), and what chains them."""

from bodies.chain import CHAINING
from bodies.triggers import append_only, kept, set_once

# What was told to whom, and in which words: only what became of it may follow.
TOLD = (
    "person_id", "key", "kind", "words", "together", "url_path", "body_id", "subject_kind", "subject_id", "since_on",
    "at_once", "made_on", "made_at",
)  # fmt: skip
WRITTEN = ("person_id", "key", "token", "message_id", "subject", "text", "html", "made_on", "made_at")
GUARDS = (
    *append_only("bodies_auditentry"),
    *append_only("bodies_auditlink"),
    *append_only("bodies_verification"),
    *kept("bodies_notice", columns=TOLD),
    *set_once("bodies_notice", ("mail_id",)),
    *kept("bodies_mail", columns=WRITTEN),
    *set_once("bodies_mail", ("sent_at",)),
    *CHAINING,
)
