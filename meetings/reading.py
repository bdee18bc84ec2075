"""What pages ask of meetings: their facts, for any number of them in a constant number of statements."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, TypeAlias

from django.db.models import Count, Q

from bodies.models import Body
from duties.proclaimed import known_calendars
from meetings.dates import NO_RULES, Rules
from meetings.facts import KEYS, Fact, PaperTold, Told, facts
from meetings.facts.law import Law, law_of
from meetings.keeping import as_rules
from meetings.models import Meeting, MeetingRules, Paper, PublicQuestion

# What is told of a meeting under the very name that its row has for it.
_COUNTED = frozenset({"papers", "questions"})
_AS_RECORDED = tuple(Told.__dataclass_fields__.keys() & {one.name for one in Meeting._meta.get_fields()} - _COUNTED)
Committee: TypeAlias = tuple[int, str, str]  # body, kind, name


def facts_of(
    meetings: Iterable[Meeting], today: date, *, inside: bool = False, columns: Sequence[str] = KEYS
) -> dict[int, list[Fact]]:
    """The facts of each meeting by its number, as anybody may see them; `inside`: as somebody who sees drafts may.

    The caller asks who may see the meetings themselves. In a joint meeting the rules are those of the body that keeps
    the record. `columns` are the keys of the facts that are wanted.
    """
    return {pk: facts(one, today, columns) for pk, one in told_of(meetings, today, inside=inside).items()}


def law_applied(meeting: Meeting) -> Law:
    """Which law applied to a meeting on its day."""
    return law_of(kind=meeting.kind, regime=meeting.body.kind.upper(), on=meeting.on)


def told_of(meetings: Iterable[Meeting], today: date, *, inside: bool = False) -> dict[int, Told]:
    """What is told of each meeting; six statements, whatever their number."""
    rows = list(meetings)
    if not rows:
        return {}
    bodies = {row.body_id for row in rows}
    kinds = dict(Body.objects.filter(pk__in=bodies).values_list("pk", "kind"))
    rules, calendars = _rules(bodies), known_calendars()
    following = _following(bodies, min(row.on for row in rows), today, inside=inside)
    papers, recorded = _papers([row.pk for row in rows], today)
    asked = _asked([row.pk for row in rows], today)
    return {
        row.pk: replace(
            Told(**{name: getattr(row, name) for name in _AS_RECORDED}, regime=kinds[row.body_id].upper()),
            inside=inside, calendars=calendars, rules=_rules_on(rules[row.body_id], row.on),
            next_on=_next(following, row), papers=tuple(papers[row.pk]), has_recording=row.pk in recorded,
            **asked.get(row.pk, {}),
        )
        for row in rows
    }  # fmt: skip


def _rules(bodies: set[int]) -> dict[int, list[tuple[date, Rules]]]:
    found: dict[int, list[tuple[date, Rules]]] = defaultdict(list)
    for row in MeetingRules.objects.filter(body__in=bodies).order_by("from_on"):
        found[row.body_id].append((row.from_on, as_rules(row)))
    return found


def _rules_on(rules: list[tuple[date, Rules]], on: date) -> Rules:
    return next((one for from_on, one in reversed(rules) if from_on <= on), NO_RULES)


def _following(bodies: set[int], first: date, today: date, *, inside: bool) -> dict[Committee, list[date]]:
    """The days of what may approve minutes, by committee; of meetings that nobody may know of only to who may."""
    rows = Meeting.objects if inside else Meeting.objects.published(today)
    found: dict[Committee, list[date]] = defaultdict(list)
    after = rows.filter(body__in=bodies, on__gt=first, state__in=("planned", "held")).order_by("on")
    for body, kind, committee, on in after.values_list("body", "kind", "committee", "on"):
        found[body, kind, committee].append(on)
        if kind == Meeting.Kind.GOVERNING_BODY:  # which approves the minutes of the annual public meeting as well
            found[body, Meeting.Kind.ANNUAL, ""].append(on)
    for days in found.values():
        days.sort()
    return found


def _next(following: dict[Committee, list[date]], row: Meeting) -> date | None:
    days = following.get((row.body_id, row.kind, row.committee), [])
    return next(iter(days[bisect_right(days, row.on) :]), None)


def _papers(meetings: list[int], today: date) -> tuple[dict[int, list[PaperTold]], set[int]]:
    """The documents of Part 1 by meeting, and which meetings have a recording published."""
    found: dict[int, list[PaperTold]] = defaultdict(list)
    recorded: set[int] = set()
    part1 = Q(is_part2=False) & (Q(item=None) | Q(item__is_part2=False))
    roles = (Paper.Role.PAPER, Paper.Role.AGENDA, Paper.Role.RECORDING)
    rows = Paper.objects.standing().filter(part1, meeting__in=meetings, role__in=roles).order_by("pk")
    for meeting, role, on, at, late_why in rows.values_list("meeting", "role", "on", "at", "late_why"):
        if role != Paper.Role.RECORDING:
            found[meeting].append(PaperTold(on, at, bool(late_why.strip()), role == Paper.Role.AGENDA))
        elif on is not None and on <= today:
            recorded.add(meeting)
    return found, recorded


def _asked(meetings: list[int], today: date) -> dict[int, dict[str, Any]]:
    out = Q(published_on__lte=today)
    rows = PublicQuestion.objects.filter(meeting__in=meetings).order_by().values("meeting")
    counts = rows.annotate(
        questions=Count("pk", filter=out),
        questions_answered=Count("pk", filter=out & ~Q(answer="")),
        questions_unpublished=Count("pk", filter=~out | Q(published_on=None)),
    )
    return {row["meeting"]: {name: number for name, number in row.items() if name != "meeting"} for row in counts}
