"""Pieces that belong to a record of another room (the papers and minutes of a meeting): evidence like any other.

While its record keeps it back a piece is a draft for no duty: nobody finds it but through that record, and it cannot be
published. Put on record it proves what the record opened, is immutable from then on, and may be published.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial

from django.db import transaction

from bodies import audit
from bodies.models import Body, User
from duties.actions import NotNow
from duties.models import Obligation
from evidence.actions.drafts import Content, gone_if_it_fails, new_piece
from evidence.files import storing
from evidence.models import Evidence, EvidenceUse


def keep_for_record(
    *, content: Content, body: Body, title: str, about_on: date, by: User, today: date, invented: bool = False
) -> Evidence:
    """Keep a piece for a record, as a draft for no duty. Raises NotNow."""
    with gone_if_it_fails(content), transaction.atomic():
        made = new_piece(
            content, body=body, title=title, about_on=about_on, added_by=by, added_on=today, is_invented=invented
        )
        audit.record("kept for a record", made, by=by, today=today, body=body, kind=made.kind)
        return made


@transaction.atomic
def put_on_record(*, evidence: Evidence, obligations: Iterable[Obligation], by: User, today: date) -> Evidence:
    """Let a piece prove what its record opened: it is sent in, and stays as it is. Done already, it stays done.

    Raises NotNow where it was withdrawn.
    """
    owed = list(Obligation.objects.filter(pk__in=[one.pk for one in obligations]).select_for_update(of=("self",)))
    current = Evidence.objects.select_for_update(of=("self",)).get(pk=evidence.pk)
    if current.withdrawn_on is not None:
        raise NotNow("This was withdrawn: it proves nothing more.")
    if current.is_draft:
        current.sent_on = today
        current.save(update_fields=["sent_on"])
    new = [one for one in owed if not current.uses.filter(obligation=one).exists()]
    for one in new:
        EvidenceUse.objects.create(evidence=current, obligation=one, used_by=by, used_on=today, sent_on=today)
    if new:
        audit.record(
            "put on record", current, by=by, today=today, body=current.body, obligations=[one.pk for one in new]
        )
    return current


@transaction.atomic
def drop_from_record(*, evidence: Evidence, by: User, today: date) -> None:
    """Take away a piece that its record kept back and nobody else uses; the caller has let go of it. Raises NotNow."""
    current = Evidence.objects.select_for_update(of=("self",)).select_related("file", "body").get(pk=evidence.pk)
    if not current.is_draft or current.uses.exists():
        raise NotNow("This was put on record: it stays there. It can be withdrawn.")
    audit.record("let go by its record", current, by=by, today=today, body=current.body)
    sha256 = current.file.sha256 if current.file else ""
    current.delete()
    if sha256:
        transaction.on_commit(partial(storing.remove_if_unused, sha256))
