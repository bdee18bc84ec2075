"""The disclosure log: whether what was disclosed to one requester is published for everybody, or why not.

What goes there was given to a requester already, which is as good as to the world; the officer of the log decides it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from bodies.models import User
from casework.actions.common import change_facts, check_words, locked, settle
from casework.models import InformationRequest
from duties.actions import NotNow

DISCLOSURE_WORDS = ("disclosure_title", "disclosure_text", "disclosure_link")
CLEARED: dict[str, object] = {"disclosure_why": "", "disclosed_on": None, "disclosed_by": None}


@transaction.atomic
def publish_disclosure(
    *, case: InformationRequest, title: str, text: str, link: str, by: User, today: date, not_personal: bool = False
) -> InformationRequest:
    """Let anybody read what was asked and disclosed, in public words; said again, the words are put right.

    Raises NotNow where nothing was disclosed.
    """
    check_words({"disclosure_title": title, "disclosure_text": text}, not_personal=not_personal)
    current = locked(case)
    if current.ended_how != "answered":
        raise NotNow("Record the answer first: only what was disclosed can be published.")
    if not current.has_disclosed:
        raise NotNow("Nothing was disclosed, so there is nothing to publish.")
    if not (text or link):
        raise NotNow("Describe what was disclosed, or give the address at which it can be read.")
    facts = {
        "disclosure": InformationRequest.Disclosure.PUBLISHED.value, "disclosure_title": title, "disclosure_text": text,
        "disclosure_link": link, "disclosure_why": "", "disclosed_on": current.disclosed_on or today,
        "disclosed_by": by,
    }  # fmt: skip
    if current.disclosed_on is not None:
        facts["disclosed_by"] = current.disclosed_by
    _write(current, "published a disclosure", facts, by, today, not_personal=not_personal)
    return current


@transaction.atomic
def withhold_disclosure(*, case: InformationRequest, why: str, by: User, today: date) -> InformationRequest:
    """Say why it is not published; what was published is taken off."""
    current = locked(case, even_thinned=True)
    facts = _cleared(current) | {"disclosure": InformationRequest.Disclosure.NOT.value, "disclosure_why": why}
    _write(current, "decided not to publish a disclosure", facts, by, today)
    return current


@transaction.atomic
def take_off_disclosure(*, case: InformationRequest, by: User, today: date) -> InformationRequest:
    """Take it off the disclosure log, undecided again; its words are kept for who decides."""
    current = locked(case, even_thinned=True)
    facts = _cleared(current) | {"disclosure": InformationRequest.Disclosure.UNDECIDED.value}
    _write(current, "took a disclosure off", facts, by, today)
    return current


def _cleared(case: InformationRequest) -> dict[str, object]:
    """What is taken off; of a case whose other words are gone already its public words go too."""
    return CLEARED | (dict.fromkeys(DISCLOSURE_WORDS, "") if case.thinned_on is not None else {})


def _write(
    case: InformationRequest,
    verb: str,
    facts: Mapping[str, object],
    by: User,
    today: date,
    *,
    not_personal: bool = False,
) -> None:
    said = change_facts(case, facts)
    if said:
        settle(case, verb, by=by, today=today, not_personal=not_personal, **said)
