"""What the actions share: the row locked, words looked at for personal data, what follows kept, the audit row.

The audit trail is for ever, so it holds what was changed, days and codes, and never a word that somebody typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from bodies import audit
from bodies.models import Body, User
from bodies.web.text import date_long
from casework.course import Impossible
from casework.keeping import course_of, keep_case
from casework.models import Case, InformationRequest
from casework.personal import Found, personal_data
from duties.actions import NotNow

OneCase = TypeVar("OneCase", bound=Case)
# What may be told in the audit trail of before and after; of everything else only that it was changed.
PLAIN = frozenset(
    {
        "law", "channel", "kind", "received_on", "happened_on", "known_on", "late_reason", "owner_id", "disclosure",
        "disclosure_why", "disclosed_on",
    }
)  # fmt: skip


class LooksPersonal(NotNow):
    """Something in the words looks personal, and nobody said that it is not. `found` is what, by field."""

    def __init__(self, found: Mapping[str, list[Found]]) -> None:
        self.found = dict(found)
        each = "; ".join(dict.fromkeys(one.sentence for ones in found.values() for one in ones))
        super().__init__(f"{each}. Take it out, or say that it is not personal.")


class ChangedMeanwhile(NotNow):
    """Somebody else changed the case since this person opened it."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody else changed this case meanwhile. What you typed is still here, but nothing of it was saved. Look"
            " at the case in another window, then save again."
        )


def check_words(texts: Mapping[str, str], *, not_personal: bool) -> None:
    """Refuse words that look personal, unless somebody said that they are not. Raises LooksPersonal."""
    found = {name: ones for name, text in texts.items() if (ones := personal_data(text))}
    if found and not not_personal:
        raise LooksPersonal(found)


def locked(case: OneCase, *, even_thinned: bool = False) -> OneCase:
    """The row as it stands now, kept from others until the transaction ends. Raises NotNow of one that was thinned."""
    rows = type(case).objects.select_for_update(of=("self",)).select_related("body", "owner")
    current: OneCase = rows.get(pk=case.pk)
    if current.thinned_on is not None and not even_thinned:
        raise NotNow(f"Its words were taken out on {date_long(current.thinned_on)}: it is closed for good.")
    return current


def settle(case: Case, verb: str, *, by: User | None, today: date, not_personal: bool = False, **said: Any) -> None:
    """Record what was done, and keep what follows from the case's events as they stand now. Raises NotNow.

    An order of events that cannot have happened is refused in its own words, and undone with the transaction.
    """
    case.version += 1
    case.save(update_fields=["version"])
    told = said | marks(case, not_personal=not_personal)
    audit.record(verb, case, by=by, today=today, body=case.body, **told)
    try:
        course = course_of(case)
    except Impossible as impossible:
        raise NotNow(impossible.words) from impossible
    keep_case(case, course, by=by, today=today)
    if isinstance(case, InformationRequest) and case.disclosed_on is not None and not case.has_disclosed:
        raise NotNow("What was disclosed is published. Take it off the disclosure log first.")


def marks(case: Case, *, not_personal: bool) -> dict[str, bool]:
    """What the audit trail says besides: that words were said not to be personal, that a case is invented."""
    return {name: True for name, so in (("said_not_personal", not_personal), ("invented", case.is_invented)) if so}


def change_facts(case: Case, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Set facts of a locked case; what the audit trail says of it. Empty where nothing is new."""
    new = {name: value for name, value in facts.items() if getattr(case, name) != value}
    if not new:
        return {}
    before = {name: getattr(case, name) for name in new if name in PLAIN}
    for name, value in new.items():
        setattr(case, name, value)
    case.save(update_fields=list(new))
    return {"changed": sorted(new), "before": before, "after": {name: new[name] for name in before}}


def refuse_body(body: Body, received_on: date, today: date) -> None:
    """Refuse a case of a body that did not exist when it came, or is not there to receive one. Raises NotNow."""
    if received_on > today:
        raise NotNow("The day it was received must be today or earlier.")
    if received_on < body.opened_on:
        raise NotNow(f"{body.name} opened on {date_long(body.opened_on)}. Check the day it was received.")
    if body.closed_on is not None and received_on > body.closed_on:
        raise NotNow(f"{body.name} closed on {date_long(body.closed_on)}. Log it for the body that followed it.")
