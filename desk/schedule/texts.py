"""The sentences around a schedule, said once for the page and the Word document."""

from __future__ import annotations

from bodies.web.text import date_long, plural
from desk.schedule.reading import Schedule
from desk.schedule.words import DIGITS
from duties.models import DutyRule
from duties.words import CONFIDENCE_SENTENCES, CONFIDENCE_WORDS

NO_EVIDENCE = "None sent in"
SIGNATURE = ("Matters to state in the governance statement", "Name", "Post", "Signature", "Date")


def mark_of(schedule: Schedule) -> str:
    """What a document of a demonstration says on every page."""
    return f"Demonstration as at {date_long(schedule.today)}. Evidence shown is invented."


def opening(schedule: Schedule) -> list[str]:
    """What this is, and from which day it looks."""
    falls = "fell" if schedule.is_over else "falls"
    first = (
        f"What {falls} due to {schedule.name} in the financial year {schedule.year}, who leads on it, what proves it"
        f" and where it stands, as at {date_long(schedule.today)}. It is a record behind the governance statement, not"
        " the statement itself."
    )
    found = [first]
    if schedule.is_over:
        found.append(
            f"{schedule.year} has ended. This shows what is known on {date_long(schedule.today)}, not what was known on"
            f" {date_long(schedule.year.last_day)}."
        )
    if schedule.name != schedule.body.name:
        found.append(f"The body is called {schedule.body.name} today.")
    if schedule.body.has_closed(schedule.today):
        found.append(f"The body closed on {date_long(schedule.body.closed_on)}.")
    return found


def owed(schedule: Schedule) -> str:
    """The base of every figure."""
    return f"Owed by the body in {schedule.year}"


def how_to_read(schedule: Schedule) -> list[str]:
    """What a reader who was not there must know."""
    sure = "; ".join(
        f"“{words.word}”: {CONFIDENCE_SENTENCES[key][0].lower()}{CONFIDENCE_SENTENCES[key][1:].rstrip('.')}"
        for key, words in CONFIDENCE_WORDS.items()
    )
    rows = plural(len(schedule.rows), "row")
    return [
        "A duty is listed in the year in which it falls due, whatever period it is about.",
        f"Every figure names its rows: together they are the {rows} of this schedule.",
        "“Nothing recorded” says that nothing was sent in to the tracker, not that nothing was done.",
        "Done and achieved are two facts: accounts in on time that pass a limit are “on time, not achieved”.",
        "Achieved is asked of financial duties only.",
        f"Evidence is what was sent in. The first {DIGITS} characters of a file's SHA-256 tell it from any other file.",
        "“Our reminder” is local policy, not law. Only a confirmed law or a direction makes a legal or directed date.",
        f"How sure we are of a legal basis: {sure}.",
        "Left out: what NHS England itself owes, and duties that arise on an event where nobody opened one.",
    ]


def how_sure(rule: DutyRule) -> str:
    return CONFIDENCE_WORDS[rule.confidence].word


def general_duties(schedule: Schedule) -> str:
    """Where the lines of the general duties stand: where their one schedule does."""
    row = schedule.general
    lines = f"The general duties ({len(schedule.general_duties)}) are lines of one yearly schedule"
    if row is None:
        return f"{lines}, of which none falls due in {schedule.year}."
    decided = f" {row.decision}." if row.decision else ""
    return f"{lines}, row {row.number}: {row.line.words.word}.{decided}"


def seen(schedule: Schedule) -> str:
    """What the accountable officer puts their name to."""
    return (
        f"I have seen this schedule of {plural(schedule.figures.owed, 'duty', 'duties')} owed by {schedule.name} in"
        f" {schedule.year}, as at {date_long(schedule.today)}. It has {plural(len(schedule.rows), 'row')}, with those"
        " that are in no figure."
    )


def statement_basis(schedule: Schedule) -> str:
    """The legal basis of the governance statement, from the catalogue; its words are not ours to give."""
    rule = schedule.statement
    if rule is None:
        return ""
    return (
        f"The governance statement: {rule.legal_basis} ({how_sure(rule).lower()}). An assurer"
        f" checks: {'; '.join(check.lower() for check in rule.duty.checks)}. Its wording is that of the template for"
        " the year, and is not repeated here."
    )
