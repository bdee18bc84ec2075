"""The page of one obligation: where it stands, what proves it, and the next thing for whoever looks."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bodies.models import AuditEntry, Notice, User
from bodies.outbox.fates import fate_of
from duties.models import DutyRule, Obligation, OwedBy
from duties.words import CONFIDENCE_SENTENCES, PAGE_GONE, PROOF_SENTENCES, who_fixed_the_date
from evidence.actions import may_decide, may_reopen, may_withdraw, why_not_reopened
from evidence.actions.common import is_settled
from evidence.carrying import carried
from evidence.decisions import decisions_in
from evidence.freezing import tell_confirmed
from evidence.history import Happening, tell
from evidence.in_logs import assessment_of, case_of, return_of
from evidence.links.telling import is_gone, told_of_page
from evidence.models import Evidence, EvidenceUse, Submission
from evidence.people import Posts
from evidence.shown import people_of, shown_pieces
from evidence.standing import Standing, may_call_in, next_step, waiting_words
from evidence.telling import told_of
from evidence.views.common import Asked, asked, refusal_of

FOLDED_AFTER = 5
SETTLED = (Submission.Decision.SEEN, Submission.Decision.CERTIFIED)


@require_safe
def obligation(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one obligation."""
    today: date = request.today
    to = asked(request, pk)
    shown = to.obligation
    evidence = _evidence(shown, to.who)
    rounds = list(shown.submissions.select_related("sent_by", "decided_by", "reopened_by").order_by("-number"))
    for one in rounds:
        one.obligation = shown
    waiting = next((one for one in rounds if not one.decision), None)
    decides = waiting is not None and may_decide(request.reach, waiting, today)
    has_drafts = any(item.use_sent_on is None for item in evidence)
    calls = list(shown.call_ins.select_related("sample__office").order_by("-pk"))
    call = next((one for one in calls if not one.outcome), None)
    notices = list(Notice.objects.about(shown).select_related("mail", "person"))
    history, posts, decisions = _history(shown, evidence, rounds, {notice.person for notice in notices})
    pieces = shown_pieces(shown, evidence, rounds, request.reach, today)
    changed = [piece for piece in pieces if piece.replaced_after]
    context = {
        "asked": to, "who": to.who, "obligation": shown, "rounds": rounds, "posts": posts,
        "carried": _carried(request, to, evidence),
        "evidence": pieces,
        "changed": changed, "reopens": _reopens(request, rounds) if changed else None,
        "body_name": to.body_name,
        "holder_name": to.holder_name,
        "words": shown.words(today), "timing": shown.timing_words(today), "proof_words": shown.evidence_words(today),
        "next_step": next_step(to.who, shown, has_drafts=has_drafts, waiting=waiting, may_decide=decides, call=call),
        "case": case_of(shown, request.reach), "made_in_log": return_of(shown, request.reach, today),
        "assessed": assessment_of(shown),
        "call": call, "calls": calls, "may_call_in": may_call_in(to.who, shown) and call is None,
        "came_back": next((one for one in rounds if one.asks_again), None) if shown.sent_back_on else None,
        "waiting": waiting,
        "withdraws": waiting is not None and may_withdraw(request.reach, waiting, today),
        "waiting_words": waiting_words(to.who, shown),
        "decisions": decisions, "notices": notices, "fate_of": fate_of,
        "is_gone": is_gone, "gone_words": PAGE_GONE, "told_of_page": told_of_page,
        "settled": is_settled(shown), "history": history[:FOLDED_AFTER], "older": history[FOLDED_AFTER:],
        **_law(shown),
    }  # fmt: skip
    return render(request, "evidence/obligation.html", context)


def _evidence(obligation: Obligation, who: Standing) -> list[Evidence]:
    """What is offered for it. What lost its force before it was ever sent in here is no part of its record."""
    pieces = Evidence.objects.for_pages().prefetch_related("body__names", "periods", "shares__body__names")
    found = list(pieces.used_for(obligation) if who.sees_drafts else pieces.sent_for(obligation))
    tell_confirmed(found)
    return [item for item in found if item.use_sent_on or (item.withdrawn_on is None and item.newer is None)]


def _carried(request: HttpRequest, to: Asked, evidence: list[Evidence]) -> list[EvidenceUse]:
    """What proved the period before, where the lead may confirm it again and nothing is offered yet."""
    if evidence or not to.who.may_lead or refusal_of(to.obligation):
        return []
    return carried(to.obligation, request.reach, request.today)


def _reopens(request: HttpRequest, rounds: list[Submission]) -> Submission | None:
    """The round that settled it, where this person may re-open that."""
    settled_by = next((one for one in rounds if one.decision in SETTLED and one.call_in_id is None), None)
    if settled_by is None or why_not_reopened(settled_by):
        return None
    return settled_by if may_reopen(request.reach, settled_by, request.today) else None


def _law(obligation: Obligation) -> dict[str, Any]:
    rule: DutyRule = obligation.rule
    return {
        "who_fixed": who_fixed_the_date(obligation.date_basis, obligation.date_set_by),
        "how_sure": CONFIDENCE_SENTENCES.get(rule.confidence, ""),
        "proof_sentence": _who_proves_it(obligation),
        "told": told_of(obligation),
    }


def _who_proves_it(obligation: Obligation) -> str:
    if obligation.owed_by == OwedBy.NHS_ENGLAND:
        return "NHS England certifies it itself."
    return PROOF_SENTENCES[obligation.proof]


def _who_confirmed(evidence: list[Evidence]) -> set[User]:
    keys = {item.use_used_by for item in evidence if item.confirmed_from}
    return set(User.objects.filter(pk__in=keys)) if keys else set()


def _history(
    obligation: Obligation, evidence: list[Evidence], rounds: list[Submission], also: set[User]
) -> tuple[list[Happening], Posts, dict[int, list[Happening]]]:
    about = Q(subject_kind="duties.obligation", subject_id=obligation.pk)
    about |= Q(subject_kind="evidence.callin", subject_id__in=obligation.call_ins.values("pk"))
    about |= Q(subject_kind="evidence.evidence", subject_id__in=[item.pk for item in evidence])
    entries = [
        entry
        for entry in AuditEntry.objects.filter(about).select_related("by")
        # What was done with a piece for another obligation is told there.
        if entry.detail.get("obligation", obligation.pk) == obligation.pk
    ]
    people: set[User] = also | {entry.by for entry in entries if entry.by}
    people |= people_of(evidence) | _who_confirmed(evidence) | {one.sent_by for one in rounds}
    people |= {person for one in rounds for person in (one.decided_by, one.reopened_by) if person}
    posts = Posts(people, obligation)
    history = tell(entries, obligation.flags.all(), posts, obligation.opened_on)
    return history, posts, decisions_in(entries, posts)
