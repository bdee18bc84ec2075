"""What people do with evidence: add, take away, send in, certify, review, publish.

Every action is one transaction with its audit row inside. A refusal is `duties.actions.NotNow`, whose words can be shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from bodies import audit
from bodies.access import Permission, Reach, can
from bodies.models import Body, User
from duties import actions as duty_actions
from duties.actions import NotNow
from duties.models import Obligation, OwedBy
from evidence import files
from evidence.models import Evidence, EvidenceUse, StoredFile, Submission

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
    *, obligation: Obligation, content: Content, title: str, about_on: date, by: User, today: date, invented: bool = False
) -> Evidence:
    """Add a draft to an obligation. When the row cannot be written the file just stored goes too. Raises NotNow."""
    try:
        return _add(obligation, content, title, about_on, by, today, invented)
    except BaseException:
        if content.received and not StoredFile.objects.filter(sha256=content.received.sha256).exists():
            files.discard(content.received)
        raise


@transaction.atomic
def _add(
    obligation: Obligation, content: Content, title: str, about_on: date, by: User, today: date, invented: bool
) -> Evidence:
    _refuse_settled(obligation)
    stored = None
    if content.received:
        stored, _ = StoredFile.objects.get_or_create(
            sha256=content.received.sha256,
            defaults={"size": content.received.size, "content_type": content.received.content_type},
        )
    made = Evidence.objects.create(
        body=_holder(obligation), kind=content.kind, title=title, about_on=about_on, file=stored,
        file_name=content.file_name[:200], url=content.url, text=content.text,
        added_by=by, added_on=today, added_at=timezone.now(), is_invented=invented,
    )  # fmt: skip
    EvidenceUse.objects.create(evidence=made, obligation=obligation)
    duty_actions.mark_gathering(obligation=obligation, by=by, today=today)
    audit.record("added evidence", made, by=by, today=today, body=made.body, obligation=obligation.pk, kind=made.kind)
    return made


@transaction.atomic
def remove_draft(*, evidence: Evidence, by: User | None, today: date) -> None:
    """Take a draft away. What was sent in stays. Raises NotNow."""
    current = Evidence.objects.select_for_update(of=("self",)).get(pk=evidence.pk)
    if not current.is_draft:
        raise NotNow("This was sent in: it stays on the record.")
    obligations = list(current.obligations.all())
    stored = current.file
    audit.record("removed a draft", current, by=by, today=today, body=current.body)
    current.delete()
    for obligation in obligations:
        if not obligation.evidence_uses.exists():
            duty_actions.stop_gathering(obligation=obligation, by=by, today=today)
    if stored is not None and not stored.evidence.exists():
        stored.delete()
        transaction.on_commit(lambda: files.path_of(stored.sha256).unlink(missing_ok=True))


@transaction.atomic
def send_in(
    *, obligation: Obligation, done_on: date, note: str, by: User, today: date, achieved: bool | None = None
) -> Submission:
    """Send in all drafts of an obligation as one round; items and checks are frozen. Raises NotNow."""
    current = duty_actions.mark_sent(obligation=obligation, done_on=done_on, by=by, today=today)
    return _new_round(current, done_on=done_on, note=note, by=by, today=today, achieved=achieved)


@transaction.atomic
def certify(
    *, obligation: Obligation, done_on: date, note: str, by: User, today: date, achieved: bool | None = None
) -> Submission:
    """The body certifies that it was done: settled at once, sampled later. Raises NotNow."""
    if obligation.proof != "certified":
        raise NotNow("This is reviewed by an assurer: send the evidence in.")
    waiting = obligation.submissions.waiting().select_for_update(of=("self",)).first()
    current = duty_actions.mark_met(
        obligation=obligation, how="certified", done_on=done_on, by=by, today=today, achieved=achieved
    )
    if waiting is not None:
        waiting.note = note or waiting.note
        return _decide(waiting, Submission.Decision.CERTIFIED, by=by, today=today, decided_done_on=done_on)
    return _new_round(
        current, done_on=done_on, note=note, by=by, today=today, achieved=achieved, needs_items=False,
        decision=Submission.Decision.CERTIFIED, decided_by=by, decided_on=today, decided_at=timezone.now(),
        decided_done_on=done_on,
    )  # fmt: skip


def certify_many(*, obligations: Sequence[Obligation], done_on: date, by: User, today: date) -> int:
    """Certify several at once: all or none. Returns how many. Raises NotNow naming the first that cannot be."""
    with transaction.atomic():
        for obligation in obligations:
            try:
                certify(obligation=obligation, done_on=done_on, note="", by=by, today=today)
            except NotNow as refusal:
                raise NotNow(f"{obligation.title}: {refusal}") from refusal
    return len(obligations)


def _new_round(
    obligation: Obligation, *, done_on: date, note: str, by: User, today: date, achieved: bool | None,
    needs_items: bool = True, **decision: Any,
) -> Submission:  # fmt: skip
    drafts = obligation.evidence.drafts()
    Evidence.objects.filter(pk__in=list(drafts.values_list("pk", flat=True))).update(sent_on=today)
    items = [_frozen(item) for item in obligation.evidence.sent_in().select_related("file").order_by("id")]
    if needs_items and not items:
        raise NotNow("Add evidence first: a file, a link or a statement.")
    made = Submission.objects.create(
        obligation=obligation, number=obligation.submissions.count() + 1, sent_by=by, sent_on=today,
        sent_at=timezone.now(), done_on=done_on, note=note, achieved=achieved, items=items,
        checks=obligation.duty.checks, is_invented=any(item["invented"] for item in items), **decision,
    )  # fmt: skip
    audit.record("opened a round", made, by=by, today=today, body=_holder(obligation), number=made.number)
    return made


def _frozen(item: Evidence) -> dict[str, Any]:
    return {
        "id": item.pk, "kind": item.kind, "title": item.title, "about_on": item.about_on.isoformat(), "url": item.url,
        "text": item.text, "file_name": item.file_name, "sha256": item.file.sha256 if item.file else "",
        "invented": item.is_invented,
    }  # fmt: skip


def may_decide(reach: Reach, submission: Submission, today: date) -> bool:
    """Who may decide a round.

    Reviewed duties: an assurer, national or of the body's region today; never the sender, never a member of a body
    involved. Certified duties that a contributor sent in: the governance lead of the body that answers for them.
    """
    obligation = submission.obligation
    if obligation.proof == "certified":
        return can(reach, Permission.CERTIFY, _holder(obligation), today)
    if not can(reach, Permission.REVIEW, obligation.body, today):
        return False
    if reach.membership_in([obligation.body_id, obligation.held_by_id or 0]):
        return False
    return all(m.user_id != submission.sent_by_id for m in reach.memberships)


@transaction.atomic
def decide_seen(
    *, submission: Submission, reach: Reach, done_on: date, ticked: Sequence[str], by: User, today: date
) -> Submission:
    """ "Evidence seen": every frozen check was ticked; `done_on` confirms or corrects the claim. Raises NotNow."""
    current = _decidable(submission, reach, today)
    missing = [check for check in current.checks if check not in ticked]
    if missing:
        raise NotNow("Tick every check, or send it back saying what is missing: " + "; ".join(missing))
    duty_actions.mark_met(
        obligation=current.obligation, how="seen", done_on=done_on, by=by, today=today, achieved=current.achieved
    )
    return _decide(current, Submission.Decision.SEEN, by=by, today=today, decided_done_on=done_on)


@transaction.atomic
def send_back(*, submission: Submission, reach: Reach, reason: str, by: User, today: date) -> Submission:
    """Send a round back, saying what is missing. Raises NotNow."""
    current = _decidable(submission, reach, today)
    duty_actions.mark_sent_back(obligation=current.obligation, by=by, today=today)
    return _decide(current, Submission.Decision.SENT_BACK, by=by, today=today, reason=reason)


def _decidable(submission: Submission, reach: Reach, today: date) -> Submission:
    current = Submission.objects.for_pages().select_for_update(of=("self",)).get(pk=submission.pk)
    if current.decision:
        raise NotNow(
            f"{current.decided_by} decided this on {current.decided_on:%d %B %Y}: {current.get_decision_display()}."
        )
    if not may_decide(reach, current, today):
        raise NotNow("Somebody else must review this: nobody reviews what they, or a body of theirs, sent in.")
    return current


def _decide(submission: Submission, decision: str, *, by: User, today: date, **fields: Any) -> Submission:
    submission.decision, submission.decided_by = decision, by
    submission.decided_on, submission.decided_at = today, timezone.now()
    for name, value in fields.items():
        setattr(submission, name, value)
    submission.save()
    audit.record(
        f"decided: {decision}", submission, by=by, today=today, body=_holder(submission.obligation),
        number=submission.number,
    )  # fmt: skip
    return submission


@transaction.atomic
def publish(*, evidence: Evidence, by: User, today: date) -> Evidence:
    """Publish one piece by decision; publishing never waits for review. Raises NotNow."""
    current = Evidence.objects.select_for_update(of=("self",)).get(pk=evidence.pk)
    if current.is_draft:
        raise NotNow("This is a draft: send it in or certify first.")
    if current.is_published:
        raise NotNow("This is published already.")
    if current.obligations.filter(step="draft").exists():
        raise NotNow("Draft accounts are never published.")
    current.published_on, current.published_by, current.withheld, current.withheld_until = today, by, "", None
    current.save(update_fields=["published_on", "published_by", "withheld", "withheld_until"])
    audit.record("published", current, by=by, today=today, body=current.body)
    return current


@transaction.atomic
def withhold(*, evidence: Evidence, why: str, until: date | None, by: User, today: date) -> Evidence:
    """Say why evidence is not published and until when; takes it off the public site where it was on it."""
    current = Evidence.objects.select_for_update(of=("self",)).get(pk=evidence.pk)
    was_published = current.is_published
    current.published_on, current.published_by, current.withheld, current.withheld_until = None, None, why, until
    current.save(update_fields=["published_on", "published_by", "withheld", "withheld_until"])
    audit.record(
        "unpublished" if was_published else "withheld", current, by=by, today=today, body=current.body, why=why
    )
    return current


def purge_drafts(today: date) -> int:
    """Take away drafts that were not sent in within a week; returns how many."""
    old = Evidence.objects.drafts().filter(added_on__lt=today - DRAFTS_KEPT)
    count = 0
    for draft in old.iterator():
        remove_draft(evidence=draft, by=None, today=today)
        count += 1
    return count


def _holder(obligation: Obligation) -> Body:
    return obligation.held_by or obligation.body


def _refuse_settled(obligation: Obligation) -> None:
    if obligation.closed_on is not None:
        raise NotNow("This is closed.")
    if obligation.met_on is not None:
        raise NotNow("This is settled already.")
    if obligation.sent_on is not None:
        raise NotNow("This was sent in and is waiting for review. You can add to it if it is sent back.")
    if obligation.owed_by == OwedBy.NHS_ENGLAND:
        raise NotNow("NHS England owes this, not the body.")
