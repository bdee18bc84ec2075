"""Replace what was sent in by a newer piece, or withdraw it. Both say why, and what was sent in stays on the record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from bodies import audit
from bodies.models import Body, User
from duties import actions as duty_actions
from duties.actions import NotNow
from duties.models import Obligation
from evidence.actions.common import takes_at_once
from evidence.actions.drafts import Content, gone_if_it_fails, new_piece, remove_draft
from evidence.actions.publishing import FIELDS, as_told, record, take_off
from evidence.actions.sharing import give
from evidence.models import Evidence, EvidenceUse, Submission
from evidence.notices import tell_changed


def supersede(  # noqa: PLR0913  what adding a piece takes, and of which one it takes the place
    *, evidence: Evidence, keeper: Body, content: Content, title: str, about_on: date, why: str, by: User, today: date,
    invented: bool = False,
) -> Evidence:  # fmt: skip
    """Let a newer piece take the place of one that was sent in, for every obligation of its body; returns the newer.

    Where one of these is settled, or a record's own dates settle it, it does so at once: nothing more is sent in for
    it. Else the newer piece is a draft, and takes its place when it is sent in. `keeper` decides on the piece. Raises
    NotNow.
    """
    with gone_if_it_fails(content), transaction.atomic():
        obligations = _locked_uses(evidence)
        piece = Evidence.objects.select_for_update(of=("self",)).get(pk=evidence.pk)
        refuse_replacing(piece, obligations)
        ours = [one for one in obligations if {one.body_id, one.held_by_id} & {piece.body_id, keeper.pk}]
        at_once = any(takes_at_once(one) for one in ours)
        made = new_piece(
            content, body=keeper, title=title, about_on=about_on, added_by=by, added_on=today, is_invented=invented,
            supersedes=piece, supersedes_why=why, sent_on=today if at_once else None,
        )  # fmt: skip
        for one in ours:
            sent_on = today if takes_at_once(one) else None
            EvidenceUse.objects.create(evidence=made, obligation=one, used_by=by, used_on=today, sent_on=sent_on)
            if sent_on is None:
                duty_actions.mark_gathering(obligation=one, by=by, today=today)
        if at_once:
            took_effect(made, by=by, today=today)
            tell_changed(piece, [one for one in ours if takes_at_once(one)], how="replaced", today=today)
        else:
            audit.record("prepared a replacement", made, by=by, today=today, body=keeper, supersedes=piece.pk)
        return made


def refuse_replacing(evidence: Evidence, obligations: Sequence[Obligation]) -> None:
    """Raise NotNow, with the reason, when nothing can take the place of this piece now."""
    _refuse_unless_it_stands(evidence)
    other = Evidence.objects.filter(supersedes=evidence).first()
    if other is not None:
        words = "is being prepared. Change or remove that one" if other.is_draft else "has taken its place already"
        raise NotNow(f"“{other.title}” {words}.")
    _refuse_while_reviewed(obligations)


@transaction.atomic
def took_effect(newer: Evidence, *, by: User, today: date) -> None:
    """Record that a newer piece has taken its place, and let those who may use the older one use it too."""
    assert newer.supersedes is not None
    audit.record(
        "superseded", newer.supersedes, by=by, today=today, body=newer.body, newer=newer.pk,
        after={"supersedes_why": newer.supersedes_why},
    )  # fmt: skip
    for share in newer.supersedes.shares.filter(ended_on=None).select_related("body"):
        give(newer, share.body, by=by, today=today, keeper=newer.body)


@transaction.atomic
def withdraw_evidence(*, evidence: Evidence, why: str, by: User, today: date) -> Evidence:
    """Withdraw a piece with a reason: it stays on the record, and proves nothing more. Raises NotNow.

    It comes off the public site, and where nothing was sent in with it yet it is offered no more.
    """
    obligations = _locked_uses(evidence)
    piece = Evidence.objects.select_for_update(of=("self",)).get(pk=evidence.pk)
    refuse_withdrawing(piece, obligations)
    piece.withdrawn_on, piece.withdrawn_by, piece.withdrawn_why = today, by, why
    before = as_told(piece)
    taken_off = take_off(piece, by=by, today=today)
    piece.save(update_fields=["withdrawn_on", "withdrawn_by", "withdrawn_why", *FIELDS])
    audit.record("withdrew evidence", piece, by=by, today=today, body=piece.body, after={"withdrawn_why": why})
    if taken_off:
        record(piece, taken_off, before, by=by, today=today, why="withdrawn")
    for one in obligations:
        if piece.uses.filter(obligation=one, sent_on=None).exists():
            remove_draft(evidence=piece, obligation=one, by=by, today=today)
    tell_changed(piece, obligations, how="withdrawn", today=today)
    return piece


def refuse_withdrawing(evidence: Evidence, obligations: Sequence[Obligation]) -> None:
    """Raise NotNow, with the reason, when this piece cannot be withdrawn now."""
    _refuse_unless_it_stands(evidence)
    _refuse_while_reviewed(obligations)


def _refuse_unless_it_stands(evidence: Evidence) -> None:
    if evidence.is_draft:
        raise NotNow("This is a draft: change it, or remove it.")
    if evidence.withdrawn_on is not None:
        raise NotNow("This was withdrawn already.")


def _refuse_while_reviewed(obligations: Sequence[Obligation]) -> None:
    """What a reviewer has before them does not change under their eyes."""
    waiting = Submission.objects.waiting().filter(obligation__in=obligations).select_related(
        "obligation__held_by", "obligation__duty"
    )  # fmt: skip
    for one in waiting:
        held_by = f" of {one.obligation.held_by.name}" if one.obligation.held_by else ""
        raise NotNow(
            f"A round{held_by} holds this and waits for review ({one.obligation}). It can be done once that is decided,"
            " or withdrawn by the governance lead who answers for it."
        )


def _locked_uses(evidence: Evidence) -> list[Obligation]:
    """Every obligation for which the piece is offered, kept from others until the transaction ends."""
    rows = Obligation.objects.filter(evidence=evidence.pk).select_for_update(of=("self",))
    return list(rows.select_related("duty", "body", "held_by").order_by("pk"))
