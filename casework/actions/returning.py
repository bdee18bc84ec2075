"""Making returns of the logs: a draft with its texts, then the figures as counted, published or sent, as evidence.

A return is evidence for its duty: FOI figures and the yearly complaints report by their public page once they are
published, KO41a by its totals once it is sent to NHS Digital, and one with nothing to count as soon as it is made.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from bodies import audit
from bodies.models import Body, User
from bodies.web.text import date_long
from casework.actions.common import ChangedMeanwhile, check_words
from casework.actions.proving import hide_proof, show_proof
from casework.models import Return
from casework.returns import figures_of, kept_figures, open_obligation, part_of, period_of
from casework.returns_words import PARTS, public_path, title_of, totals_text
from duties.actions import NotNow
from duties.changing import locked as locked_obligation
from duties.periods import Period
from duties.years import FinancialYear
from evidence.actions import Content, add_evidence, send_in

Kind = Return.Kind
LONGEST = 20_000  # characters of one text


class WrittenMeanwhile(ChangedMeanwhile):
    """Somebody else wrote for the return since this person opened it."""

    def __init__(self) -> None:
        NotNow.__init__(
            self,
            "Somebody else wrote here meanwhile. What you typed is still here, but nothing of it was saved. Look at the"
            " page in another window, then save again.",
        )


@transaction.atomic
def begin_return(
    *, body: Body, kind: str, year: FinancialYear, period: str = "", by: User, today: date,
    texts: Mapping[str, str] | None = None, invented: bool = False,
) -> Return:  # fmt: skip
    """Begin the draft of a return; one that is begun already stays as it is. `texts`: suggestions. Raises NotNow."""
    holder = Body.objects.select_for_update().get(pk=body.pk)  # one number after the other
    there = Return.objects.filter(body=holder, kind=kind, year=year.start_year, period=period)
    draft = there.filter(made_on=None).first()
    if draft is not None:
        return draft
    _refuse_period(holder, kind, year, period, today)
    number = (there.aggregate(last=Max("number"))["last"] or 0) + 1
    made = Return.objects.create(
        kind=kind, body=holder, year=year.start_year, period=period, number=number, texts=dict(texts or {}),
        begun_by=by, begun_on=today, changed_at=timezone.now(), is_invented=invented,
    )  # fmt: skip
    _record("began a return", made, by, today)
    return made


@transaction.atomic
def write_report(
    *, body: Body, year: FinancialYear, texts: Mapping[str, str], by: User, today: date, expected: str,
    not_personal: bool = False, invented: bool = False,
) -> Return:  # fmt: skip
    """Write the yearly complaints report, and begin it first where nobody has. `expected` is empty where the person saw
    none begun; what is refused begins nothing. Raises NotNow.
    """
    Body.objects.select_for_update().get(pk=body.pk)
    drafts = Return.objects.filter(body=body, kind=Kind.COMPLAINTS, year=year.start_year, made_on=None)
    is_new = not drafts.exists()
    if is_new and expected:  # it was made meanwhile, or its draft is another
        raise WrittenMeanwhile
    check_words(texts, not_personal=not_personal)
    draft = begin_return(body=body, kind=Kind.COMPLAINTS, year=year, by=by, today=today, invented=invented)
    seen = version_of(draft) if is_new else expected
    return save_texts(draft=draft, texts=texts, by=by, today=today, not_personal=not_personal, expected=seen)


@transaction.atomic
def save_texts(
    *, draft: Return, texts: Mapping[str, str], by: User, today: date, not_personal: bool = False,
    expected: str | None = None,
) -> Return:  # fmt: skip
    """Keep what was written for a draft. `expected`: `version_of` the draft that the person saw. Raises NotNow."""
    current = _locked(draft)
    _refuse_made(current)
    if expected is not None and expected != version_of(current):
        raise WrittenMeanwhile
    given = {name: text.strip() for name, text in texts.items() if name in PARTS[current.kind]}
    check_words(given, not_personal=not_personal)
    if any(len(text) > LONGEST for text in given.values()):
        raise NotNow(f"Shorten each part to {LONGEST:,} characters or fewer.")
    new = {name: text for name, text in given.items() if current.texts.get(name, "") != text}
    if new:
        said = {"said_not_personal": True} if not_personal else {}
        _change(current, "wrote for a return", by, today, {"texts": current.texts | new}, parts=sorted(new), **said)
    return current


@transaction.atomic
def make_return(*, draft: Return, by: User, today: date) -> Return:
    """Count, and keep the figures as they are now. With nothing to count it is a nil return, and is sent in as one.

    Raises NotNow while the period runs.
    """
    current = _locked(draft)
    _refuse_made(current)
    part = _refuse_period(current.body, current.kind, FinancialYear(current.year), current.period, today)
    figures = figures_of(current.kind, current.body, part, today)
    facts = {"made_on": today, "made_by": by, "figures": figures.as_json(), "is_nil": figures.is_nil}
    _change(current, "made a return", by, today, facts, is_nil=figures.is_nil)
    if current.is_nil and current.kind != Kind.KO41A:
        _prove(current, Content(text=totals_text(current, figures)), today, by, today)
    return current


@transaction.atomic
def publish_return(*, made: Return, by: User, today: date) -> Return:
    """Let anybody read a return and what proves it, and send its public page in for its duty. Raises NotNow.

    The view asks whether the person may: only the governance lead publishes.
    """
    current = _locked(made)
    _refuse_draft(current)
    if current.kind == Kind.KO41A:
        raise NotNow("KO41a is sent to NHS Digital, who publishes it. Record when it was sent.")
    later = Return.objects.made().of_period(current).filter(number__gt=current.number)
    if later.exists():
        raise NotNow("A later return of this period was made. Publish that one.")
    if current.published_on is None:
        for earlier in Return.objects.of_period(current).filter(published_on__isnull=False):
            _take_off(earlier, by, today)
        _change(current, "published a return", by, today, {"published_on": today, "published_by": by})
    _prove(current, Content(url=f"{settings.SITE_URL}{public_path(current)}"), today, by, today)
    show_proof(current, by=by, today=today)
    return current


@transaction.atomic
def take_off_return(*, made: Return, by: User, today: date) -> Return:
    """Take a return off the public site, and what proves it; both stay on the record. Said twice it is one."""
    current = _locked(made)
    if current.published_on is not None:
        _take_off(current, by, today)
        hide_proof(current, by=by, today=today)
    return current


@transaction.atomic
def record_sent(*, made: Return, sent_on: date, by: User, today: date) -> Return:
    """Record when KO41a was sent to NHS Digital, and send its totals in for its duty. Raises NotNow."""
    current = _locked(made)
    _refuse_draft(current)
    if current.kind != Kind.KO41A:
        raise NotNow("Only KO41a is sent to NHS Digital.")
    if current.sent_on is not None:
        raise NotNow(f"It was recorded as sent on {date_long(current.sent_on)}.")
    part = _part(current)
    if not part.last_on < sent_on <= today:
        raise NotNow(f"The day must be after {date_long(part.last_on)}, when the period ended, and today or earlier.")
    _change(current, "sent a return", by, today, {"sent_on": sent_on}, sent_on=sent_on)
    _prove(current, Content(text=totals_text(current, kept_figures(current))), sent_on, by, today)
    return current


def version_of(row: Return) -> str:
    """What tells one state of a draft from another, for a form that is sent back."""
    return row.changed_at.isoformat()


def _prove(row: Return, content: Content, done_on: date, by: User, today: date) -> None:
    """Log it as evidence for its duty and send it in, where one is open; without one the page says so."""
    owed = open_obligation(row)
    if owed is None or row.evidence_id is not None:
        return
    obligation = locked_obligation(owed)
    about_on = min(_part(row).last_on, today)
    piece = add_evidence(
        obligation=obligation, content=content, title=title_of(row), about_on=about_on, by=by, today=today,
        invented=row.is_invented,
    )  # fmt: skip
    send_in(obligation=obligation, done_on=done_on, note="", by=by, today=today, invented=row.is_invented)
    row.obligation, row.evidence = obligation, piece
    row.save(update_fields=["obligation", "evidence"])


def _take_off(row: Return, by: User, today: date) -> None:
    _change(row, "took a return off", by, today, {"published_on": None, "published_by": None})


def _refuse_period(body: Body, kind: str, year: FinancialYear, period: str, today: date) -> Period:
    """The body's part of the period. Raises NotNow where no such return is made, or not yet."""
    whole = period_of(kind, year, period)
    if whole is None:
        raise NotNow("No such return is made of this period.")
    part = part_of(whole, body)
    if part is None:
        raise NotNow(f"{body.name} was not there in {whole.words}.")
    if part.last_on >= today:
        raise NotNow(f"The period runs until {date_long(part.last_on)}. Make the return once it is over.")
    return part


