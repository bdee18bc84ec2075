"""One search over bodies, duties, meetings, the disclosure log and published evidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from bodies.history import name_as_at
from bodies.models import Body
from duties.models import Duty
from evidence.models import Evidence
from evidence.texts import searching
from register.casework import disclosures
from register.casework.disclosures import Disclosure
from register.meetings import searching as meeting_search
from register.meetings.lines import Line
from register.reads import published_evidence

SHOWN = 20  # of each group


@dataclass(frozen=True)
class Found:
    """What was found of each kind; `more` names the kinds of which not all are shown."""

    bodies: list[Body]
    duties: list[Duty]
    meetings: list[Line]
    disclosures: list[Disclosure]
    evidence: list[Evidence]
    more: frozenset[str]

    @property
    def is_empty(self) -> bool:
        return not (self.bodies or self.duties or self.meetings or self.disclosures or self.evidence)


def search(words: str, today: date) -> Found:
    """Find bodies by code and by every name, duties by title, meaning and section, meetings by title, agenda and what
    stands in their published papers, what was disclosed by its public words, and published evidence by its words.
    """
    bodies, more_bodies = _first(_bodies(words, today))
    duties, more_duties = _first(_duties(words))
    meetings, more_meetings = _first(meeting_search.hits_of(words, today, most=SHOWN + 1))
    disclosed, more_disclosed = _first(disclosures.hits_of(words, today, most=SHOWN + 1))
    evidence, more_evidence = _first(searching.hits(words, published_evidence(today), today, most=SHOWN + 1))
    more = {
        "bodies": more_bodies, "duties": more_duties, "meetings": more_meetings, "disclosures": more_disclosed,
        "evidence": more_evidence,
    }  # fmt: skip
    named = frozenset(kind for kind, is_more in more.items() if is_more)
    return Found(bodies, duties, meetings, disclosed, evidence, named)


def _first(rows: Any) -> tuple[list[Any], bool]:
    found = list(rows[: SHOWN + 1])
    return found[:SHOWN], len(found) > SHOWN


def _bodies(words: str, today: date) -> list[Body]:
    """Bodies by what they are called now or were before; a name that a body takes later is not known yet."""
    found = []
    for body in Body.objects.known(today).search(words).prefetch_related("names"):
        body.shown_name = name_as_at(body, today)
        known = [name.name for name in body.names.all() if name.from_on is None or name.from_on <= today]
        text = " ".join([body.code, body.shown_name, *known]).casefold()
        if all(word.casefold() in text for word in words.split()):
            found.append(body)
    return sorted(found, key=lambda body: body.shown_name)


def _duties(words: str) -> list[Duty]:
    """Duties that hold every word somewhere; those with all of them in the title come first."""
    fields = ("title", "plain", "rules__legal_basis", "theme", "category")
    found = Duty.objects.filter(_every_word(words, fields)).distinct().order_by("position")
    asked = words.casefold().split()
    return sorted(found, key=lambda duty: not all(word in duty.title.casefold() for word in asked))


def _every_word(words: str, fields: Iterable[str]) -> Q:
    asked = Q()
    for word in words.split():
        asked &= Q(*[(f"{field}__icontains", word) for field in fields], _connector=Q.OR)
    return asked
