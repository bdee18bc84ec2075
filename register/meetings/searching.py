"""Meetings by words: of what they are, whose, when and where, of their public agenda, or of a published paper.

What is not public is not asked: neither an agenda before its day, nor an item of Part 2, nor a decision.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from bodies.models import Body
from bodies.web.text import MONTHS
from evidence.models import Evidence
from evidence.texts import searching
from meetings.models import AgendaItem, Meeting, Paper, Partner
from meetings.querysets import MeetingQuerySet
from register.meetings.lines import Line, announced, line_of
from register.meetings.words import what_words
from register.reads import called, published_evidence

MOST_PAPERS = 100  # in which words are shown, on one page of results

_MONTHS = {name.casefold(): number for number, name in enumerate(MONTHS, 1)}


def with_words(rows: MeetingQuerySet, words: str, today: date) -> MeetingQuerySet:
    """Those of the meetings of which every word is said somewhere, or stands in one published paper."""
    asked = Q()
    for word in words.split():
        asked &= _holds(word, today)
    pieces = searching.matching(words, published_evidence(today), today).order_by()
    papers = Paper.objects.published(today).filter(meeting=OuterRef("pk"), evidence__in=pieces.values("pk"))
    return rows.filter(asked | Q(Exists(papers)))


def hits_of(words: str, today: date, *, most: int) -> list[Line]:
    """The first so many meetings, the latest first, each with the place in a paper where the words stand, if any."""
    rows = list(with_words(announced(today), words, today).order_by("-on", "-pk")[:most])
    papers = Paper.objects.published(today).filter(meeting__in=[row.pk for row in rows])
    pieces = published_evidence(today).filter(pk__in=papers.values("evidence"))
    said = {piece.pk: piece for piece in searching.hits(words, pieces, today, most=MOST_PAPERS)}
    by_meeting: dict[int, Evidence] = {}
    for meeting, piece in papers.filter(evidence__in=said).order_by("-pk").values_list("meeting", "evidence"):
        by_meeting[meeting] = said[piece]
    return [_with_hit(line_of(row, today), by_meeting.get(row.pk)) for row in rows]


def _with_hit(line: Line, piece: Evidence | None) -> Line:
    return line if piece is None else replace(line, paper=piece.title, snippet=piece.snippet)


def _holds(word: str, today: date) -> Q:
    """Whether one word stands in a meeting's title, in its place or in its public agenda."""
    items = _public_items(today).filter(meeting=OuterRef("pk"))
    items = items.filter(Q(title__icontains=word) | Q(summary__icontains=word))
    bodies = called(word, today)
    joint = Partner.objects.filter(meeting=OuterRef("pk"), body__in=bodies)
    found = Q(committee__icontains=word) | Q(place__icontains=word) | Q(body__in=bodies) | Q(Exists(joint))
    return found | Q(Exists(items)) | _of_kind(word) | _of_day(word)


def _public_items(today: date) -> QuerySet[AgendaItem]:
    """Items of Part 1 of agendas that are public."""
    return AgendaItem.objects.filter(is_part2=False, meeting__agenda_on__lte=today)


def _of_kind(word: str) -> Q:
    """Whether the word is one of "Governing body meeting held in public", "Annual public meeting" and so on."""
    found = Q(pk__in=[])
    for kind in Meeting.Kind.values:
        for in_public in (True, False):
            if word.casefold() in what_words(kind, _NAMES[kind], in_public=in_public).casefold():
                found |= Q(kind=kind, in_public=True) if in_public else Q(kind=kind)
    if word.casefold() == "board":
        found |= Q(kind=Meeting.Kind.GOVERNING_BODY, body__kind=Body.Kind.ICB)
    return found


def _of_day(word: str) -> Q:
    """Whether the word is a month, a year or a day of the month."""
    if month := _MONTHS.get(word.casefold()):
        return Q(on__month=month)
    if not (word.isascii() and word.isdecimal() and len(word) <= 4):
        return Q(pk__in=[])
    return Q(on__year=int(word)) if len(word) == 4 and int(word) else Q(on__day=int(word))


_NAMES = {kind: label if kind != Meeting.Kind.OTHER else "" for kind, label in Meeting.Kind.choices}
