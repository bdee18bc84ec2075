"""What a body answers, and whether it does, changes no letter of what anybody else is told, at any address.

Every address is read before the body answers, after it has answered one thing, and after it has answered another; by
everybody who is not its governance lead (what is open to anybody by who is not signed in), while the survey is open
and after it has closed. All must be the same.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable
from datetime import date
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import get_resolver, reverse

from bodies.access import NOBODY, Permission, Role, reach_of
from bodies.doors import DOORS
from bodies.models import AuditEntry, Body, Office, User
from duties.models import Obligation
from surveys.models import Response, Survey
from surveys.reading import results_of
from tests.casework.secrets import content_of, patterns
from tests.factories import make_duty, make_member, make_obligation, make_rule
from tests.surveys.conftest import CLOSED_DAY, OPEN_DAY, answer, bodies_of

pytestmark = pytest.mark.django_db
Day = Callable[[date], None]
OUTSIDERS = ("", "assurer", "national", "administrator", "elsewhere", "contributor", "lay", "both")
OF_NHS_ENGLAND = ("", "national", "administrator", "both")  # and anybody: who is told results
# Also what tells that something was recorded somewhere, whatever it was: how far the audit trail has come.
NEW_EACH_TIME = re.compile(
    r"""(csrfmiddlewaretoken" value="|nonce="|nonce-|csrftoken=|sessionid=|X-Request-ID': ')[\w+/=-]+"""
    r"""|drawn" value="[^"]+|ETag': '[^']+|Content-Length': '\d+|Expires': '[^']+"""
    r"""|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[\d.]*"""
)
# Documents that bear the moment, and forms with a key of their own: no two of them are alike.
NEVER_ALIKE = ("/word/", "/requests/new/", "/complaints/new/")
HUSH = "hush-zebra"
FEWEST_ANSWERS = 200
FEWEST_FILES = 300


@pytest.fixture
def people(place: SimpleNamespace, survey: Survey) -> SimpleNamespace:
    """Everybody who may look; `both` leads the body and is of NHS England."""
    both = make_member(Role.LEAD, place.body)
    make_member(Role.ASSURER, place.centre, user=both.user)
    rule = make_rule(make_duty("ccg-assessment-of-nhse"), voluntary=True)
    make_obligation(place.body, rule, due_on=date(2017, 3, 31))
    return SimpleNamespace(**vars(place), both=both)


def addresses(place: SimpleNamespace, who: str = "lead") -> list[str]:
    """Every address whose door opens to somebody, as it would be about this body, its survey and its office."""
    reach = reach_of(getattr(place, who).user, OPEN_DAY) if who else NOBODY
    found = []
    for name, pattern, _room in patterns(get_resolver().url_patterns):
        door = DOORS[name]
        opens = door is Permission.PUBLIC if not who else door is Permission.SIGNED_IN or reach.holds(door)
        if not opens:
            continue
        choices = [
            _values(place, name, argument, kind) for argument, kind in pattern.pattern.converters.items()
        ]  # fmt: skip
        found += [reverse(name, args=given) for given in product(*choices)]
    extra = (f"/year/?body={place.body.code}&year=all", "/assurance/?year=2016/17") if who else ("/search/?q=zebra",)
    if who:
        found.append("/")
    return sorted({*found, *extra})


def _values(place: SimpleNamespace, name: str, argument: str, kind: object) -> Iterable[Any]:
    if argument == "year":
        return [2016]
    if argument == "office" or (argument == "code" and name == "register:survey_office"):
        return ["Y57", "NHSE"]
    if argument == "pk" and name.startswith(("evidence:", "duties:")):
        return list(Obligation.objects.values_list("pk", flat=True))
    if argument == "pk":
        return sorted({1, *Response.objects.values_list("pk", flat=True)})
    known = {"code": [place.body.code], "theme": ["all", "assurance"], "slug": ["ccg-assessment-of-nhse"]}
    return known.get(argument) or ([1] if type(kind).__name__ == "IntConverter" else ["x"])


def client_of(people: SimpleNamespace, who: str) -> Client:
    client = Client(raise_request_exception=False)
    if who:
        client.force_login(getattr(people, who).user)
    return client


def all_that_is_told(client: Client, asked: Iterable[str]) -> dict[str, str]:
    return {address: NEW_EACH_TIME.sub("", content_of(client.get(address))) for address in asked}


def told_to(people: SimpleNamespace, who: str) -> dict[str, str]:
    return all_that_is_told(client_of(people, who), addresses(people, who))


