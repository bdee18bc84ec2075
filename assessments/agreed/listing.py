"""The list of agreed actions: which are asked for, and the same rows for page and file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assessments.models import AgreedAction
from bodies.access import Reach
from bodies.models import Office
from bodies.web.asked import code_of
from bodies.web.workbook import Sheet

SHOW = {"open": "Open", "late": "Past the agreed date", "said": "Said to be done", "all": "All, closed ones too"}
OPEN = "open"
HEADER = (
    "Code", "Body", "Agreed at", "On", "What was agreed", "Who does it", "Owner", "By", "State",
    "Days past the agreed date", "Done on", "Closed on", "Why it was closed",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the address asks for. `region` and `body` are codes; empty means all that this person may see."""

    region: str = ""
    body: str = ""
    show: str = OPEN

    @property
    def query(self) -> str:
        """What an address says of it, from the question mark."""
        return f"?show={self.show}" + "".join(
            f"&{name}={value}" for name, value in (("region", self.region), ("body", self.body)) if value
        )


def chosen_of(asked: Mapping[str, str], regions: Iterable[Office]) -> Chosen:
    """Words that make no sense are none."""
    show, region, body = asked.get("show", ""), asked.get("region", ""), code_of(asked.get("body", ""))
    is_code = body.isascii() and body.isalnum()
    return Chosen(
        region if region in {office.code for office in regions} else "", body if is_code else "",
        show if show in SHOW else OPEN,
    )  # fmt: skip


def regions_of(today: date) -> list[Office]:
    """The regions that could be chosen: those to which a body belongs today; one statement."""
    rows = Office.objects.filter(kind=Office.Kind.REGION, bodies__from_on__lte=today)
    return list(rows.exclude(bodies__to_on__lt=today).distinct().order_by("name"))


def found(chosen: Chosen, regions: Iterable[Office], reach: Reach, today: date) -> list[AgreedAction]:
    """The actions that are asked for and this person may see, the first due first; four statements at most."""
    rows = AgreedAction.objects.seen_by(reach, today)
    narrow = {
        "late": rows.past_date, "said": rows.said_done, "open": rows.open, "all": rows.known,
    }[chosen.show]  # fmt: skip
    rows = narrow(today)
    office = next((one for one in regions if one.code == chosen.region), None)
    if office is not None:
        rows = rows.in_office(office, today)
    if chosen.body:
        rows = rows.filter(body__code=chosen.body)
    return list(rows.for_lines())


def sheet(actions: Iterable[AgreedAction], today: date) -> Sheet:
    """The same as a table to take away."""
    return Sheet("Agreed actions", HEADER, [row_of(action, today) for action in actions])


def row_of(action: AgreedAction, today: date) -> Sequence[object]:
    """One action as a row of a file; what happened after the day is not known yet."""
    done_on = action.done_on if action.said_on and action.said_on <= today else None
    closed = action.closed_on is not None and action.closed_on <= today
    return (
        action.body.code, action.body.name_on(today), action.meeting, action.agreed_on, action.what,
        action.side_words, action.owner_words, action.due_on, action.words(today).word, action.days_past(today),
        done_on, action.closed_on if closed else None, action.closed_why if closed else "",
    )  # fmt: skip