def _part(row: Return) -> Period:
    whole = period_of(row.kind, FinancialYear(row.year), row.period)
    part = part_of(whole, row.body) if whole is not None else None
    assert part is not None  # else it could not have been made
    return part


def _locked(row: Return) -> Return:
    return Return.objects.select_for_update(of=("self",)).select_related("body").get(pk=row.pk)


def _refuse_made(row: Return) -> None:
    if row.made_on is not None:
        raise NotNow(f"This return was made on {date_long(row.made_on)}, and its figures stay. Begin another one.")


def _refuse_draft(row: Return) -> None:
    if row.made_on is None:
        raise NotNow("Make the return first.")


def _change(row: Return, verb: str, by: User, today: date, facts: Mapping[str, Any], **said: Any) -> None:
    for name, value in facts.items():
        setattr(row, name, value)
    row.changed_at = timezone.now()
    row.save(update_fields=[*facts, "changed_at"])
    _record(verb, row, by, today, **said)


def _record(verb: str, row: Return, by: User, today: date, **said: Any) -> None:
    """What the audit trail keeps: which return, days and names of parts, never a word of them."""
    told = {"kind": row.kind, "year": row.year, "period": row.period, "number": row.number, **said}
    audit.record(verb, row, by=by, today=today, body=row.body, **told)