def differs(before: dict[str, str], after: dict[str, str]) -> list[str]:
    assert not [address for address in after if address.endswith(NEVER_ALIKE) and HUSH in after[address]]
    return [address for address in before if before[address] != after[address] and not address.endswith(NEVER_ALIKE)]


def say(people: SimpleNamespace, survey: Survey, value: int) -> None:
    for office in (people.south, people.centre):
        answer(survey, people.body, office, value, comment=f"{HUSH} {value}", told=True, by=people.lead.user)


@pytest.mark.parametrize("today", [OPEN_DAY, CLOSED_DAY], ids=["open", "closed"])
def test_an_answer_changes_nothing_that_anybody_else_is_told(
    people: SimpleNamespace, survey: Survey, day: Day, today: date
) -> None:
    """Three others answered as well: so about the region and the centre there are four answers, one too few."""
    for body in bodies_of(people.south, 3):
        answer(survey, body, people.south, 3)
    bodies_of(people.south, 4)
    day(today)
    outsiders = OUTSIDERS if today == OPEN_DAY else OF_NHS_ENGLAND
    nothing = {who: told_to(people, who) for who in outsiders}
    assert sum(map(len, nothing.values())) > FEWEST_ANSWERS
    for value in (1, 5) if today == CLOSED_DAY else (1,):
        say(people, survey, value)
        for who in outsiders:
            assert not differs(nothing[who], told_to(people, who)), (who, value)


def test_the_lead_is_told_or_the_test_above_would_prove_nothing(people: SimpleNamespace, survey: Survey) -> None:
    asked, client = addresses(people), client_of(people, "lead")
    before = all_that_is_told(client, asked)
    say(people, survey, 1)
    changed = differs(before, all_that_is_told(client, asked))
    here = "/bodies/10H/surveys/2016/"
    assert {here, f"{here}about/Y57/", f"{here}about/NHSE/", "/"} <= set(changed)
    assert not [address for address in changed if not address.startswith(here) and address != "/"]


def test_a_guard_that_is_missing_is_noticed(
    people: SimpleNamespace, survey: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(people, survey, 1)
    monkeypatch.setattr("surveys.views.answering.may_answer", lambda reach: {people.body.pk})
    told = all_that_is_told(client_of(people, "both"), ["/bodies/10H/surveys/2016/"])
    assert HUSH in "".join(told.values())


def test_comments_that_a_body_keeps_to_itself_are_never_told(people: SimpleNamespace, survey: Survey, day: Day) -> None:
    for body in bodies_of(people.south, 9)[:7]:
        answer(survey, body, people.south, 2, comment=f"{HUSH} {body.code}")
    day(CLOSED_DAY)
    shown = results_of(2016, CLOSED_DAY)
    assert shown is not None and any(office.is_shown for office in shown.offices)
    for who in OUTSIDERS:
        asked = [address for address in addresses(people, who) if "survey" in address]
        assert HUSH not in "".join(all_that_is_told(client_of(people, who), asked).values()), who


def test_the_audit_trail_is_the_same_whatever_was_answered(people: SimpleNamespace, survey: Survey) -> None:
    def trail() -> list[tuple[str, Any]]:
        rows = AuditEntry.objects.filter(subject_kind__startswith="surveys.").order_by("pk")
        return [(row.verb, row.detail) for row in rows]

    begun = len(trail())
    say(people, survey, 1)
    first = trail()[begun:]
    say(people, survey, 5)
    kept = [one for one in first if one[0] == "kept survey answers"]
    assert trail()[begun + len(first) :] == kept and {detail for _, detail in first if detail} == set()
    assert HUSH not in repr(list(AuditEntry.objects.values()))


def test_nobody_but_this_room_reads_answers() -> None:
    """Other rooms take what may be told from surveys.reading and surveys.homes, never a row of an answer."""
    hidden, faults = {"Answer", "Comment", "Response"}, []
    rooms = [Path(settings.BASE_DIR, app) for app in settings.INSTALLED_APPS if app != "surveys"]
    files = [path for room in rooms for path in room.rglob("*.py")]  # an app that is no room of ours has no folder here
    assert len(files) > FEWEST_FILES
    for path in files:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("surveys.models"):
                faults += [(path.name, one.name) for one in node.names if one.name in hidden]
    assert not faults


def test_no_answer_hangs_on_what_other_rooms_hold() -> None:
    """From a body, an office or a person no relation leads back to what was answered."""
    for model in (Body, Office, User):
        led_to = [one.related_model.__name__ for one in model._meta.related_objects if one.related_name != "+"]
        assert not {*led_to} & {"Response", "Answer", "Comment"}, model
