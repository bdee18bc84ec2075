"""A secret word in every text of a body's logs, and every address at which somebody could come upon one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from html import unescape
from io import BytesIO
from itertools import product
from types import SimpleNamespace
from typing import Any
from zipfile import ZipFile

from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver
from django.utils import timezone

from bodies.doors import DOORS
from casework import actions
from casework.figures.complaints import ComplaintFigures
from casework.models import Complaint, InformationRequest, Return, Term
from duties.models import Obligation
from tests.casework.conftest import TODAY, happen, make_complaint, make_request

OF_REQUESTS = (
    "r subject", "r waiting", "r late", "r source", "r topic", "r asked", "r extended", "r transfer", "r answer",
    "r review", "r review answer", "r regulator", "r off title", "r off text", "r off link", "r open subject",
    "r open waiting", "r open event", "r draft text", "r draft figure",
)  # fmt: skip
OF_COMPLAINTS = (
    "c subject", "c waiting", "c late", "c source", "c exception", "c from", "c lessons", "c action", "c subject list",
    "c service list", "c site list", "c plan", "c delay", "c learned", "c passed", "c ombudsman", "c settled",
    "c draft text", "c draft figure", "c unpublished text", "c ko text", "c public list", "c public other",
)  # fmt: skip
# The body's own mark of a case: whoever in the body sees what is owed sees it. Never outside.
REFERENCES = ("r reference", "c reference")
YEARS = ("2013/14", "2014/15", "2015/16", "2016/17")
OF_A_YEAR = re.compile("figures|report|ko41a")  # addresses that show one year
OPEN = {"action": "Letters are clearer now."}  # of a published report
PLACES = (*OF_REQUESTS, *OF_COMPLAINTS, *REFERENCES)
NUMBERS = {place: number for number, place in enumerate(PLACES)}


def half(place: str) -> str:
    return f"hush{NUMBERS[place]:02}x"


def secret(place: str) -> str:
    """The word that is planted in a place."""
    return half(place) + place.replace(" ", "")


def told_in(text: str) -> set[str]:
    return {place for place in PLACES if secret(place) in text}


# Planting -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Planted:
    """What a sweep of the addresses may name."""

    requests: tuple[InformationRequest, ...]
    complaints: tuple[Complaint, ...]
    returns: tuple[Return, ...]


def plant(place: SimpleNamespace) -> Planted:
    """Fill the logs of a body: a secret in every place, and something of each that is open."""
    return Planted(_requests(place), _complaints(place), _returns(place))


def _requests(place: SimpleNamespace) -> tuple[InformationRequest, ...]:
    body, by = place.body, place.foi.user
    topic = Term.objects.create(body=body, list="topic", name=secret("r topic"))
    late = make_request(
        body, date(2016, 8, 1), reference=secret("r reference"), subject=secret("r subject"),
        waiting_on=secret("r waiting"), topics=[topic], owner=place.foi,
    )  # fmt: skip
    InformationRequest.objects.filter(pk=late.pk).update(source=secret("r source"))
    happen(late, "clarification_asked", date(2016, 8, 3), words=secret("r asked"))
    happen(late, "clarification_received", date(2016, 8, 5))
    happen(late, "extended", date(2016, 8, 9), until_on=date(2016, 9, 30), codes=("s43",), words=secret("r extended"))
    actions.explain_lateness(case=late, reason="other", late_words=secret("r late"), by=by, today=TODAY)
    moved = make_request(body, date(2016, 9, 1))
    happen(moved, "transferred", date(2016, 9, 5), words=secret("r transfer"))
    off = make_request(body, date(2016, 7, 1))
    happen(off, "answered", date(2016, 7, 20), code="granted", words=secret("r answer"))
    happen(off, "review_asked", date(2016, 8, 1), words=secret("r review"))
    happen(off, "review_answered", date(2016, 8, 9), code="upheld", words=secret("r review answer"))
    happen(off, "regulator_asked", date(2016, 8, 10))
    happen(off, "regulator_decided", date(2016, 8, 11), code="body", words=secret("r regulator"))
    actions.publish_disclosure(
        case=off, title=secret("r off title"), text=secret("r off text"), by=by, today=TODAY,
        link=f"https://example.org/{secret('r off link')}",
    )  # fmt: skip
    actions.take_off_disclosure(case=off, by=by, today=TODAY)
    shown = make_request(body, date(2016, 7, 1), subject=secret("r open subject"), waiting_on=secret("r open waiting"))
    happen(shown, "answered", date(2016, 7, 20), code="granted", words=secret("r open event"))
    actions.publish_disclosure(case=shown, title="Agency staff", text="By quarter", link="", by=by, today=TODAY)
    return late, moved, off, shown


def _complaints(place: SimpleNamespace) -> tuple[Complaint, ...]:
    body, by = place.body, place.complaints.user
    terms = [
        Term.objects.create(body=body, list=name, name=secret(f"c {name} list"))
        for name in ("subject", "service", "site")
    ]
    one = make_complaint(
        body, date(2016, 8, 1), reference=secret("c reference"), subject=secret("c subject"),
        waiting_on=secret("c waiting"), happened_on=date(2014, 1, 1), exception_why=secret("c exception"),
        came_from=secret("c from"), lessons=secret("c lessons"), action=secret("c action"), terms=terms,
        owner=place.complaints,
    )  # fmt: skip
    Complaint.objects.filter(pk=one.pk).update(source=secret("c source"))
    happen(one, "plan_agreed", date(2016, 8, 3), until_on=date(2016, 9, 1), words=secret("c plan"))
    happen(one, "delay_told", date(2016, 9, 2), words=secret("c delay"))
    happen(one, "responded", date(2016, 9, 9), code="upheld", words=secret("c learned"))
    happen(one, "ombudsman_referred", date(2016, 9, 20))
    happen(one, "ombudsman_decided", date(2016, 10, 1), code="upheld", words=secret("c ombudsman"))
    actions.explain_lateness(case=one, reason="other", late_words=secret("c late"), by=by, today=TODAY)
    passed = make_complaint(body, date(2016, 9, 1))
    happen(passed, "passed_on", date(2016, 9, 2), words=secret("c passed"))
    spoken = make_complaint(body, date(2016, 9, 1), channel="phone")
    happen(spoken, "settled", date(2016, 9, 2), words=secret("c settled"))
    return one, passed, spoken, make_complaint(body, date(2016, 9, 1))  # the last is late


def _with_lists() -> dict[str, Any]:
    """Frozen figures hold more than is public: entries of the body's other lists, and what another version counted."""
    lists = {"subject": {"Patient transport": 9}, "service": {secret("c public list"): 9}}
    figures = ComplaintFigures(date(2013, 4, 1), date(2014, 3, 31), date(2014, 3, 31), received=9, terms=lists)
    return figures.as_json() | {"notes": secret("c public other")}


