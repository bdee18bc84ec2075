"""What an administrator changes is in the audit trail: who, and what it was before and after."""

import re

import pytest

from bodies import actions
from bodies.models import AuditEntry, Succession
from tests.factories import TODAY, make_body, make_obligation

DIRECTED = {
    "key": "accounts_draft", "year": "2016/17", "period": "", "due_on_day": "26", "due_on_month": "4",
    "due_on_year": "2017", "set_by": "NHS England", "source": "Letter of 1 March 2017",
}  # fmt: skip
HOLIDAY = {
    "on_day": "21", "on_month": "11", "on_year": "2016",
    "title": "A jubilee", "nations": ["England", "Wales"], "source": "Proclamation",
}  # fmt: skip


@pytest.fixture
def press(place, sign_in):
    """An administrator's form, shown and confirmed; gives the last entry made by them."""
    client = sign_in(place.administrator)

    def pressed(address: str, given: dict) -> AuditEntry:
        page = client.post(address, given).content.decode()
        shown = re.search(r'name="shown"[^>]*value="(\w+)"', page)
        if shown:
            assert client.post(address, given | {"shown": shown[1]}).status_code == 302
        return AuditEntry.objects.filter(by=place.administrator.user).exclude(verb="re-dated").latest("pk")

    return pressed


def changed(entry: AuditEntry) -> tuple[str, dict, dict]:
    return entry.verb, entry.detail["before"], entry.detail["after"]


def test_a_directed_date_and_its_correction(press) -> None:
    first = {"due_on": "2017-04-26", "set_by": "NHS England", "source": DIRECTED["source"], "confidence": "CONFIRMED"}
    assert changed(press("/administration/directed-date/", DIRECTED)) == ("entered a directed date", {}, first)
    later = press("/administration/directed-date/", DIRECTED | {"due_on_day": "27", "set_by": "The Department"})
    assert changed(later)[1:] == (first, first | {"due_on": "2017-04-27", "set_by": "The Department"})


def test_a_holiday_its_correction_and_its_withdrawal(press) -> None:
    first = {"title": "A jubilee", "nations": ["England", "Wales"], "source": "Proclamation", "withdrawn_on": None}
    assert changed(press("/administration/holiday/", HOLIDAY)) == ("proclaimed a holiday", {}, first)
    second = first | {"title": "The jubilee"}
    assert changed(press("/administration/holiday/", HOLIDAY | {"title": "The jubilee"}))[1:] == (first, second)
    withdrawn = press("/administration/holiday/2016-11-21/withdraw/", {})
    assert changed(withdrawn) == ("withdrew a holiday", second, second | {"withdrawn_on": TODAY.isoformat()})


def test_who_holds_what_a_split_body_left(press) -> None:
    split, follower = make_body("99S", closed_on=TODAY.replace(day=1)), make_body("88A")
    Succession.objects.create(
        predecessor=split, successor=follower, effective_on=TODAY.replace(day=2), kind="merger", scope="part"
    )
    left = make_obligation(split, held_by=None)
    entry = press("/administration/holder/99S/", {"holder": follower.pk})
    assert (entry.verb, entry.subject_id, entry.detail) == (
        "named the holder", split.pk, {"holder": follower.pk, "obligations": 1},
    )  # fmt: skip
    of_its_own = AuditEntry.objects.get(verb="named the holder", subject_id=left.pk, subject_kind="duties.obligation")
    assert changed(of_its_own)[1:] == ({"held_by": None}, {"held_by": follower.pk})


def test_the_day_that_was_moved(press) -> None:
    press("/administration/next-day/", {})
    entry = AuditEntry.objects.get(verb="moved the day")
    assert changed(entry)[1:] == ({"today": "2016-10-17"}, {"today": "2016-10-18"})


def test_a_password_that_was_changed(place, sign_in) -> None:
    client = sign_in(place.lead)
    new = "a much longer horse and battery"
    given = {"oldpassword": "correct horse battery", "password1": new, "password2": new}
    assert client.post("/account/password/change/", given).status_code == 302
    entry = AuditEntry.objects.get(verb="password chosen")
    assert (entry.by, entry.subject_id, entry.detail) == (place.lead.user, place.lead.user.pk, {})


def test_an_account_a_role_and_a_body_that_joins(place) -> None:
    by, body = place.administrator.user, make_body(joined_on=None)
    actions.join_body(body=body, on=TODAY, by=by, today=TODAY)
    assert changed(AuditEntry.objects.latest("pk"))[1:] == ({"joined_on": None}, {"joined_on": TODAY.isoformat()})
    user, _ = actions.open_account(email="new@example.org", name="New", by=by, today=TODAY)
    actions.give_role(
        user=user, role=actions.Role.LEAD, place=body, post="Head of governance", from_on=TODAY, by=by, today=TODAY
    )
    entry = AuditEntry.objects.latest("pk")
    assert entry.detail == {"user": user.pk, "role": "lead", "from_on": TODAY.isoformat()}
    assert "new@example.org" not in str(list(AuditEntry.objects.values()))
