"""The tables of a body's year to take away and to print: the same figures as on the page, by the name of each table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from assessments.agreed.listing import HEADER, row_of
from assurance.body.figures import Row, met_by_a_date
from assurance.body.reading import BodyYear
from assurance.body.timeline import PARTS
from bodies.composition import PostKind
from bodies.web.text import join_and, plural
from bodies.web.workbook import Sheet
from duties.words import Words

Rows = Iterable[Sequence[object]]


def sheets(found: BodyYear) -> dict[str, Sheet]:
    """Every table by the name that its address has, in the order of the page."""
    return {name: make(found) for name, make in TABLES.items()}


def _late(found: BodyYear) -> Sheet:
    rows = [
        (one.title, one.about, one.due_on, said(one.words), one.reason, one.expected_on) for one in found.late.lines
    ]
    header = ("Duty", "About", "Due", "State", "The body's own reason", "Expected")
    notes = [f"The oldest {len(rows):,} of {found.late.count:,} that are late."] if len(rows) < found.late.count else []
    return Sheet("Oldest late", header, rows, notes)


def _posts(found: BodyYear) -> Sheet:
    rows = [
        (one.post.title, PostKind(one.post.kind).label, one.words, one.holder.from_on if one.holder else None,
         one.vacant_since)
        for one in found.governing.held
    ]  # fmt: skip
    return Sheet(
        "Governing body", ("Post", "Kind", "Who holds it", "Since", "Vacant since"), rows, governing_said(found)
    )


def governing_said(found: BodyYear) -> list[str]:
    """How the governing body stands, with what the law asks for; nothing of a body that keeps no posts here."""
    board, rule = found.governing, found.governing.rule
    if not board.is_recorded:
        return []
    said = [f"{len(board.filled):,} of {plural(len(board.held), 'post')} held, {len(board.vacant):,} vacant."]
    if rule is not None and board.fewer_by:
        said.append(f"The law asks for at least {rule.minimum:,} members: {board.fewer_by:,} fewer are recorded.")
    if board.missing:
        said.append(f"Nobody is recorded for: {join_and([seat.words for seat in board.missing])}.")
    return said


def _judged(found: BodyYear) -> Sheet:
    rows = [
        (f"{one.called}, {one.about}", one.framework, one.headline_words, said(one.words), one.published_on)
        for one in found.judged
    ]
    return Sheet("Assessments by NHS England", ("Assessment", "Framework", "Headline", "State", "Published"), rows)


def _agreed(found: BodyYear) -> Sheet:
    rows = [row_of(action, found.asked.day)[2:] for action in found.agreed]
    return Sheet("Agreed actions", HEADER[2:], rows)


def _figures(found: BodyYear) -> Sheet:
    rows = [_figures_row(row) for row in (*found.figures.rows, found.figures.every)]
    return Sheet("Themes", FIGURE_HEADS, rows, [f"Region: {found.near.name}, with this body."])


FIGURE_HEADS = (
    "Theme", "Counted", "Met", "Met on time", "Met late", "Met, with a date", "Late: legal or directed date",
    "Late: other date", "Waiting for review", "Sent back", "No date set", "Region: bodies", "Region: counted",
    "Region: met on time", "Region: met, with a date", "Region: late",
)  # fmt: skip


def _figures_row(row: Row) -> Sequence[object]:
    own, region = row.own, row.region
    return (
        row.title, own.total, own.done, own.on_time, own.late_done, met_by_a_date(own), own.passed_red,
        own.passed_amber, own.waiting, own.sent_back, own.no_date, row.bodies, region.total, region.on_time,
        met_by_a_date(region), region.late,
    )  # fmt: skip


def _months(found: BodyYear) -> Sheet:
    header = ("Month", "Due", *(words for _, words, _ in PARTS), "Late when the month ended")
    rows = [
        (month.name, month.due, *(month.became[key] for key, _, _ in PARTS), month.late_at_end)
        for month in found.months.months
    ]
    notes = [f"{found.months.elsewhere:,} more had their date moved out of the year."] if found.months.elsewhere else []
    return Sheet("Month by month", header, rows, notes)


def _review(found: BodyYear) -> Sheet:
    own, region = found.review.own, found.review.region
    rows = [
        ("Rounds sent in", own.sent, region.sent),
        ("Evidence seen", own.seen, region.seen),
        ("Sent back", own.share_back, region.share_back),
        (
            "Came back at least once",
            *(f"{one.came_back:,} of {one.obligations:,} duties sent in" for one in (own, region)),
        ),
        ("Days from sending in to the decision (median)", own.waited, region.waited),
        ("Waiting now", own.waiting, region.waiting),
        ("The oldest of these sent in on", own.oldest_waiting_on, region.oldest_waiting_on),
    ]
    return Sheet("Rounds of review", ("Figure", "This body", "Region"), rows)


def _meetings(found: BodyYear) -> Sheet:
    rows = [(head, said(own), said(region)) for head, own, region in found.meetings.rows]
    notes = [f"Region: {plural(found.meetings.bodies, 'body', 'bodies')} that announced meetings."]
    return Sheet("Meetings in public", ("Fact", "This body", "Region"), rows, notes)


def _log(slug: str, title: str) -> Callable[[BodyYear], Sheet]:
    def made(found: BodyYear) -> Sheet:
        log = next((log for log in found.logs if log.slug == slug), None)
        rows = [(head, said(own), said(region)) for head, own, region in log.rows] if log else []
        notes = [f"Region: {plural(log.bodies, 'body', 'bodies')} with this log here."] if log else []
        return Sheet(title, ("Figure", "This body", "Region"), rows, notes)

    return made


def _questions(found: BodyYear) -> Sheet:
    rows = [(one.meeting, one.asked_on, one.how, one.reached_on, one.answered_on) for one in found.questions]
    return Sheet("Questions", ("About", "Asked", "Why it reached NHS England", "Reached it", "Answered"), rows)


def _own(found: BodyYear) -> Sheet:
    rows = [
        (one.obligation.title, one.obligation.about, one.obligation.due_on, said(one.words))
        for one in found.own_duties.counted
    ]
    return Sheet("Owed by NHS England", ("Duty", "About", "Due", "State"), rows)


def _past(found: BodyYear) -> Sheet:
    rows = [(one.what, one.who, one.code, one.from_on, one.to_on) for one in found.past.events]
    return Sheet("History", ("What", "Name", "Code", "From", "To"), rows, [f"{found.past.joined}."])


def said(words: Words) -> str:
    """A state in a table without colours; a dash where there is nothing to say."""
    return f"{words.sign} {words.word}" if words.sign else words.word


TABLES: dict[str, Callable[[BodyYear], Sheet]] = {
    "late": _late, "governing-body": _posts, "agreed": _agreed, "themes": _figures, "months": _months,
    "assessments": _judged, "review": _review, "meetings": _meetings,
    "requests": _log("requests", "Requests for information"), "complaints": _log("complaints", "Complaints"),
    "questions": _questions, "nhs-england": _own, "history": _past,
}  # fmt: skip
