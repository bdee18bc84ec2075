"""Drafts: add, change, take away, and purge what nobody sent in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import Q
from django.utils import timezone

from bodies import audit
from bodies.models import User
from duties import actions as duty_actions
from duties.actions import NotNow
from duties.models import Obligation
from evidence.actions.common import holder_of, locked, refuse_unless_gathering
from evidence.files import arriving, storage, storing
from evidence.files.verifying import read_again
from evidence.models import Evidence, EvidenceUse, StoredFile

DRAFTS_KEPT = timedelta(days=7)


@dataclass(frozen=True)
class Content:
    """What was given: exactly one of a received file (with its name), a URL or a text."""

    received: arriving.Received | None = None
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
    kept_until: date | None = None,
) -> Evidence:
    """Add a draft to an obligation; the same draft given twice is one draft.

    `kept_until` is the last day on which it is kept unsent; without it that is a week from now (DRAFTS_KEPT). Raises
    NotNow.
    """
    with gone_if_it_fails(content):
        return _add(obligation, content, title, about_on, by, today, invented, kept_until)


@contextmanager
def gone_if_it_fails(content: Content) -> Iterator[None]:
    """When the row cannot be written, the file just stored goes too."""
    try:
        yield
    except BaseException:
        if content.received:
            # Without database or store the file stays behind: verify_evidence tells of it, and a purge takes it.
            with suppress(DatabaseError, OSError):
                storing.remove_if_unused(content.received.sha256)
        raise


@transaction.atomic
def _add(
    obligation: Obligation, content: Content, title: str, about_on: date, by: User, today: date, invented: bool,
    kept_until: date | None,
) -> Evidence:  # fmt: skip
    current = locked(obligation)
    refuse_unless_gathering(current)
    twin = _same_draft(current, content, title, about_on, by)
    if twin is not None:
        return twin
    made = new_piece(
        content, body=holder_of(current), title=title, about_on=about_on, added_by=by, added_on=today,
        is_invented=invented,
    )  # fmt: skip
    EvidenceUse.objects.create(evidence=made, obligation=current, used_by=by, used_on=today, kept_until=kept_until)
    duty_actions.mark_gathering(obligation=current, by=by, today=today)
    audit.record("added evidence", made, by=by, today=today, body=made.body, obligation=current.pk, kind=made.kind)
    return made


def new_piece(content: Content, **facts: Any) -> Evidence:
    """Write the row of a piece, in the caller's transaction."""
    return Evidence.objects.create(
        kind=content.kind, file=stored_row(content.received, today=facts["added_on"]) if content.received else None,
        file_name=arriving.plain_name(content.file_name), url=content.url, text=content.text, added_at=timezone.now(),
        **facts,
    )  # fmt: skip


def _same_draft(obligation: Obligation, content: Content, title: str, about_on: date, by: User) -> Evidence | None:
    """The draft that a form sent twice has made already."""
    sha256 = content.received.sha256 if content.received else None
    same = (
        Evidence.objects.unsent_for(obligation)
        .drafts()
        .filter(kind=content.kind, title=title, about_on=about_on, url=content.url, text=content.text, added_by=by)
    )
    return same.filter(file__sha256=sha256).first() if sha256 else same.first()


def stored_row(received: arriving.Received, *, today: date) -> StoredFile:
    """The row of a file that was just received, locked. Raises NotNow."""
    stored, _ = StoredFile.objects.select_for_update().get_or_create(
        sha256=received.sha256, defaults={"size": received.size, "content_type": received.content_type}
    )
    # Somebody may have taken away the last draft of the same bytes since they were received.
    with arriving.told_in_words():
        is_there = storage.exists(received.sha256)
    if not is_there:
        raise NotNow("The file was taken away while you sent it. Upload it again.")
    if stored.fault:  # what was found changed or missing may be whole again by this upload: say so now, not in a week
        with arriving.told_in_words():
            read_again(stored.pk, today)
    return stored


@transaction.atomic
def change_draft(
    *, evidence: Evidence, title: str, about_on: date, by: User, today: date, url: str = "", text: str = ""
) -> Evidence:
    """Correct a draft: its title, its date, its address or text. Another file is another draft. Raises NotNow."""
    current = locked_draft(evidence)
    current.title, current.about_on, current.url, current.text = title, about_on, url, text
    current.save(update_fields=["title", "about_on", "url", "text"])
    proved = list(current.uses.order_by("obligation").values_list("obligation", flat=True))
    audit.record("changed a draft", current, by=by, today=today, body=current.body, obligations=proved)
    return current


def locked_draft(evidence: Evidence) -> Evidence:
    """The draft as it stands now, kept from others with what it is offered for. Raises NotNow where it is none."""
    list(Obligation.objects.filter(evidence=evidence.pk).select_for_update(of=("self",)).order_by("pk"))
    current = Evidence.objects.select_for_update(of=("self",)).filter(pk=evidence.pk).first()
    if current is None or not current.is_draft:
        raise NotNow("This was sent in meanwhile, or taken away: it cannot be changed.")
    return current


@transaction.atomic
def remove_draft(*, evidence: Evidence, obligation: Obligation, by: User | None, today: date) -> None:
    """Take back what was offered for an obligation and not sent in for it; what is gone already stays gone.

    A piece that was never sent in, and is offered for nothing else, is taken away wholly. Raises NotNow.
    """
    locked(obligation)
    current = Evidence.objects.select_for_update(of=("self",)).filter(pk=evidence.pk).first()
    use = EvidenceUse.objects.filter(evidence=evidence.pk, obligation=obligation).first()
    if current is None or use is None:
        return
    if use.sent_on is not None:
        raise NotNow("This was sent in: it stays on the record.")
    audit.record("removed a draft", current, by=by, today=today, body=current.body, obligations=[obligation.pk])
    use.delete()
    if not obligation.evidence_uses.exists():
        duty_actions.stop_gathering(obligation=obligation, by=by, today=today)
    if current.is_draft and not current.uses.exists():
        sha256 = current.file.sha256 if current.file else ""
        current.delete()
        if sha256:
            transaction.on_commit(partial(storing.remove_if_unused, sha256))


def purge_drafts(today: date) -> int:
    """Take back what was not sent in within its time, and files that nobody needs; returns how many uses."""
    count = 0
    is_old = Q(kept_until=None, used_on__lt=today - DRAFTS_KEPT) | Q(kept_until__lt=today)
    old = EvidenceUse.objects.filter(is_old, sent_on=None)
    for use in list(old.select_related("evidence", "obligation").order_by("pk")):
        try:
            remove_draft(evidence=use.evidence, obligation=use.obligation, by=None, today=today)
        except NotNow:  # sent in this very moment
            continue
        count += 1
    storing.remove_leftovers()
    return count
