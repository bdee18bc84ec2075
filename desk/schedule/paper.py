"""The one page for the audit committee, computed from a schedule: nothing on it is typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bodies.web.text import NOT_RECORDED, date_long, date_short, plural
from desk.lines import is_late, is_sent_back
from desk.schedule.figures import Figures
from desk.schedule.reading import Row, Schedule
from duties.status import EvidenceState
from evidence.models import Submission

NO_REASON = "No reason given"
# So that it stays on one page of A4, whatever anybody wrote: the whole is in the schedule.
MOST_LATE, MOST_SENT_BACK = 5, 2
MOST_TITLE, MOST_LEAD, MOST_WORDS = 75, 30, 105


@dataclass(frozen=True, slots=True)
class Item:
    """One duty that the committee should know of."""

    row: int
    title: str
    state: str
    lead: str
    said: str  # the body's own reason, or what was missing
    expected: str

    @property
    def is_said(self) -> bool:
        """Whether these are somebody's words, not ours for none."""
        return self.said not in (NO_REASON, NOT_RECORDED)


@dataclass(frozen=True, slots=True)
class Listed:
    """The first of some duties, and how many more there are."""

    items: tuple[Item, ...]
    more: int

    @property
    def total(self) -> int:
        return len(self.items) + self.more


@dataclass(frozen=True, slots=True)
class Paper:
    """What stands on the page, in its order."""

    schedule: Schedule
    purpose: str
    position: str
    figures: tuple[tuple[str, int], ...]
    besides: tuple[tuple[str, int], ...]
    late: Listed
    sent_back: Listed
    looked_at: str
    changes: str
    asked: str


def paper_of(schedule: Schedule) -> Paper:
    figures = schedule.figures
    late = [row for row in schedule.rows if is_late(row.line)]
    sent_back = [row for row in schedule.rows if is_sent_back(row.line)]
    return Paper(
        schedule=schedule,
        purpose=_purpose(schedule),
        position=_position(schedule),
        figures=tuple((one.label, one.count) for one in figures.counted),
        besides=_besides(figures),
        late=_listed(sorted(late, key=_worst_first), MOST_LATE, _reason),
        sent_back=_listed(sent_back, MOST_SENT_BACK, _missing),
        looked_at=_looked_at(figures),
        changes=_changes(schedule),
        asked=_asked(schedule, any_late=bool(late or sent_back)),
    )


def _besides(figures: Figures) -> tuple[tuple[str, int], ...]:
    """What to know of the counted ones, and what is in no figure; what there is none of is left out."""
    within = [(f"Of these: {lower(one.label)}", one.count) for one in figures.within if one.is_exception]
    apart = [(f"In no figure: {lower(one.label)}", one.count) for one in figures.apart]
    return tuple((label, count) for label, count in (*within, *apart) if count)


def lower(label: str) -> str:
    return label[0].lower() + label[1:]


def _worst_first(row: Row) -> tuple[int, int]:
    """Legal and directed dates before others, and each by how long ago."""
    return row.line.words.rank, -row.line.status.days_late


def _listed(rows: Sequence[Row], most: int, said: Callable[[Row], str]) -> Listed:
    return Listed(tuple(_item(row, said(row)) for row in rows[:most]), max(0, len(rows) - most))


def _item(row: Row, said: str) -> Item:
    expected = date_short(row.obligation.expected_on, none="No day given")
    return Item(
        row.number, _title(row), row.line.words.word, short(row.lead, MOST_LEAD),
        short(said, MOST_WORDS), expected,
    )  # fmt: skip


