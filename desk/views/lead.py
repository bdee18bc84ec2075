"""The home of those who have things to do: the governance lead of a body, and contributors."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from assessments.homes import waiting_for_comment
from assessments.models import AgreedAction
from bodies.access import Role
from casework.homes import logs_at_home, to_publish
from desk import reads
from desk.hats import Hat
from duties.models import Obligation
from evidence.publishing_reads import count_open
from meetings.homes import at_home
from meetings.reading_questions import waiting_for
from surveys.homes import invitations

AT_MOST = 10  # lines of one list; the rest is a link away
AT_MOST_LATER = 4  # of what comes after six weeks: the first screen is for what comes before


def home(request: HttpRequest, hat: Hat, hats: list[Hat]) -> HttpResponse:
    """What is late, sent back and due in one body; who owes it."""
    body = hat.bodies[0]
    work = reads.worklist(Obligation.objects.answered_by(body), request.reach, request.today)  # type: ignore[attr-defined]
    others = [other.bodies[0].pk for other in hats if other.role is Role.LEAD]
    return render(request, "desk/lead.html", {
        "hat": hat, "hats": hats, "body": body, "work": work, "at_most": AT_MOST, "at_most_later": AT_MOST_LATER,
        "agreed": AgreedAction.objects.answered_by(body, request.today).counts(request.today),  # type: ignore[attr-defined]
        "questions": waiting_for(body).count(), "scope": f"body={body.code}",
        "publishing": count_open(body, request.today),  # type: ignore[attr-defined]
        "meetings": at_home(body, request.today, inside=True),  # type: ignore[attr-defined]
        "logs": logs_at_home(request.reach, [body], request.today),  # type: ignore[attr-defined]
        "assessed": waiting_for_comment(body, request.today),  # type: ignore[attr-defined]
        "to_publish": to_publish(request.reach, body, request.today),  # type: ignore[attr-defined]
        "surveys": invitations(request.reach, body, request.today),  # type: ignore[attr-defined]
        "late_elsewhere": reads.late_by_body(others, request.today) if len(others) > 1 else {},  # type: ignore[attr-defined]
    })  # fmt: skip


def contributor(request: HttpRequest, hat: Hat, hats: list[Hat]) -> HttpResponse:
    """The few things that are somebody's own, in all their bodies, by days left."""
    mine = Obligation.objects.owned_by(list(hat.memberships))
    work = reads.worklist(mine, request.reach, request.today, together=False)  # type: ignore[attr-defined]
    return render(request, "desk/contributor.html", {
        "hat": hat, "hats": hats, "work": work, "at_most": AT_MOST, "scope": "body=all&mine=1",
        "later": list(work.later.entries), "many_bodies": len(hat.bodies) > 1,
        "logs": logs_at_home(request.reach, hat.bodies, request.today),  # type: ignore[attr-defined]
    })  # fmt: skip
