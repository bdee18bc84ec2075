"""What the database itself keeps of this app's records (bodies.triggers), and what chains them."""

from bodies.chain import CHAINING
from bodies.triggers import append_only, kept, kept_but, set_once

# What was told to whom, and in which words: only what became of it may follow.
TOLD = (
    "person_id", "key", "kind", "words", "together", "url_path", "body_id", "subject_kind", "subject_id", "since_on",
    "at_once", "made_on", "made_at",
)  # fmt: skip
WRITTEN = ("person_id", "key", "token", "message_id", "subject", "made_on", "made_at")
# What a letter says and to which address, until somebody without an account wants to be forgotten: then all of it goes.
TO_AN_ADDRESS = ("address", "headers", "text", "html")
FORGETTING = (
    'OLD."person_id" IS NULL AND OLD."forgotten_at" IS NULL AND NEW."forgotten_at" IS NOT NULL'
    " AND NEW.\"address\" = '' AND NEW.\"headers\" = '{}' AND NEW.\"text\" = '' AND NEW.\"html\" = ''"
)
GUARDS = (
    *append_only("bodies_auditentry"),
    *append_only("bodies_auditlink"),
    *append_only("bodies_verification"),
    *kept("bodies_notice", columns=TOLD),
    *set_once("bodies_notice", ("mail_id",)),
    *kept("bodies_mail", columns=WRITTEN),
    *kept_but("bodies_mail", TO_AN_ADDRESS, unless=FORGETTING, name="written"),
    *set_once("bodies_mail", ("sent_at", "forgotten_at")),
    *CHAINING,
)
