"""Reading a schedule: one body, one year, as at one day; the same number of statements however much there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from django.db.models import Prefetch, Q

from bodies.models import Body, User
from desk import reads
from desk.lines import Line, line_of
from desk.schedule.figures import Figures, Place, figures_of, place_of
from desk.schedule.words import Piece, achieved_of, date_from, deciding, decision_of, lead_of, piece_of, remarks_of
from duties.catalogue import CATEGORIES, THEMES
from duties.models import DutyRule, Obligation
from duties.words import CONFIDENCE_WORDS, Words
from duties.years import FinancialYear
from evidence.models import CallIn, EvidenceUse, Submission
from evidence.people import Posts

GENERAL_DUTIES = "general-duties-schedule"
STATEMENT = "governance-statement"


@dataclass(frozen=True, slots=True)
class Row:
    """One duty of the year. `number` is its place in the schedule: the figures point to it."""

    number: int
    part: str
    line: Line
    place: Place
    pieces: tuple[Piece, ...]  # what proves it today
    gone: tuple[Piece, ...]  # what was withdrawn or superseded since it was sent in
    decided: Submission | None
    decision: str

    @property
    def obligation(self) -> Obligation:
        return self.line.obligation

    @property
    def title(self) -> str:
        return f"{self.obligation.title}, {self.obligation.about}"

    @property
    def legal_basis(self) -> str:
        return self.obligation.rule.legal_basis

    @property
    def how_sure(self) -> Words:
        return CONFIDENCE_WORDS[self.obligation.rule.confidence]

    @property
    def lead(self) -> str:
        return lead_of(self.line)

    @property
    def date_from(self) -> str:
        return date_from(self.obligation)

    @property
    def achieved(self) -> str:
        return achieved_of(self.obligation)

    @property
    def remarks(self) -> list[str]:
        return remarks_of(self.line)

    @property
    def evidence_state(self) -> str:
        """How far the proof has come, where the status does not say it already."""
        return "" if self.line.evidence.word == self.line.words.word else self.line.evidence.word


@dataclass(frozen=True, slots=True)
class Schedule:
    """All of it. `name` is the one that the body bore at the end of the year, or bears today."""

    body: Body
    name: str
    year: FinancialYear
    today: date
    rows: tuple[Row, ...]
    general_duties: tuple[DutyRule, ...]
    statement: DutyRule | None
    figures: Figures

    @property
    def parts(self) -> list[tuple[str, list[Row]]]:
        """The rows by theme, else by category, in the order of the page."""
        return [(part, list(rows)) for part, rows in groupby(self.rows, key=lambda row: row.part)]

    @property
    def is_over(self) -> bool:
        """Whether the year has ended: what is shown was not all known then."""
        return self.year.last_day < self.today

    @property
    def general(self) -> Row | None:
        """The row of the yearly schedule whose lines the general duties are."""
        return next((row for row in self.rows if row.obligation.duty.slug == GENERAL_DUTIES), None)


def read(body: Body, year: FinancialYear, today: date) -> Schedule:
    """What a body answers for that falls due in a year, as at a day; eight statements."""
    # What is inside the body is no line of a document that others get.
    owed = reads.answered_for([body], today).outside().owed_by_body().of_year(year.start_year)
    found = list(owed.for_pages().prefetch_related(_sent_in(today), _rounds(today), _calls(today)))
    numbered = rows_of(found, today)
    general_duties, statement = _rules(body, year, today)
    return Schedule(
        body=body, name=body.name_on(_day_of(body, year, today)), year=year, today=today, rows=numbered,
        general_duties=general_duties, statement=statement, figures=figures_of(numbered),
    )  # fmt: skip


def _sent_in(today: date) -> Prefetch:
    """What was sent in for it, and never a draft."""
    uses = (
        EvidenceUse.objects.filter(sent_on__lte=today)
        .order_by("evidence")
        .select_related(
            "evidence__body", "evidence__file", "evidence__superseded_by", "evidence__link", "confirmed_from"
        )
    )
    whole = uses.defer("evidence__text").prefetch_related("evidence__periods")
    return Prefetch("evidence_uses", whole, to_attr="sent_uses")


def _rounds(today: date) -> Prefetch:
    rounds = Submission.objects.filter(sent_on__lte=today).select_related("sent_by", "decided_by")
    return Prefetch("submissions", rounds.defer("items", "checks").order_by("number"), to_attr="rounds")


def _calls(today: date) -> Prefetch:
    """What NHS England asked to see of what the body certified."""
    return Prefetch("call_ins", CallIn.objects.filter(called_on__lte=today), to_attr="calls")


def rows_of(obligations: Sequence[Obligation], today: date) -> tuple[Row, ...]:
    """Number them by part and in the order of the catalogue; one statement for everybody's posts."""
    people: set[User] = set()
    for obligation in obligations:
        people |= {one.sent_by for one in obligation.rounds} | {one.decided_by for one in obligation.rounds}
    posts = Posts([person for person in people if person], *obligations)
    found = sorted((_row(obligation, posts, today) for obligation in obligations), key=_order)
    return tuple(replace(row, number=number) for number, row in enumerate(found, 1))


def _row(obligation: Obligation, posts: Posts, today: date) -> Row:
    line = line_of(obligation, today)
    decided = deciding(line, obligation.rounds)
    here = {use.evidence_id for use in obligation.sent_uses}
    pieces = [piece_of(use, obligation, here, today) for use in obligation.sent_uses]
    return Row(
        number=0, part=part_of(obligation), line=line, place=place_of(line), decided=decided,
        pieces=tuple(piece for piece in pieces if not piece.gone), gone=tuple(piece for piece in pieces if piece.gone),
        decision=decision_of(line, decided, posts),
    )  # fmt: skip


def part_of(obligation: Obligation) -> str:
    """Its headline theme; of the other duties the category."""
    return obligation.duty.theme.capitalize() or obligation.duty.category


def _order(row: Row) -> tuple[int, int, int, date, int]:
    """Themes first, then categories, each in the order of the catalogue; one duty's periods by date."""
    duty = row.obligation.duty
    theme = THEMES.index(duty.theme) if duty.theme in THEMES else len(THEMES)
    category = CATEGORIES.index(duty.category) if not duty.theme and duty.category in CATEGORIES else 0
    return theme, category, duty.position, row.line.due_on or date.max, row.obligation.pk


def _rules(body: Body, year: FinancialYear, today: date) -> tuple[tuple[DutyRule, ...], DutyRule | None]:
    """The general duties that are lines of one schedule, and the rule of the statement itself; one statement."""
    day = max(_day_of(body, year, today), year.first_day)
    if not (body.is_open(day) and day in year):
        return (), None
    wanted = Q(opens="schedule") | Q(duty__slug=STATEMENT)
    in_force = Q(to_on=None) | Q(to_on__gte=day)
    rules = DutyRule.objects.filter(wanted & in_force, regime=body.kind.upper(), from_on__lte=day)
    found = list(rules.select_related("duty").order_by("duty__position", "pk"))
    statement = next((rule for rule in found if rule.duty.slug == STATEMENT), None)
    return tuple(rule for rule in found if rule is not statement), statement


def _day_of(body: Body, year: FinancialYear, today: date) -> date:
    """The day on which the year is looked at: its end or the body's, whichever came first; today while it goes on."""
    day = max(min(year.last_day, today), body.opened_on)
    return min(day, body.closed_on) if body.closed_on is not None and body.has_closed(today) else day
