"""Drafts: add, change, take away, and purge what nobody sent in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone

from bodies import audit
from bodies.models import User
from duties import actions as duty_actions
from duties.actions import NotNow
from duties.models import Obligation
from evidence import files, storing
from evidence.actions.common import holder_of, locked, refuse_unless_gathering
from evidence.models import Evidence, EvidenceUse, StoredFile

DRAFTS_KEPT = timedelta(days=7)


@dataclass(frozen=True)
class Content:
    """What was given: exactly one of a received file (with its name), a URL or a text."""

    received: files.Received | None = None
    file_name: str = ""
    url: str = ""
    text: str = ""

    @property
    def kind(self) -> str:
        if self.received is not None:
            return Evidence.Kind.FILE
        return Evidence.Kind.LINK if self.url else Evidence.Kind.STATEMENT


def add_evidence(
    *,
    obligation: Obligation,
    content: Content,
    title: str,
    about_on: date,
    by: User,
    today: date,
    invented: bool = False,
) -> Evidence:
    """Add a draft to an obligation; the same draft given twice is one draft.

    When the row cannot be written the file just stored goes too. Raises NotNow.
    """
    try:
        return _add(obligation, content, title, about_on, by, today, invented)
    except BaseException:
        if content.received:
            storing.remove_if_unused(content.received.sha256)
        raise


@transaction.atomic
def _add(
    obligation: Obligation, content: Content, title: str, about_on: date, by: User, today: date, invented: bool
) -> Evidence:
    current = locked(obligation)
    refuse_unless_gathering(current)
    twin = _same_draft(current, content, title, about_on, by)
    if twin is not None:
        return twin
    made = Evidence.objects.create(
        body=holder_of(current), kind=content.kind, title=title, about_on=about_on, file=_stored(content.received),
        file_name=files.plain_name(content.file_name), url=content.url, text=content.text,
        added_by=by, added_on=today, added_at=timezone.now(), is_invented=invented,
    )  # fmt: skip
    EvidenceUse.objects.create(evidence=made, obligation=current)
    duty_actions.mark_gathering(obligation=current, by=by, today=today)
    audit.record("added evidence", made, by=by, today=today, body=made.body, obligation=current.pk, kind=made.kind)
    return made


def _same_draft(obligation: Obligation, content: Content, title: str, about_on: date, by: User) -> Evidence | None:
    """The draft that a form sent twice has made already."""
    sha256 = content.received.sha256 if content.received else None
    same = obligation.evidence.drafts().filter(
        kind=content.kind, title=title, about_on=about_on, url=content.url, text=content.text, added_by=by
    )
    return same.filter(file__sha256=sha256).first() if sha256 else same.first()


def _stored(received: files.Received | None) -> StoredFile | None:
    if received is None:
        return None
    stored, _ = StoredFile.objects.select_for_update().get_or_create(
        sha256=received.sha256, defaults={"size": received.size, "content_type": received.content_type}
    )
    # Somebody may have taken away the last draft of the same bytes since they were received.
    if not files.path_of(received.sha256).exists():
        raise NotNow("The file was taken away while you sent it. Upload it again.")
    return stored


@transaction.atomic
def change_draft(
    *, evidence: Evidence, title: str, about_on: date, by: User, today: date, url: str = "", text: str = ""
) -> Evidence:
    """Correct a draft: its title, its date, its address or text. Another file is another draft. Raises NotNow."""
    obligations = _locked_obligations(evidence)
    current = Evidence.objects.select_for_update(of=("self",)).filter(pk=evidence.pk).first()
    if current is None or not current.is_draft:
        raise NotNow("This was sent in meanwhile, or taken away: it cannot be changed.")
    current.title, current.about_on, current.url, current.text = title, about_on, url, text
    current.save(update_fields=["title", "about_on", "url", "text"])
    audit.record(
        "changed a draft", current, by=by, today=today, body=current.body, obligations=[o.pk for o in obligations]
    )
    return current


@transaction.atomic
def remove_draft(*, evidence: Evidence, by: User | None, today: date) -> None:
    """Take a draft away; one that is gone already stays gone. What was sent in stays. Raises NotNow."""
    obligations = _locked_obligations(evidence)
    current = Evidence.objects.select_for_update(of=("self",)).filter(pk=evidence.pk).first()
    if current is None:
        return
    if not current.is_draft:
        raise NotNow("This was sent in: it stays on the record.")
    sha256 = current.file.sha256 if current.file else ""
    audit.record(
        "removed a draft", current, by=by, today=today, body=current.body, obligations=[o.pk for o in obligations]
    )
    current.delete()
    for obligation in obligations:
        if not obligation.evidence_uses.exists():
            duty_actions.stop_gathering(obligation=obligation, by=by, today=today)
    if sha256:
        transaction.on_commit(partial(storing.remove_if_unused, sha256))


def _locked_obligations(evidence: Evidence) -> list[Obligation]:
    return list(Obligation.objects.filter(evidence=evidence.pk).select_for_update(of=("self",)).order_by("pk"))


def purge_drafts(today: date) -> int:
    """Take away drafts that were not sent in within a week, and files that nobody needs; returns how many drafts."""
    count = 0
    for draft in list(Evidence.objects.drafts().filter(added_on__lt=today - DRAFTS_KEPT)):
        try:
            remove_draft(evidence=draft, by=None, today=today)
        except NotNow:  # sent in this very moment
            continue
        count += 1
    storing.remove_leftovers()
    return count
