"""Logging, correcting and deciding: what is taken, what is refused in words, and what is written down of it."""

from __future__ import annotations

from datetime import date

import pytest

from bodies.models import AuditEntry
from casework.actions import (
    Happening,
    LooksPersonal,
    NewRequest,
    Origin,
    add_event,
    change_complaint,
    change_event,
    change_request,
    log_request,
    publish_disclosure,
    remove_event,
    withhold_disclosure,
)
from casework.keeping import keep_all
from casework.models import InformationRequest
from duties.actions import NotNow
from duties.models import Obligation
from tests.casework.conftest import TODAY, happen, make_complaint, make_request
from tests.factories import make_body, make_user


def test_references_are_made_in_order_within_a_year_and_leave_out_those_in_use(body) -> None:
    make_request(body, date(2016, 5, 2), reference="1617-002")
    assert [make_request(body, date(2016, 6, day)).reference for day in (1, 2)] == ["1617-001", "1617-003"]
    assert make_request(body, date(2016, 3, 31)).reference == "1516-001"
    assert make_complaint(body, date(2016, 6, 1)).reference == "1617-001"


def test_a_reference_stands_once_in_a_log_however_it_is_written(body) -> None:
    make_request(body, reference="FOI/77")
    with pytest.raises(NotNow, match="in the log already"):
        make_request(body, reference="foi/77")
    other = make_request(body)
    with pytest.raises(NotNow, match="in the log already"):
        change_request(case=other, by=None, today=TODAY, reference="Foi/77")
    make_request(make_body("11N"), reference="FOI/77")


@pytest.mark.parametrize(
    ("received_on", "words"),
    [
        (date(2016, 10, 18), "today or earlier"), (date(2013, 3, 31), "opened on 1 April 2013"),
        (date(2016, 4, 1), "followed it"),
    ],
)  # fmt: skip
def test_a_case_belongs_to_a_body_that_was_there_when_it_came(catalogue, received_on, words) -> None:
    closed = make_body("99X", closed_on=date(2016, 3, 31))
    with pytest.raises(NotNow, match=words):
        make_request(closed, received_on)
    assert make_request(closed, date(2016, 3, 31)).is_open


def test_a_corrected_day_of_receipt_moves_what_is_due(body) -> None:
    case = make_request(body, date(2016, 10, 3))
    change_request(case=case, by=None, today=TODAY, received_on=date(2016, 10, 4))
    assert Obligation.objects.get().due_on == date(2016, 11, 1)
    said = AuditEntry.objects.get(verb="changed a request").detail
    assert (said["before"], said["after"]) == ({"received_on": "2016-10-03"}, {"received_on": "2016-10-04"})


def test_another_law_is_another_duty_and_the_label_follows(body) -> None:
    case = make_request(body)
    change_request(case=case, by=None, today=TODAY, law="eir")
    rows = {row.duty.slug: row for row in Obligation.objects.select_related("duty")}
    assert rows["foi-respond"].closed_on == TODAY and rows["eir-respond"].closed_on is None
    assert rows["eir-respond"].subject == f"EIR request {case.reference}"


@pytest.mark.parametrize(
    ("law", "kind", "said"),
    [
        ("foi", "answered", {"code": "refused", "codes": ("s43",)}), ("foi", "answered", {"code": "vexatious"}),
        ("eir", "extended", {"until_on": date(2016, 11, 18), "words": "Many files"}),
    ],
)  # fmt: skip
def test_what_only_the_present_law_knows_is_not_carried_into_another(body, law, kind, said) -> None:
    case = happen(make_request(body, law=law), kind, date(2016, 10, 5), **said)
    with pytest.raises(NotNow, match="Take it out"):
        change_request(case=case, by=None, today=TODAY, law="eir" if law == "foi" else "foi")
    fits = happen(make_request(body), "answered", date(2016, 10, 5), code="granted")
    assert change_request(case=fits, by=None, today=TODAY, law="eir").law == "eir"


def test_the_trail_says_what_was_changed_and_never_the_words(body) -> None:
    case = make_request(body)
    change_request(case=case, by=None, today=TODAY, subject="Hush", waiting_on="Hush")
    happen(case, "transferred", date(2016, 10, 5), words="Hush")
    trail = [entry.detail for entry in AuditEntry.objects.all()]
    assert {"changed": ["subject", "waiting_on"], "before": {}, "after": {}} in trail
    assert "Hush" not in str(trail)


def test_the_trail_never_holds_a_reference_of_the_bodys_own(body) -> None:
    """It is for ever, and thinning takes such a reference out of the log because it may tell who asked."""
    case = make_request(body, reference="Smith-1")
    change_request(case=case, by=None, today=TODAY, reference="Smith-2")
    change_request(case=case, by=None, today=TODAY, law="eir")
    assert set(Obligation.objects.values_list("subject", flat=True)) == {"EIR request Smith-2"}
    assert "Smith" not in repr(list(AuditEntry.objects.values()))


def test_words_that_look_personal_are_refused_at_every_door(body) -> None:
    case, complaint = make_request(body), make_complaint(body)
    personal = "Ring 01494 123456"
    for act in (
        lambda: make_request(body, subject=personal), lambda: make_complaint(body, waiting_on=personal),
        lambda: change_request(case=case, by=None, today=TODAY, waiting_on=personal),
        lambda: change_complaint(case=complaint, by=None, today=TODAY, lessons=personal),
        lambda: happen(case, "withdrawn", date(2016, 10, 5), words=personal),
        lambda: make_request(body, reference="NHS 943 476 5919"),
    ):  # fmt: skip
        with pytest.raises(LooksPersonal):
            act()
    with pytest.raises(LooksPersonal) as caught:
        publish_disclosure(case=case, title="x", text=personal, link="", by=None, today=TODAY)
    assert [one.text for one in caught.value.found["disclosure_text"]] == ["01494 123456"]


