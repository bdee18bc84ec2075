"""The figures of requests and complaints that a body published: of returns that are public, and of nothing else.

What was frozen in a return is more than the public may see: only what stands here is copied out of it, and small
numbers that could identify somebody are not. How answers kept their time says nothing of who asked: from five answers
up it is shown as it is. How many there were says nothing of anybody either; small ones are hidden out of caution.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bodies.models import Body
from bodies.web.text import NOT_RECORDED
from casework import words
from casework.exemptions import in_words
from casework.figures.bands import SMALL, Share
from casework.figures.complaints import ComplaintFigures
from casework.figures.requests import RequestFigures
from casework.figures.small import FEWER, shown, shown_alone
from casework.models import Return
from casework.returns import kept_figures, part_of, periods_for
from casework.returns_words import COMPLAINTS, FOI, NONE_RECEIVED, NOT_OVER, PARTS, PUBLISHED
from duties.periods import Kind, Period
from duties.words import Words
from duties.years import FinancialYear, years_back

NOT_PUBLIC = Words("No return made public", "○", "grey", 5)
COLUMNS = ("kind", "body", "year", "period", "number", "figures", "texts", "is_nil", "published_on", "is_invented")


@dataclass(frozen=True, slots=True)
class Lines:
    """Numbers that belong together, each as the public sees it."""

    title: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Told:
    """One period: how its return stands, and what is public of it. `rate` is empty where too few were answered."""

    period: Period
    state: Words
    published_on: date | None = None
    is_invented: bool = False
    main: tuple[tuple[str, str], ...] = ()
    rate: str = ""
    band: Words | None = None
    groups: tuple[Lines, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()
    is_reduced: bool = False

    @property
    def name(self) -> str:
        """Q2, or the year."""
        return self.period.label or f"The whole of {self.period.year}"

    @property
    def has_figures(self) -> bool:
        return bool(self.main)

    def number(self, figure: str) -> str:
        """One of the main figures; a dash where there are none."""
        return dict(self.main).get(figure, "–")


def published_returns(body: Body, today: date) -> Iterable[Return]:
    """The returns of a body that anybody may read, the last number of a period last; one statement."""
    rows = Return.objects.published(today).filter(body=body, kind__in=(FOI, COMPLAINTS))
    return rows.only(*COLUMNS).order_by("year", "period", "number")


def told_of_year(rows: Iterable[Return], kind: str, body: Body, year: FinancialYear, today: date) -> list[Told]:
    """The periods of a year that have begun and in which the body was there, each with its published return if any."""
    by_period = {row.period: row for row in rows if row.kind == kind and row.year == year.start_year}
    found = []
    for whole in periods_for(kind, year):
        part = part_of(whole, body)
        if part is not None and part.first_on <= today:
            found.append(told_of(by_period.get(whole.label), part, today))
    return [_reduced(one) if not one.period.label and len(by_period) > 1 else one for one in found]


def _reduced(year: Told) -> Told:
    """A year beside its quarters, without its parts: less the quarters, they would give back what is hidden there."""
    return replace(year, groups=(), is_reduced=bool(year.groups))


def years_of(rows: Iterable[Return], body: Body, today: date) -> list[FinancialYear]:
    """From the first year of which a return is public to this one, or the body's last; the latest first."""
    last = FinancialYear.containing(min(today, body.closed_on or today))
    first = min((FinancialYear(row.year) for row in rows), default=last)
    return years_back(max(last, first), min(first, last))


def latest(rows: Iterable[Return], body: Body, today: date) -> Told | None:
    """The last quarter of which figures are public."""
    quarters = [row for row in rows if row.kind == FOI and row.period]
    if not quarters:
        return None
    last = max(quarters, key=lambda row: (row.year, row.period))
    told = told_of_year(quarters, FOI, body, FinancialYear(last.year), today)
    return next((one for one in told if one.period.label == last.period), None)


def told_of(row: Return | None, period: Period, today: date) -> Told:
    """What is public of one period."""
    if row is None or row.published_on is None:
        return Told(period, NOT_PUBLIC if period.last_on < today else NOT_OVER)
    common: dict[str, Any] = {"period": period, "published_on": row.published_on, "is_invented": row.is_invented}
    if row.is_nil:
        return Told(**common, state=NONE_RECEIVED, texts=_texts(row))
    figures = kept_figures(row)
    parts = _of_requests(figures, period) if row.kind == FOI else _of_complaints(figures)
    return Told(**common, state=PUBLISHED, texts=_texts(row), **parts)


