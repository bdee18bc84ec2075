"""All meetings of a body for who keeps their record: what is coming, and what of the past is not recorded yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bodies.access import Permission, can
from bodies.history import name_as_at
from duties.words import Words
from duties.years import FinancialYear
from meetings.models import Meeting
from meetings.next_step import Step, next_step
from meetings.reading import facts_of
from meetings.shown import hours, standing
from meetings.views.common import body_asked

MOST_COMING = 60


@dataclass(frozen=True, slots=True)
class Line:
    """One meeting of the list: its state, what is next, and what nobody recorded yet."""

    meeting: Meeting
    hours: str
    words: Words
    step: Step | None
    missing: list[str]


@require_safe
def manage(request: HttpRequest, code: str) -> HttpResponse:
    """The meetings of one body: the coming ones, and those of the last twelve months or of one financial year."""
    today: date = request.today  # type: ignore[attr-defined]
    body = body_asked(request, code, Permission.SEE_DRAFTS)
    mine = Meeting.objects.of_body(body).for_lines()
    year = _year(request.GET.get("year", ""))
    past = mine.past(today)
    past = past.of_year(year.start_year) if year else past.filter(on__gte=today.replace(year=today.year - 1, day=1))
    days = Meeting.objects.of_body(body).filter(on__lt=today).dates("on", "month", order="DESC")
    years = list(dict.fromkeys(FinancialYear.containing(day) for day in days))
    coming = list(mine.coming(today)[: MOST_COMING + 1])
    lines = _lines([*coming[:MOST_COMING], *past], today)
    context = {
        "body": body, "name": name_as_at(body, today), "year": str(year) if year else "",
        "coming": [lines[one.pk] for one in coming[:MOST_COMING]], "more": len(coming) > MOST_COMING,
        "past": [line for line in lines.values() if line.meeting.on < today], "years": [str(one) for one in years],
        "may_keep": can(request.reach, Permission.KEEP_MEETINGS, body, today),  # type: ignore[attr-defined]
    }  # fmt: skip
    return render(request, "meetings/manage.html", context)


def _year(typed: str) -> FinancialYear | None:
    try:
        return FinancialYear.parse(typed)
    except ValueError:
        return None


def _lines(meetings: list[Meeting], today: date) -> dict[int, Line]:
    facts = facts_of(meetings, today, inside=True)
    found = {}
    for one in meetings:
        missing = [fact.title for fact in facts[one.pk] if fact.is_missing]
        found[one.pk] = Line(
            one,
            hours(one.starts, one.ends),
            standing(one, today),
            next_step(one, today),
            missing,
        )
    return found