def _returns(place: SimpleNamespace) -> tuple[Return, ...]:
    """Drafts, one that was made and not published, and KO41a, which is never published."""

    def one(kind: str, name: str, **fields: Any) -> Return:
        given = {"year": 2016, "begun_by": place.lead.user, "begun_on": TODAY, "changed_at": timezone.now()}
        written = OPEN if "texts" in fields else {key: secret(f"{name} text") for key in ("importance", "action")}
        return Return.objects.create(kind=kind, body=place.body, **({"texts": written} | given | fields))

    made = {"made_on": TODAY, "made_by": place.lead.user}
    return (
        one("foi", "r draft", period="Q1", figures={"note": secret("r draft figure")}),
        one("complaints", "c draft", year=2015, figures={"note": secret("c draft figure")}),
        one("complaints", "c unpublished", year=2014, **made),
        one("ko41a", "c ko", period="Q1", **made),
        one(
            "complaints",
            "c public",
            year=2013,
            texts=OPEN,
            figures=_with_lists(),
            published_on=TODAY,
            published_by=place.lead.user,
            **made,
        ),
    )


# Asking ---------------------------------------------------------------------------------------------------------------


def patterns(of: Iterable[Any], room: str = "") -> Iterable[tuple[str, URLPattern, str]]:
    """Every address with a door: its name, and its pattern."""
    for one in of:
        if isinstance(one, URLResolver):
            yield from patterns(one.url_patterns, one.namespace or room)
        elif one.name:
            name = f"{room}:{one.name}" if room else one.name
            if name in DOORS and not name.startswith(("account_", "health:")):
                yield name, one, room


def addresses(planted: Planted, *rooms: str) -> list[str]:
    """Every address about what is planted: each that there is, with each number that it could take; of some rooms."""
    found: list[str] = []
    for name, pattern, room in patterns(get_resolver().url_patterns):
        if not rooms or room in rooms:
            arguments = pattern.pattern.converters.items()
            choices = [_values(planted, name, room, argument, kind) for argument, kind in arguments]
            here = [reverse(name, args=given) for given in product(*choices)]
            found += [f"{path}?year={year}" for path in here for year in YEARS] if OF_A_YEAR.search(name) else here
    return sorted(set(found))


def _values(planted: Planted, name: str, room: str, argument: str, kind: object) -> list[Any]:
    """What an argument of an address may be, so that the address is about what is planted."""
    if argument == "event":
        cases = planted.complaints[:1] if "complaint" in name else planted.requests[:1]
        return [case.events.order_by("pk").first().pk for case in cases]
    if argument == "pk":
        if room in ("casework", "register"):
            rows = (
                planted.complaints if "complaint" in name else planted.returns if "return" in name else planted.requests
            )
        else:
            rows = tuple(Obligation.objects.filter(record_kind__in=("request", "complaint"))[:3])
        return [row.pk for row in rows]
    known = {"code": ["10H"], "theme": ["freedom-of-information", "complaints", "all"], "written": ["2016-10"]}
    known |= {"kind": ["answered", "responded"] if room == "casework" else ["requests", "complaints", "link"]}
    return known.get(argument) or ([1] if type(kind).__name__ == "IntConverter" else ["x"])


def content_of(answer: HttpResponse) -> str:
    """All that an answer says, also inside a workbook or a document."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    if body.startswith(b"PK"):
        with ZipFile(BytesIO(body)) as packed:
            body = b"".join(packed.read(name) for name in packed.namelist())
    return unescape(body.decode(errors="replace")) + str(answer.headers)


def leaks(client: Client, asked: Iterable[str]) -> dict[str, set[str]]:
    """Which secrets each address tells; a fault is none of them, and shows in other tests."""
    client.raise_request_exception = False
    found = {}
    for address in asked:
        if told := told_in(content_of(client.get(address))):
            found[address] = told
    return found


def everything(found: dict[str, set[str]]) -> set[str]:
    return set().union(*found.values())
