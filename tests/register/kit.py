"""Small published records, and the addresses of the register."""

from __future__ import annotations

from datetime import date
from typing import Any

from bodies import clock
from duties.models import Obligation
from evidence.files import arriving
from evidence.models import Evidence, EvidenceUse, StoredFile
from tests.factories import make_user


def make_evidence(
    obligation: Obligation | None,
    *,
    title: str = "Annual report",
    published_on: date | None = date(2016, 9, 1),
    **fields: Any,
) -> Evidence:
    """One piece of evidence, published unless the test says `published_on=None`."""
    user = make_user()
    moment = clock.now()
    defaults = {
        "kind": "statement", "text": "" if "kind" in fields else "It was done.", "about_on": date(2016, 3, 31),
        "added_by": user, "added_on": date(2016, 8, 1), "added_at": moment, "sent_on": date(2016, 8, 2),
        "published_by": user if published_on else None, "publish_decided_on": published_on,
    }  # fmt: skip
    if obligation is not None:
        fields.setdefault("body", obligation.body)
    made = Evidence.objects.create(title=title, published_on=published_on, **(defaults | fields))
    if obligation is not None:
        use_for(made, obligation)
    return made


def use_for(evidence: Evidence, obligation: Obligation) -> EvidenceUse:
    """Offer evidence for an obligation, sent in if the evidence was."""
    return EvidenceUse.objects.create(
        evidence=evidence, obligation=obligation, used_by=evidence.added_by, used_on=evidence.added_on,
        sent_on=evidence.sent_on,
    )  # fmt: skip


def make_file(content: bytes = b"%PDF-1.4 %%EOF", content_type: str = "application/pdf") -> StoredFile:
    """A stored file whose bytes lie where they should."""
    received = arriving.receive([content], name="a.pdf")
    return StoredFile.objects.create(sha256=received.sha256, size=received.size, content_type=content_type)
