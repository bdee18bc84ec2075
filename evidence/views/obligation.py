"""The page of one obligation: where it stands, what proves it, and the next thing for whoever looks."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bodies.models import AuditEntry, User
from duties.models import DutyRule, Obligation, OwedBy
from duties.words import CONFIDENCE_SENTENCES, PROOF_SENTENCES, who_fixed_the_date
from evidence.actions import may_decide
from evidence.history import Happening, tell
from evidence.models import Evidence, Submission
from evidence.people import Posts
from evidence.standing import Standing, is_settled, next_step, waiting_words
from evidence.telling import told_of
from evidence.views.common import asked

FOLDED_AFTER = 5


@require_safe
def obligation(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one obligation."""
    today: date = request.today
    to = asked(request, pk)
    shown = to.obligation
    evidence = _evidence(shown, to.who)
    rounds = list(shown.submissions.select_related("sent_by", "decided_by").order_by("-number"))
    for one in rounds:
        one.obligation = shown
    waiting = next((one for one in rounds if not one.decision), None)
    decides = waiting is not None and may_decide(request.reach, waiting, today)
    has_drafts = any(item.is_draft for item in evidence)
    history, posts = _history(shown, evidence, rounds)
    context = {
        "asked": to, "who": to.who, "obligation": shown, "evidence": evidence, "rounds": rounds, "posts": posts,
        "body_name": to.body_name,
        "holder_name": to.holder_name,
        "words": shown.words(today), "timing": shown.timing_words(today), "proof_words": shown.evidence_words(today),
        "next_step": next_step(to.who, shown, has_drafts=has_drafts, waiting=waiting, may_decide=decides),
        "waiting": waiting, "waiting_words": waiting_words(to.who, shown, has_drafts=has_drafts),
        "settled": is_settled(shown), "history": history[:FOLDED_AFTER], "older": history[FOLDED_AFTER:],
        **_law(shown),
    }  # fmt: skip
    return render(request, "evidence/obligation.html", context)


def _evidence(obligation: Obligation, who: Standing) -> list[Evidence]:
    found = obligation.evidence.for_pages()
    return list(found if who.sees_drafts else found.sent_in())


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


def _history(
    obligation: Obligation, evidence: list[Evidence], rounds: list[Submission]
) -> tuple[list[Happening], Posts]:
    about = Q(subject_kind="duties.obligation", subject_id=obligation.pk)
    about |= Q(subject_kind="evidence.evidence", subject_id__in=[item.pk for item in evidence])
    entries = list(AuditEntry.objects.filter(about).select_related("by"))
    people: set[User] = {entry.by for entry in entries if entry.by}
    people |= {item.added_by for item in evidence} | {one.sent_by for one in rounds}
    people |= {one.decided_by for one in rounds if one.decided_by}
    posts = Posts(people, obligation)
    return tell(entries, obligation.flags.all(), posts, obligation.opened_on), posts
