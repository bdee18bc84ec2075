"""What must be true after every fault, asked by SQL of its own: nothing here calls what it judges.

I1: one live flag of each kind that the state of an obligation calls for, since its true day, and no other; the marker
beside it. I2: every flag and every notice has its audit row or its flag, and the audit trail's chain holds. I3: whoever
is to be told has been told, in mail that was sent and, where it was sent again, is recognisable as the same.

Each function gives sentences on what is wrong; `faults` all of them together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import connection

from bodies import audit
from bodies.chain import BEFORE_THE_FIRST, link_of
from bodies.models import AuditLink
from duties.working_days import ENGLAND_AND_WALES

KINDS = {"late": "late_since", "soon": "soon_since", "escalated": "escalated_since", "assurer": "assurer_since"}
MANY = 20  # sentences of one sort are enough


def faults(
    today: date, *, once: bool = False, mailed: bool = False, received: Iterable[tuple[str, str]] | None = None
) -> list[str]:
    """Everything that is wrong on a day, after a sweep of that day.

    `once`: nothing was cleared in the test, so each flag has exactly one audit row. `mailed`: mail was made and sent of
    all there is. `received` is what a mail server took: (Message-ID, recipient's address), once for each time.
    """
    return [*flags(today), *trail(once=once), *told(today), *(mail(received) if mailed else ())]


def ask(sql: str, *given: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [one.isoformat() if isinstance(one, date) else one for one in given])
        return cursor.fetchall()


def _few(sentences: Iterable[str]) -> Iterator[str]:
    found = list(sentences)
    yield from found[:MANY]
    if len(found) > MANY:
        yield f"... and {len(found) - MANY} more of the same"


# I1 -------------------------------------------------------------------------------------------------------------------

WAITS = "SELECT 1 FROM evidence_submission s WHERE s.obligation_id = o.id AND s.decision = '' AND s.call_in_id IS NULL"
OPEN = f"""o.met_on IS NULL AND o.sent_on IS NULL AND o.closed_on IS NULL AND NOT o.voluntary
    AND o.tracked_from IS NOT NULL AND o.due_on >= o.tracked_from AND NOT EXISTS ({WAITS})"""
BEGAN = "o.due_on <= %s AND (o.sent_back_on IS NULL OR o.sent_back_on <= %s)"
RED = "o.date_confirmed AND o.date_basis IN ('law', 'directed')"
CALLED_FOR = {
    "late": f"{OPEN} AND o.due_on < %s",
    "soon": f"{OPEN} AND o.soon_on <= %s AND o.due_on >= %s",
    "escalated": f"{OPEN} AND o.owed_by = 'body' AND {BEGAN}",
    "assurer": f"{OPEN} AND o.owed_by = 'body' AND {RED} AND {BEGAN}",
}


def flags(today: date) -> Iterator[str]:
    """I1: where the live flags are not what the facts call for, or not since when, or not with their marker."""
    days = {
        "late": [today],
        "soon": [today, today],
        "escalated": [_day_zero(today, settings.ESCALATE_AFTER_WORKING_DAYS)] * 2,
        "assurer": [_day_zero(today, settings.TELL_ASSURER_AFTER_WORKING_DAYS)] * 2,
    }
    for kind, marker in KINDS.items():
        yield from _few(_flags_of(kind, marker, days[kind]))
    yield from _few(_untrue_days())


def _flags_of(kind: str, marker: str, days: list[date]) -> Iterator[str]:
    wrong = ask(
        f"""SELECT id, wanted, live FROM (
                SELECT o.id, CASE WHEN {CALLED_FOR[kind]} THEN 1 ELSE 0 END AS wanted,
                    (SELECT count(*) FROM duties_flag f
                     WHERE f.obligation_id = o.id AND f.kind = '{kind}' AND f.cleared_on IS NULL) AS live
                FROM duties_obligation o
            ) AS x WHERE wanted <> live ORDER BY id""",
        *days,
    )
    yield from (f"I1: obligation {pk} has {live} live flags '{kind}', not {wanted}" for pk, wanted, live in wrong)
    apart = ask(
        f"""SELECT o.id, o.{marker}, f.since_on FROM duties_obligation o
            LEFT JOIN duties_flag f ON f.obligation_id = o.id AND f.kind = '{kind}' AND f.cleared_on IS NULL
            WHERE (o.{marker} IS NULL) <> (f.since_on IS NULL) OR o.{marker} <> f.since_on"""
    )
    yield from (f"I1: obligation {pk} is marked '{kind}' {mark}, flagged {since}" for pk, mark, since in apart)


def _untrue_days() -> Iterator[str]:
    late = ask(
        """SELECT o.id, f.since_on, o.due_on, o.sent_back_on FROM duties_flag f
           JOIN duties_obligation o ON o.id = f.obligation_id WHERE f.kind = 'late' AND f.cleared_on IS NULL"""
    )
    for pk, since, due, back in late:
        true = max(_day(due) + timedelta(1), _day(back) if back else date.min)
        if _day(since) != true:
            yield f"I1: obligation {pk} is late since {true}, and its flag says {since}"


def _day_zero(today: date, number: int) -> date:
    """The latest day after which so many working days have begun; counted back one by one."""
    day = today
    while number:
        number -= day not in ENGLAND_AND_WALES.days_off(day.year)
        day -= timedelta(1)
    return day


def _day(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


# I2 -------------------------------------------------------------------------------------------------------------------


def trail(*, once: bool = False) -> Iterator[str]:
    """I2: flags without their audit row, rows without their flag, and where the chain breaks."""
    since = "a.detail->>'since_on'" if connection.vendor == "postgresql" else "json_extract(a.detail, '$.since_on')"
    rows = f"""SELECT a.subject_id AS pk, substr(a.verb, 10) AS kind, {since} AS since_on FROM bodies_auditentry a
               WHERE a.subject_kind = 'duties.obligation' AND a.verb LIKE 'flagged: %%'"""
    counted = ask(
        f"""SELECT f.obligation_id, f.kind, f.since_on, count(r.pk) FROM duties_flag f
            LEFT JOIN ({rows}) AS r
                ON r.pk = f.obligation_id AND r.kind = f.kind AND r.since_on = CAST(f.since_on AS text)
            GROUP BY f.obligation_id, f.kind, f.since_on
            HAVING count(r.pk) {"<> 1" if once else "= 0"}"""
    )
    yield from _few(f"I2: {count} audit rows tell of '{kind}' of {pk} since {day}" for pk, kind, day, count in counted)
    alone = ask(
        f"""SELECT r.pk, r.kind, r.since_on FROM ({rows}) AS r LEFT JOIN duties_flag f
            ON r.pk = f.obligation_id AND r.kind = f.kind AND r.since_on = CAST(f.since_on AS text)
            WHERE f.id IS NULL"""
    )
    yield from _few(f"I2: no flag is there for an audit row of '{kind}' of {pk} since {day}" for pk, kind, day in alone)
    yield from _few(chain())


def chain() -> Iterator[str]:
    """I2: where the chain of the audit trail does not hold."""
    before, count = BEFORE_THE_FIRST, 0
    for link in AuditLink.objects.select_related("entry").order_by("place").iterator():
        count += 1
        if link.chain != link_of(before, link.entry_id, audit.digest_of([getattr(link.entry, n) for n in audit.SAID])):
            yield f"I2: the chain breaks at {link.place}"
        before = link.chain
    ((entries,),) = ask("SELECT count(*) FROM bodies_auditentry")
    if count != entries:
        yield f"I2: {entries - count} audit rows are not in the chain"


# I3 -------------------------------------------------------------------------------------------------------------------

HOLDS = "m.from_on <= %s AND (m.to_on IS NULL OR m.to_on >= %s) AND u.is_active"
PEOPLE = "bodies_membership m JOIN bodies_user u ON u.id = m.user_id"
OWNED = f"""EXISTS (SELECT 1 FROM {PEOPLE} WHERE m.id = o.owner_id AND m.body_id = o.held_by_id AND {HOLDS})"""
OFFICERS = "lower(m.post) IN ('accountable officer', 'chair', 'chair of the governing body', 'clinical chair')"
LIVE = """duties_flag f JOIN duties_obligation o ON o.id = f.obligation_id AND f.cleared_on IS NULL"""
OFFICE = """m.role = 'assurer' AND m.office_id IN (
    SELECT p.office_id FROM bodies_bodyoffice p WHERE p.body_id = o.held_by_id
    AND p.from_on <= %s AND (p.to_on IS NULL OR p.to_on >= %s))"""
NATIONAL = "m.role = 'assurer' AND m.office_id IN (SELECT id FROM bodies_office WHERE kind = 'national')"

# Who is to be told of what: which flags, and whom.
TO_DO = "f.kind IN ('late', 'soon', 'gone')"
TO_TELL: tuple[tuple[str, str], ...] = (
    (TO_DO, "m.id = o.owner_id AND m.body_id = o.held_by_id"),
    (f"{TO_DO} AND o.owed_by = 'body' AND NOT {OWNED}", "m.role = 'lead' AND m.body_id = o.held_by_id"),
    (f"{TO_DO} AND o.owed_by <> 'body' AND NOT {OWNED}", NATIONAL),
    ("f.kind = 'escalated'", f"m.body_id = o.held_by_id AND (m.role = 'lead' OR {OFFICERS})"),
    ("f.kind = 'assurer'", OFFICE),
)


def told(today: date) -> Iterator[str]:
    """I3: people of whom a live flag is, and who were not told; and notices of flags that are not there."""
    wanted: set[tuple[str, int]] = set()
    for which, whom in TO_TELL:
        sql = f"""SELECT f.kind, o.id, f.since_on, m.user_id FROM {LIVE} CROSS JOIN {PEOPLE}
                  WHERE {whom} AND {HOLDS} AND {which}"""
        days = [today] * sql.count("%s")
        wanted |= {(f"{kind} {pk} {since}", person) for kind, pk, since, person in ask(sql, *days)}
    rows = ask("SELECT key, person_id, no_mail_why FROM bodies_notice")
    there = {(key, person): why for key, person, why in rows}
    yield from _few(f"I3: person {who} was not told '{key}'" for key, who in sorted(wanted) if (key, who) not in there)
    taken = (one for one in sorted(wanted) if there.get(one) == "over")
    yield from _few(f"I3: '{key}' was taken back from person {who}, and is so" for key, who in taken)
    known = {f"{kind} {pk} {since}" for kind, pk, since in ask("SELECT kind, obligation_id, since_on FROM duties_flag")}
    kinds = (*KINDS, "gone")
    alone = sorted(key for key, _ in there if key.split(" ")[0] in kinds and key not in known)
    yield from _few(f"I3: somebody was told '{key}', and no flag says so" for key in alone)


def mail(received: Iterable[tuple[str, str]] | None = None, most: int = 2) -> Iterator[str]:
    """I3: notices that no mail tells, mail that was not sent, and what was received otherwise than it was sent."""
    waiting = ask("SELECT key, person_id FROM bodies_notice WHERE mail_id IS NULL AND no_mail_on IS NULL")
    yield from _few(f"I3: no mail tells person {who} '{key}'" for key, who in waiting)
    unsent = ask("SELECT key FROM bodies_mail WHERE sent_at IS NULL AND given_up_at IS NULL")
    yield from _few(f"I3: mail '{key}' was not sent" for (key,) in unsent)
    if received is not None:
        yield from _few(_received(Counter(received), most))


def _received(times: Mapping[tuple[str, str], int], most: int) -> Iterator[str]:
    ours = {
        (message_id, address): sent
        for message_id, address, sent in ask(
            "SELECT l.message_id, coalesce(u.email, l.address), l.sent_at FROM bodies_mail l"
            " LEFT JOIN bodies_user u ON u.id = l.person_id WHERE l.forgotten_at IS NULL"
        )
    }
    for one, sent in ours.items():
        if sent and not times.get(one):
            yield f"I3: {one} is marked as sent, and was never received"
    for one, number in times.items():
        if one not in ours:
            yield f"I3: {one} was received, and is no mail of ours"
        elif number > most:
            yield f"I3: {one} was received {number} times"
