"""What would become of each row of a list of meetings, every fault in words. Nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bodies.imports.cells import Wrong, short
from bodies.imports.kinds import Row
from bodies.models import Body
from bodies.web.text import date_long, join_and
from duties.years import FinancialYear
from meetings.importing import words
from meetings.importing.saying import PUT_OFF, TITLES, Merged, Said, as_json, merge
from meetings.importing.there import Bodies, Key, There, said_of
from meetings.models import Meeting

NO_REASON = "The source gives no reason."
FAR = timedelta(days=2 * 366)
WORDS = {"planned": "scheduled", "held": "held", "postponed": "postponed", "cancelled": "cancelled"}


@dataclass(frozen=True, slots=True)
class Asked:
    """For which body where a row names none, whose meetings may be imported, and on which day."""

    chosen: Body | None
    may: Callable[[Body], bool]
    today: date


def check_rows(rows: Sequence[Row], asked: Asked) -> None:
    """Give each row its label, its plan and whether it is here; refuse in words what cannot be."""
    codes = {row.values.get("ods_code") or "" for row in rows} | {asked.chosen.code if asked.chosen else ""}
    bodies = Bodies.of(codes, asked.today)
    about = [(row, _body_of(row, bodies, asked)) for row in rows]
    there = There.of({body for _, body in about if body is not None})
    seen: dict[object, int] = {}
    for row, body in about:
        _check_cells(row, body, bodies, asked.today)
        row.label = _label(row, body)
        if body is not None and not row.errors:
            _plan(row, body, there, seen, asked.today)


def _body_of(row: Row, bodies: Bodies, asked: Asked) -> Body | None:
    """The body of a row; None where the row says what is wrong."""
    if not row.reads("ods_code"):
        return None
    code = row.values["ods_code"]
    if code is None and asked.chosen is None:
        row.refuse("ods_code", "Fill in the body's code, for example 10H")
        return None
    body = asked.chosen if code is None else bodies.by_code.get(code)
    if body is None:
        row.refuse("ods_code", f"There is no body with the code “{short(code)}”. Copy its code from the register")
    elif not asked.may(body):
        row.refuse(
            "ods_code",
            f"You do not lead {body.name} ({body.code}): its own governance lead imports its meetings. Delete this row",
        )
        return None
    return bodies.by_code.get(body.code, body) if body else None


def _check_cells(row: Row, body: Body | None, bodies: Bodies, today: date) -> None:
    """What the cells of a row say against each other."""
    on = row.values.get("date")
    if on is None:
        return
    if row.values.get("weekday") is not None:
        try:
            words.check_weekday(on, row.values["weekday"])
        except Wrong as wrong:
            row.refuse("weekday", str(wrong))
    if row.values.get("status") == "held" and on > today:
        row.refuse(
            "status",
            f"{date_long(on)} has not come yet: nobody can say that it was held. Write scheduled, or mend the date",
        )
    if body is not None and (why := bodies.refusal(body, on, today)):
        row.refuse("date", why)


def _plan(row: Row, body: Body, there: There, seen: dict[object, int], today: date) -> None:
    said = said_by(row)
    key: Key = (body.pk, said["kind"], said.get("committee", "").casefold(), said["on"])
    reference = row.values["reference"] or ""
    found = there.find(key, reference)
    names: list[object] = [key, (body.pk, reference)] if reference else [key]
    names += [found.pk] if found and reference else []
    first = min(seen.setdefault(one, row.number) for one in names)
    if first != row.number:
        row.refuse("", f"This is the same meeting as row {first}. Delete one of the two")
        return
    row.plan = {
        "body": body.pk, "code": body.code, "meeting": found.pk if found else None, "said": said,
        "reference": reference, "changed": [],
    }  # fmt: skip
    if found is not None:
        _compare(row, found, said, today)
    elif joint := there.joint.get(key):
        row.is_here, row.plan["meeting"] = True, joint.pk
        row.notes.append(f"{joint.body.name} keeps the record of this joint meeting.")
    else:
        row.notes += _notes(row, said, today)


def _compare(row: Row, found: Meeting, said: Said, today: date) -> None:
    """What a row changes of a meeting that is here."""
    if is_of_a_day_before(found, said, row.plan["reference"]):
        row.is_here = True
        row.notes.append(f"It was moved here, to {date_long(found.on)}.")
        return
    merged = merge(said_of(found), found.source_said, said)
    row.is_here = not merged.taken
    row.plan["changed"] = sorted(merged.taken)
    row.notes += [*_notes_of_change(found, merged), *(_notes(row, said, today) if merged.taken else ())]


def is_of_a_day_before(found: Meeting, said: Said, reference: str) -> bool:
    """Whether a row tells of a day from which people moved its meeting since: nothing of it is taken."""
    return not reference and found.on.isoformat() != said["on"]


def said_by(row: Row) -> Said:
    """What a row says of its meeting, as JSON keeps it."""
    given, of = row.values, row.values["kind"]
    times, note, state = given["time"], given["note"] or "", given["status"]
    said = {
        "kind": of.kind, "committee": of.committee, "in_public": of.in_public, "on": given["date"], "state": state,
        "place": given["place"], "source_note": note,
    }  # fmt: skip
    if times is not None:
        said |= {"starts": times.starts, "ends": times.ends}
    if state in PUT_OFF:
        said["state_why"] = note or NO_REASON
    noted = words.noted(note, of.kind, state or "")
    said |= {"public_present": noted.public_present, "quorate": noted.quorate, "presents_year": noted.presents_year}
    return as_json(said)


def _notes(row: Row, said: Said, today: date) -> list[str]:
    """What is odd but right, and what was read out of a row."""
    notes, on, state = [], row.values["date"], said.get("state", "planned")
    if said["kind"] == "other":
        notes.append(
            f"“{short(row.cells['kind'])}” is taken as another committee, {said['committee']}. Whether it is held in "
            "public: not recorded."
        )
    if state == "planned" and on < today:
        notes.append("Its day has passed: whether it was held stays “not recorded”.")
    if state == "planned" and on > today + FAR:
        notes.append(f"Check the year: it is {round((on - today).days / 365.25)} years from now.")
    if said.get("state_why") == NO_REASON:
        notes.append("The note gives no reason for it.")
    for column, what in (("time", "the time"), ("place", "the place"), ("status", "what became of it")):
        if column in row.cells and row.values[column] is None:
            notes.append(f"“{short(row.cells[column])}”: {what} is not recorded.")
    return notes + _taken_from_the_note(said)


def _taken_from_the_note(said: Said) -> list[str]:
    """What the record gets out of the words of a note."""
    found = []
    if "public_present" in said:
        found.append(f"members of the public present: {said['public_present']}")
    if "quorate" in said:
        found.append(f"the quorum was {'met' if said['quorate'] else 'not met'}")
    if "presents_year" in said:
        found.append(f"it presents {FinancialYear(said['presents_year'])}")
    return [f"Taken from the note: {join_and(found)}."] if found else []


def _notes_of_change(found: Meeting, merged: Merged) -> list[str]:
    """What is changed of a meeting that is here, and what stays because people recorded it otherwise."""
    notes = []
    if titles := [TITLES[name] for name in TITLES if name in merged.taken]:
        notes.append(f"It is here: {join_and(titles)} will be as this row says.")
    kept = [TITLES[name] for name in merged.kept]
    if kept:
        stays = "stays" if len(kept) == 1 else "stay"
        sentence = f"{join_and(kept)} {stays} as recorded here since"
        notes.append(f"{sentence[0].upper()}{sentence[1:]}: {found.label}.")
    return notes


def _label(row: Row, body: Body | None) -> str:
    """What a row is about, as far as it can be told: the meeting, and beneath it the body."""
    of, on, times = row.values.get("kind"), row.values.get("date"), row.values.get("time")
    what = short(row.cells.get("kind", ""))
    if of is not None:
        is_board = of.kind == Meeting.Kind.GOVERNING_BODY and body is not None and body.kind == Body.Kind.ICB
        what = "Board" if is_board else of.committee or Meeting.Kind(of.kind).label
    when = date_long(on) if on else short(row.cells.get("date", ""))
    at = f"{times.starts:%H:%M}" if times else ""
    whose = body.name if body else short(row.cells.get("ods_code", ""))
    return "\n".join(line for line in (", ".join(part for part in (what, when, at) if part), whose) if line)
