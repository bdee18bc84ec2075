"""A name that somebody typed into a case is told to those who keep that log and to nobody else, anywhere.

A word is planted in every text of a request, of its events, of a complaint, of its events, of a body's lists and of a
return that is a draft. Each is looked for by its first half, so that an answer that shows the whole word is a leak and
not an echo. Then a guard is taken away: that must be noticed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from bodies.access import Role
from bodies.clock import set_demonstration_day
from bodies.models import AuditEntry, Mail, Notice
from bodies.outbox.composing import compose
from casework.figures.complaints import ComplaintFigures
from casework.models import InformationRequest, Return
from casework.querysets import RequestQuerySet, ReturnQuerySet
from duties.models import Obligation
from duties.sweep import sweep
from register.casework import disclosures, figures
from tests.casework.conftest import TODAY
from tests.casework.secrets import (
    OF_COMPLAINTS,
    OF_REQUESTS,
    PLACES,
    REFERENCES,
    Planted,
    addresses,
    everything,
    half,
    leaks,
    plant,
    told_in,
)
from tests.factories import make_member

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def planted(place: SimpleNamespace, settings: Any) -> Planted:
    """A body whose logs are full of secrets, after a night in which people were told and written to."""
    settings.DEMONSTRATION = True
    set_demonstration_day(TODAY)
    found = plant(place)
    sweep(TODAY)
    compose(TODAY, timezone.now())
    return found


OUTSIDERS = ("", "assurer", "national", "administrator", "elsewhere")


@pytest.mark.parametrize("who", OUTSIDERS)
def test_nobody_outside_the_body_is_told_anything_at_any_address(
    place: SimpleNamespace, planted: Planted, sign_in: Any, who: str
) -> None:
    client = sign_in(getattr(place, who)) if who else Client()
    assert leaks(client, addresses(planted)) == {}


@pytest.mark.parametrize("who", ["contributor", "lay"])
def test_members_of_the_body_who_keep_no_log_see_the_references_of_what_is_owed_and_no_more(
    place: SimpleNamespace, planted: Planted, sign_in: Any, who: str
) -> None:
    assert everything(leaks(sign_in(getattr(place, who)), addresses(planted))) <= set(REFERENCES)


def test_each_log_is_told_to_those_who_keep_it(place: SimpleNamespace, planted: Planted, sign_in: Any) -> None:
    """Else the tests above would prove nothing: the sweep of addresses meets the secrets where they may stand."""
    asked = addresses(planted)
    officer, manager = (everything(leaks(sign_in(who), asked)) for who in (place.foi, place.complaints))
    assert officer <= {*OF_REQUESTS, *REFERENCES} and manager <= {*OF_COMPLAINTS, *REFERENCES}
    assert {"r subject", "r waiting", "r asked", "r answer", "r topic"} <= officer
    assert {"c subject", "c exception", "c lessons", "c learned", "c subject list", "c draft text"} <= manager
    files = {address for address, told in leaks(sign_in(place.lead), asked).items() if told and "log." in address}
    assert {f"/bodies/10H/{log}/log.{end}" for log in ("requests", "complaints") for end in ("csv", "xlsx")} <= files


def test_the_audit_trail_and_the_letters_hold_no_word_of_a_case(planted: Planted) -> None:
    assert AuditEntry.objects.count() > 20 and Notice.objects.exists() and Mail.objects.exists()
    for model in (AuditEntry, Notice, Mail):
        said = repr(list(model.objects.values()))
        assert told_in(said) <= (set(REFERENCES) if model is not AuditEntry else set()), model


def test_no_letter_to_nhs_england_is_about_a_case(place: SimpleNamespace, planted: Planted) -> None:
    sweep(TODAY + 60 * DAY)
    theirs = Notice.objects.filter(person__in=[place.assurer.user, place.national.user, place.administrator.user])
    owed = Obligation.objects.filter(record_kind__in=("request", "complaint"))
    assert owed.exists() and not theirs.filter(subject_id__in=owed.values("pk")).exists()


def test_no_search_finds_anything_by_words_that_are_not_public(planted: Planted) -> None:
    client = Client()
    for planted_in in PLACES:
        for path in ("/search/", "/disclosures/"):
            html = client.get(path, {"q": half(planted_in)}).content.decode()
            assert 'tracker-results"' not in html and not told_in(html), planted_in
    assert 'tracker-results"' in client.get("/search/?q=agency").content.decode()


# Guards that are missing ----------------------------------------------------------------------------------------------


def _with_subject(row: InformationRequest, sections: Iterable[str], today: date) -> disclosures.Disclosure:
    told = _entry(row, sections, today)
    return replace(told, title=f"{told.title} ({row.subject})")


def _with_every_list(told: ComplaintFigures) -> dict[str, Any]:
    return _of_complaints(replace(told, terms={"subject": told.terms["service"]}))


_entry, _of_complaints = disclosures._entry, figures._of_complaints
EVERYTHING = lambda self, today: self.all()  # noqa: E731  a guard that lets everything through


@pytest.mark.parametrize(
    ("where", "guard", "instead", "wanted"),
    [
        (disclosures, "_entry", _with_subject, {"r open subject"}),
        (RequestQuerySet, "disclosed", EVERYTHING, {"r off title", "r off text", "r off link"}),
        (figures, "_of_complaints", _with_every_list, {"c public list"}),
        (ReturnQuerySet, "published", EVERYTHING, {"c unpublished text"}),
    ],
    ids=["the subject is copied too", "what was taken off is shown", "every list is shown", "every return is shown"],
)
def test_a_guard_of_the_public_pages_that_is_missing_is_noticed(
    place: SimpleNamespace, planted: Planted, monkeypatch: pytest.MonkeyPatch, where: Any, guard: str, instead: Any,
    wanted: set[str],
) -> None:  # fmt: skip
    monkeypatch.setattr(where, guard, instead)
    if guard == "disclosed":  # what was taken off has no day, and without one no page can place it
        off = InformationRequest.objects.exclude(disclosure_title="").filter(disclosed_on=None)
        off.update(disclosure="published", disclosed_on=TODAY + DAY, disclosed_by=place.foi.user)
    if guard == "published":  # nor has a return that is not public
        Return.objects.filter(year=2014).update(published_on=TODAY + DAY, published_by=place.lead.user, is_nil=True)
    assert wanted <= everything(leaks(Client(), addresses(planted, "register")))


def test_what_is_owed_and_not_kept_inside_is_noticed(place: SimpleNamespace, planted: Planted, sign_in: Any) -> None:
    Obligation.objects.update(is_inside=False)
    assert set(REFERENCES) <= everything(leaks(sign_in(place.national), addresses(planted, "evidence", "desk")))


def test_somebody_who_keeps_the_log_of_another_body_is_no_keeper_here(
    place: SimpleNamespace, planted: Planted, sign_in: Any
) -> None:
    for role in (Role.FOI_OFFICER, Role.COMPLAINTS_MANAGER):
        assert leaks(sign_in(make_member(role, place.other)), addresses(planted, "casework")) == {}