def _of_requests(figures: RequestFigures, period: Period) -> dict[str, Any]:
    is_quarter = period.kind is Kind.QUARTERLY  # the Commissioner means a quarter, not a year
    reviews = [("Asked for", shown_alone(figures.reviews_asked)), ("Completed", shown_alone(figures.reviews_ended))]
    reviews += [("Completed in time", rate_of(figures.reviews_on_time, "completed"))] if figures.reviews_ended else []
    return {
        "main": (
            ("Received", shown_alone(figures.received)), ("Answered", shown_alone(figures.answered)),
            ("Open at the end", shown_alone(figures.still_open)),
            ("Open and late at the end", shown_alone(figures.open_late)),
        ),
        "rate": rate_of(figures.on_time, "answered"),
        "band": figures.band if is_quarter else None,
        "groups": _without_empty(
            Lines("How the time was kept", _kept(figures)),
            _group("Outcomes", figures.outcomes, words.OUTCOME_WORDS),
            Lines("Exemptions and exceptions used", _each(figures.exemptions)),
            Lines("Internal reviews", tuple(reviews) if figures.reviews_asked or figures.reviews_ended else ()),
            Lines("Complaints to the Information Commissioner", _regulator(figures)),
        ),
    }  # fmt: skip


def _of_complaints(figures: ComplaintFigures) -> dict[str, Any]:
    unknown = figures.responded - figures.well_founded - figures.outcomes.get("not_upheld", 0)
    found = {
        "Well-founded (upheld, or partly)": figures.well_founded,
        "Not well-founded": figures.outcomes.get("not_upheld", 0), "Outcome not recorded": unknown,
    }  # fmt: skip
    return {
        "main": (
            ("Received", shown_alone(figures.received)), ("Responded to", shown_alone(figures.responded)),
            ("Referred to the Ombudsman", shown_alone(figures.referred)),
        ),
        "rate": rate_of(figures.on_time, "responded to"),
        "groups": _without_empty(
            Lines("How they were found", shown(_some(found)).cells),
            Lines("Acknowledged in time", _acknowledged(figures)),
            _group("Subjects of what was received", figures.terms.get("subject", {}), {}),
        ),
    }  # fmt: skip


def rate_of(share: Share, what: str) -> str:
    """Such as "94% of 50 answered": a percentage never stands without its base, nor on too small a one."""
    if not share.base:
        return f"None {what}"
    if share.base < SMALL:
        return f"{FEWER[0].upper()}{FEWER[1:]} {what}: too few for a percentage"
    return f"{share.percent} of {share.base:,} {what}"


def _kept(figures: RequestFigures) -> tuple[tuple[str, str], ...]:
    if figures.answered < SMALL:
        return ()
    kept = (("In time", figures.in_time), ("In the longer time told", figures.extended), ("Late", figures.late))
    return tuple((name, f"{count:,}") for name, count in kept)


def _acknowledged(figures: ComplaintFigures) -> tuple[tuple[str, str], ...]:
    share = figures.acknowledged
    return (("Within three working days", rate_of(share, "acknowledged or overdue")),) if share.base else ()


def _regulator(figures: RequestFigures) -> tuple[tuple[str, str], ...]:
    if not (figures.regulator_asked or figures.regulator_decided):
        return ()
    return (("Made", shown_alone(figures.regulator_asked)), ("Decided", shown_alone(figures.regulator_decided)))


def _group(title: str, counts: Mapping[str, int], names: Mapping[str, str]) -> Lines:
    """Counts by code as lines; they may add up, so that what subtraction would give back is hidden too."""
    named = {names.get(code, code) or NOT_RECORDED: count for code, count in counts.items()}
    return Lines(title, shown(_some(named)).cells)


def _each(counts: Mapping[str, int]) -> tuple[tuple[str, str], ...]:
    """Exemptions, of which one answer may use several."""
    return tuple((in_words(code), shown_alone(count)) for code, count in counts.items() if count)


def _some(counts: Mapping[str, int]) -> dict[str, int]:
    return {name: count for name, count in counts.items() if count}


def _without_empty(*groups: Lines) -> tuple[Lines, ...]:
    return tuple(group for group in groups if group.lines)


def _texts(row: Return) -> tuple[tuple[str, str], ...]:
    return tuple((part.title, row.texts[key]) for key, part in PARTS[row.kind].items() if row.texts.get(key))
