"""The home of a lay member: whether the body meets in public as it must, and accounts, auditor and interests."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from desk import lines
from desk.hats import Hat
from desk.records import RECORDS, SLUGS
from duties.models import Obligation
from duties.years import FinancialYear
from meetings import reading_questions
from meetings.homes import at_home

FOUR = ("notice", "papers", "part2", "minutes")  # the facts of a meeting that a lay member looks at first
AT_MOST = 5  # questions; the rest is a link away


def home(request: HttpRequest, hat: Hat, hats: list[Hat]) -> HttpResponse:
    """The next meeting, the facts of the last one, what they asked; a year of accounts, auditor and interests."""
    today: date = request.today  # type: ignore[attr-defined]
    year = FinancialYear.containing(today)
    body = hat.bodies[0]
    meetings = at_home(body, today)
    return render(request, "desk/lay.html", {
        "hat": hat, "hats": hats, "body": body, "year": year, "records": records(hat, year, today),
        "meetings": meetings, "four": FOUR, "questions": reading_questions.of(hat.membership.user, body)[:AT_MOST],
        "is_checked": bool(meetings.held and reading_questions.checked_by(hat.membership.user, [meetings.held.pk])),
    })  # fmt: skip


def records(hat: Hat, year: FinancialYear, today: date) -> list[tuple[str, list[lines.Line]]]:
    """What falls due this year about each matter; one statement."""
    owed = Obligation.objects.answered_by(hat.bodies[0]).owed_by_body().opened_by(today).of_year(year.start_year)
    found = lines.lines_of(owed.filter(duty__slug__in=SLUGS).for_pages(), today)
    return [(title, [line for line in found if _slug(line) in slugs]) for title, slugs in RECORDS]


def _slug(line: lines.Line) -> Any:
    return line.obligation.duty.slug
