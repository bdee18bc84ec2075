"""What is there already: the evidence of the obligations that rows may be about, and the files held for the body."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from bodies.models import Body
from evidence.files.holding import name_key
from evidence.models import Evidence, EvidenceUse, HeldFile

Key = tuple[int, str, str, str, str]  # obligation, kind, title, the day it is about, its content


@dataclass
class There:
    """Read once: two queries, however many rows there are."""

    uses: dict[Key, bool] = field(default_factory=dict)  # whether it was sent in
    drafts: Counter[int] = field(default_factory=Counter)  # by obligation
    held: dict[str, HeldFile] = field(default_factory=dict)  # by name as compared

    @classmethod
    def of(cls, obligations: Iterable[int], held_for: Body | None = None) -> There:
        held = HeldFile.objects.filter(body=held_for).select_related("file") if held_for else ()
        there = cls(held={one.name_key: one for one in held})
        uses = EvidenceUse.objects.filter(obligation__in=list(obligations)).select_related("evidence__file")
        for use in uses:
            there.drafts[use.obligation_id] += use.sent_on is None
            for content in _contents(use.evidence):
                key = (use.obligation_id, *_of_evidence(use.evidence), content)
                there.uses[key] = there.uses.get(key, False) or use.sent_on is not None
        return there


def key_of(plan: dict[str, Any]) -> Key:
    """What tells a row's evidence from other evidence. A file that is held no more is told by its name."""
    content = plan["url"] or plan["text"] or plan["sha256"] or name_key(plan["file_name"])
    return plan["obligation"], plan["kind"], plan["title"], plan["about_on"], content


def _of_evidence(evidence: Evidence) -> tuple[str, str, str]:
    return evidence.kind, evidence.title, evidence.about_on.isoformat()


def _contents(evidence: Evidence) -> list[str]:
    if evidence.file is None:
        return [evidence.url or evidence.text]
    return [evidence.file.sha256, name_key(evidence.file_name)]
