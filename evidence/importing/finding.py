"""Which obligation a row is about: by body, duty, year, period and step, with words where it is none or several."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches

from django.db.models import Q

from bodies.imports.cells import one_of, same, short
from bodies.imports.kinds import Context, Row
from bodies.models import Body
from bodies.web.text import date_long
from duties.models import Duty, Obligation, OwedBy
from duties.years import FinancialYear

MOST_NAMED = 6  # in one sentence


@dataclass
class Known:
    """What rows can be about, read once: three queries, however many rows there are."""

    obligations: list[Obligation]
    duties: dict[str, set[tuple[int, str]]] = field(default_factory=dict)  # by name as compared: duty, step
    titles: dict[str, str] = field(default_factory=dict)  # by name as compared: the title

    @classmethod
    def of(cls, body: Body, today: date) -> Known:
        found = Obligation.objects.for_pages().opened_by(today).filter(Q(held_by=body) | Q(body=body))
        known = cls(list(found.order_by("period_year", "duty__position", "period_first_on", "step", "pk")))
        for pk, slug, title in Duty.objects.values_list("pk", "slug", "title"):
            known._name(title, pk, "", slug, title)
        for one in known.obligations:
            if one.step:  # as its page is headed
                known._name(one.title, one.duty_id, one.step, one.title)
        return known

    def _name(self, title: str, duty: int, step: str, *names: str) -> None:
        for name in names:
            self.duties.setdefault(same(name), set()).add((duty, step))
            self.titles.setdefault(same(name), title)


def find(row: Row, known: Known, context: Context) -> Obligation | None:
    """The obligation that a row is about; None where the row says what is wrong."""
    if not row.reads("body", "duty", "year", "period", "step"):
        return None
    found = _of_the_duty(row, known)
    for narrow in (_of_the_year, _of_the_body, _of_the_period, _of_the_step):
        if found:
            found = narrow(row, found, context)
    return found[0] if found else None


def refusal(obligation: Obligation, context: Context) -> str:
    """Why nothing can be added to an obligation; empty where it can."""
    what = f"“{obligation.title}”, {obligation.about}"
    name = f"{what},"
    if obligation.held_by_id != context.body.pk:
        holder = obligation.held_by
        return f"{holder.name if holder else 'Nobody yet'} answers for {what} now: nothing is added to it here"
    if obligation.owed_by == OwedBy.NHS_ENGLAND:
        return f"NHS England owes {what}, not the body. Delete this row"
    if obligation.proof not in ("reviewed", "certified"):
        return f"{name} is settled by the record's own dates: nothing is sent in for it. Delete this row"
    if obligation.closed_on is not None:
        return f"{name} was closed on {date_long(obligation.closed_on)}: nothing is added to it. Delete this row"
    if obligation.met_on is not None:
        return f"{name} was settled on {date_long(obligation.met_on)}: nothing is added to it. Delete this row"
    if obligation.sent_on is not None:
        sent_on = date_long(obligation.sent_on)
        return f"{name} was sent in on {sent_on} and waits for review. You can add to it if it is sent back"
    return ""


def _of_the_duty(row: Row, known: Known) -> list[Obligation]:
    typed = row.values["duty"]
    names = known.duties.get(same(typed))
    if names is None:
        close = get_close_matches(same(typed), known.titles, n=1)
        meant = f" Did you mean “{known.titles[close[0]]}”?" if close else ""
        row.refuse("duty", f"There is no duty “{short(typed)}”.{meant} Copy its title or its code from the template")
        return []
    # A title with its step names that step; one duty's title may be another's with a step.
    found = [one for one in known.obligations if {(one.duty_id, ""), (one.duty_id, one.step)} & names]
    if not found:
        row.refuse("duty", "Nothing of this duty is open for the body. If it should be, ask an administrator")
    return found


def _of_the_year(row: Row, found: list[Obligation], context: Context) -> list[Obligation]:
    year: FinancialYear = row.values["year"]
    fits = [one for one in found if one.period_year == year.start_year]
    if not fits:
        years = _few(str(FinancialYear(one.period_year)) for one in found)
        row.refuse("year", f"This duty is not open for {year}, but for {one_of(years)}")
    return fits


def _of_the_body(row: Row, found: list[Obligation], context: Context) -> list[Obligation]:
    code = row.values["body"] or context.body.code
    fits = [one for one in found if one.body.code == code]
    if not fits:
        codes = _few(f"{one.body.code} ({one.body.name})" for one in found)
        row.refuse(
            "body", f"For {code} this duty is not open in that year. Write the code of the body: {one_of(codes)}"
        )
    return fits


def _of_the_period(row: Row, found: list[Obligation], context: Context) -> list[Obligation]:
    typed = row.values["period"] or ""
    record = same(row.cells.get("period", ""))
    fits = [one for one in found if (same(one.subject) == record if one.subject else one.period == typed)]
    if not typed and not fits and len({(one.period, one.subject) for one in found}) == 1:
        return found  # there is only one that can be meant
    if not fits:
        periods = _few(period_cell(one) for one in found)
        row.refuse(
            "period", f"Write which one: {one_of(periods)}" if any(periods) else "Leave this empty: it is yearly"
        )
    return fits


def _of_the_step(row: Row, found: list[Obligation], context: Context) -> list[Obligation]:
    typed = row.values["step"] or ""
    fits = [one for one in found if same(one.step) == same(typed)]
    if not fits and not typed and len(found) == 1:
        return found  # there is only one, or the title named it
    if not fits:
        steps = _few(one.step for one in found)
        row.refuse("step", f"Write which step: {one_of(steps)}" if any(steps) else "Leave this empty: it has no steps")
    return fits


def period_cell(one: Obligation) -> str:
    """The period as a cell names it: Q2, May 2016, a record's name, nothing for a whole year."""
    if one.subject or not one.period:
        return one.subject
    return one.period if one.period.startswith("Q") else one.period_words


def _few(words: Iterable[str]) -> list[str]:
    every = list(dict.fromkeys(words))
    return every if len(every) <= MOST_NAMED else [*every[:MOST_NAMED], f"{len(every) - MOST_NAMED} more"]