def _title(row: Row) -> str:
    """The duty and what it is about; it is the duty's title that is cut."""
    about = short(row.obligation.about, MOST_TITLE // 2)
    return f"{short(row.obligation.title, MOST_TITLE - len(about) - 2)}, {about}"


def short(text: str, most: int) -> str:
    """The text on one line, cut at a word where it is longer than `most` characters."""
    whole = " ".join(text.split())
    if len(whole) <= most:
        return whole
    cut = whole[: most - 1]
    return f"{cut[: cut.rfind(' ')] if ' ' in cut[most // 2 :] else cut}…"


def _reason(row: Row) -> str:
    return row.obligation.reason or NO_REASON


def _missing(row: Row) -> str:
    return row.decided.reason if row.decided else NOT_RECORDED


# Sentences ------------------------------------------------------------------------------------------------------------


def _purpose(schedule: Schedule) -> str:
    return (
        f"To report what {schedule.name} owes in {schedule.year} and how far it is proved, as at"
        f" {date_long(schedule.today)}. Row numbers are those of the schedule behind the governance statement."
    )


def say(number: int, one: str, many: str) -> str:
    """A count with its verb: "None is met", "1 is met", "40 are met"."""
    return f"{f'{number:,}' if number else 'None'} {one if number < 2 else many}"


def _position(schedule: Schedule) -> str:
    figures, of = schedule.figures, schedule.figures.of
    late = [row for row in schedule.rows if is_late(row.line)]
    red = sum(row.line.words.colour == "red" for row in late)
    met = of("met_on_time") + of("met_late") + of("met_undated")
    how = f": {of('met_on_time')} on time, {of('met_late')} late, {of('met_undated')} with no date set" if met else ""
    of_these = say(red, "of these is a legal or directed date", "of these are legal or directed dates").lower()
    falls = "fell" if schedule.is_over else "falls" if figures.owed == 1 else "fall"
    return " ".join([
        f"{plural(figures.owed, 'duty', 'duties')} {falls} due in {schedule.year}.",
        f"{say(met, 'is met', 'are met')}{how}.",
        f"{say(of('waiting'), 'waits for review', 'wait for review')}; what waits is never late.",
        f"{say(len(late), 'is past its date', 'are past their dates')}{f', and {of_these}' if late else ''}.",
        f"{say(of('sent_back'), 'was sent back', 'were sent back')}.",
        f"{say(of('not_due'), 'is not due yet', 'are not due yet')}.",
        f"{say(of('no_date'), 'has no date set and nothing sent in', 'have no date set and nothing sent in')}.",
    ])  # fmt: skip


def _looked_at(figures: Figures) -> str:
    """Who looked at what is met: NHS England, or the body alone."""
    seen, certified, recorded, called, bare = map(
        figures.of, ("seen", "certified", "recorded", "called_in", "bare")
    )  # fmt: skip
    by_record = f", and the record's own dates settle {recorded}" if recorded else ""
    asked = say(called, "of those certified was", "of those certified were")
    return (
        f"NHS England saw the evidence of {seen} of those met; the body certified {certified} itself{by_record}."
        f" {asked} drawn in a sample or called in by NHS England."
        f" {say(bare, 'of those met has', 'of those met have')} no evidence attached."
    )


def quarter_began(today: date) -> date:
    """The first day of the last full quarter: there is always a quarter to tell of, and a part of the next."""
    this = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
    before = this - timedelta(days=1)
    return before.replace(month=before.month - 2, day=1)


def _changes(schedule: Schedule) -> str:
    since, today = quarter_began(schedule.today), schedule.today
    owed = [row for row in schedule.rows if row.place.counted]
    met = sum(row.line.status.is_met and _within(row.obligation.met_on, since, today) for row in owed)
    passed = sum(is_late(row.line) and _within(row.line.due_on + timedelta(days=1), since, today) for row in owed)
    back = sum(any(_came_back(one, since, today) for one in row.obligation.rounds) for row in owed)
    not_owed = [row for row in schedule.rows if row.line.status.evidence is EvidenceState.NOT_APPLICABLE]
    agreed = sum(_within(row.obligation.closed_on, since, today) for row in not_owed)
    return (
        f"Since {date_long(since)}, when the last full quarter began: {say(met, 'was met', 'were met')};"
        f" {say(passed, 'passed its date and still waits', 'passed their dates and still wait').lower()} for the body;"
        f" {say(back, 'was sent back', 'were sent back').lower()};"
        f" {say(agreed, 'was agreed not to apply', 'were agreed not to apply').lower()}."
    )


def _within(day: date | None, since: date, today: date) -> bool:
    return day is not None and since <= day <= today


def _came_back(one: Submission, since: date, today: date) -> bool:
    return one.decision == Submission.Decision.SENT_BACK and _within(one.decided_on, since, today)


def _asked(schedule: Schedule, *, any_late: bool) -> str:
    noted = f"The committee is asked to note where {schedule.name} stands on what it owes in {schedule.year}"
    more = ", and to say what further assurance it needs on what is late or was sent back" if any_late else ""
    return f"{noted}{more}."