def test_the_same_event_said_twice_is_one_and_another_answer_is_refused(body) -> None:
    case = make_request(body)
    for _ in range(2):
        happen(case, "answered", date(2016, 10, 14), code="granted")
    assert case.events.count() == 1
    with pytest.raises(NotNow, match="It was answered on 14 October 2016 or on 17 October 2016: only one can be"):
        happen(case, "answered", date(2016, 10, 17), code="granted")


def test_an_event_cannot_lie_ahead_or_before_the_receipt(body) -> None:
    case = make_request(body)
    with pytest.raises(NotNow, match="today or earlier"):
        add_event(case=case, kind="withdrawn", happening=Happening(date(2016, 10, 18)), by=None, today=TODAY)
    with pytest.raises(NotNow, match="cannot be before 3 October 2016"):
        happen(case, "withdrawn", date(2016, 10, 2))


def test_the_regulations_give_a_complex_request_forty_days_and_no_more(body) -> None:
    case = make_request(body, date(2016, 8, 15), law="eir")
    told = {"words": "Ten thousand pages", "until_on": date(2016, 10, 12)}
    with pytest.raises(NotNow, match="11 October 2016 at most"):
        happen(case, "extended", date(2016, 9, 1), **told)
    with pytest.raises(NotNow, match="by 13 September 2016 only"):
        happen(case, "extended", date(2016, 9, 14), **told | {"until_on": date(2016, 10, 11)})
    case = happen(case, "extended", date(2016, 9, 1), **told | {"until_on": date(2016, 10, 11)})
    assert (case.due_on, Obligation.objects.get().due_on) == (date(2016, 10, 11), date(2016, 10, 11))


def test_a_fee_that_is_not_paid_in_time_ends_what_is_owed_by_itself(body) -> None:
    noticed_on = date(2016, 6, 10)
    case = make_request(body, date(2016, 6, 1), today=noticed_on)
    add_event(case=case, kind="fees_notice", happening=Happening(noticed_on), by=None, today=noticed_on)
    keep_all(date(2016, 9, 9))
    case.refresh_from_db()
    assert case.is_open and case.waits_since == noticed_on
    keep_all(date(2016, 9, 10))
    case.refresh_from_db()
    assert (case.is_open, case.ended_how, Obligation.objects.get().closed_reason) == (False, "lapsed", "lapsed")


def test_nothing_is_published_that_was_not_disclosed(body) -> None:
    case = happen(make_request(body), "answered", date(2016, 10, 14), code="not_held")
    with pytest.raises(NotNow, match="Nothing was disclosed"):
        publish_disclosure(case=case, title="x", text="y", link="", by=None, today=TODAY)
    withhold_disclosure(case=case, why="nothing", by=None, today=TODAY)
    case.refresh_from_db()
    assert case.disclosure == "not"


def test_an_answer_whose_disclosure_is_published_is_neither_taken_out_nor_turned_into_a_refusal(body) -> None:
    case = happen(make_request(body), "answered", date(2016, 10, 14), code="granted")
    publish_disclosure(case=case, title="x", text="y", link="", by=make_user(), today=TODAY)
    event = case.events.get()
    for act in (
        lambda: remove_event(event=event, by=None, today=TODAY),
        lambda: change_event(
            event=event, happening=Happening(event.on, code="refused", codes=("s43",)), by=None, today=TODAY
        ),
    ):  # fmt: skip
        with pytest.raises(NotNow, match="Take it off the disclosure log first"):
            act()
    change_event(event=event, happening=Happening(date(2016, 10, 13), code="granted"), by=None, today=TODAY)
    case.refresh_from_db()
    assert (case.ended_on, case.disclosure) == (date(2016, 10, 13), "published")


def test_a_request_that_was_logged_by_mistake_stays_closed_in_the_log(body) -> None:
    case = happen(make_request(body), "mistake", date(2016, 10, 14), words="Logged twice, as 1617-001")
    assert (case.is_open, Obligation.objects.get().closed_reason) == (False, "mistake")


def test_a_form_that_is_sent_twice_logs_one_request(body) -> None:
    new = NewRequest("foi", date(2016, 10, 3), "email", "Agency staff")
    rows = [log_request(body=body, new=new, by=None, today=TODAY, origin=Origin(entry_key="k")) for _ in range(2)]
    assert rows[0] == rows[1] == InformationRequest.objects.get()


def test_the_days_of_a_complaint_must_be_possible(body) -> None:
    with pytest.raises(NotNow, match="It happened before the complaint was received"):
        make_complaint(body, happened_on=date(2016, 10, 4))
    with pytest.raises(NotNow, match="Enter also when it happened"):
        make_complaint(body, known_on=date(2016, 10, 1))
    case = make_complaint(body, happened_on=date(2015, 10, 2))
    happen(case, "not_taken", date(2016, 10, 10), words="Too long ago to look into")
    with pytest.raises(NotNow, match="Only a complaint made after the twelve months"):
        happen(make_complaint(body, happened_on=date(2015, 10, 3)), "not_taken", date(2016, 10, 10), words="x")
