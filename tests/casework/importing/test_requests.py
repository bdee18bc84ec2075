"""A log of requests from a spreadsheet: what each row becomes, and every fault in words."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bodies.access import Role
from bodies.imports import running
from bodies.models import AuditEntry, Import
from casework.actions import remove_event
from casework.models import InformationRequest, Term
from duties.models import Obligation
from tests.casework.conftest import happen, make_request
from tests.casework.importing.kit import REQUEST, check, errors, fates, import_, notes, send, upload
from tests.factories import make_body, make_member

KIND = "requests"
ANSWERED = {"answered_on": "14/10/2016", "outcome": "Full disclosure"}


def only() -> InformationRequest:
    return InformationRequest.objects.get()


def told(case: InformationRequest) -> list[tuple[str, date]]:
    return [(one.kind, one.on) for one in case.events.all()]


def test_a_row_becomes_a_request_with_all_that_happened(officer) -> None:
    imported = import_(officer, KIND, REQUEST | ANSWERED | {
        "received": "01/07/2016", "clarification asked": "5 July 2016", "clarification received": "11 July 2016",
        "fees notice": "2016-07-14", "fee paid": "2016-07-20", "who has it now": "Finance", "topics": "Finance; Staff",
        "review asked": "17/10/2016", "late because": "Waiting for approval", "more on lateness": "The board was away",
    })  # fmt: skip
    case = only()
    assert (case.reference, case.law, case.channel, case.received_on) == ("FOI-1", "foi", "email", date(2016, 7, 1))
    assert told(case) == [
        ("clarification_asked", date(2016, 7, 5)), ("clarification_received", date(2016, 7, 11)),
        ("fees_notice", date(2016, 7, 14)), ("fee_paid", date(2016, 7, 20)), ("answered", date(2016, 10, 14)),
        ("review_asked", date(2016, 10, 17)),
    ]  # fmt: skip
    # Twenty working days from 11 July without the five of the fee; 12 July and 1 August are holidays elsewhere.
    assert (case.limit_on, case.kept, case.outcome) == (date(2016, 8, 17), "late", "granted")
    assert (case.waiting_on, case.late_reason, case.late_words) == ("Finance", "sign_off", "The board was away")
    assert {one.name for one in case.topics.all()} == {"Finance", "Staff"}
    assert (case.source, case.entered_by, case.is_invented) == ("log.csv", imported.uploaded_by, False)
    assert Obligation.objects.filter(record_kind="request", record_id=case.pk).count() == 2


def test_what_is_imported_leaves_nothing_of_what_was_typed_but_the_reference(officer) -> None:
    row = import_(officer, KIND, REQUEST | ANSWERED).rows.get()
    assert (row.cells, row.plan, row.label) == ({}, {}, "FOI-1")
    assert "agency" not in str(list(AuditEntry.objects.values_list("detail", flat=True)))


def test_the_same_list_again_says_nothing_new(officer) -> None:
    rows = [REQUEST | ANSWERED, REQUEST | {"reference": "FOI-2", "topics": "Finance"}]
    import_(officer, KIND, *rows)
    before = AuditEntry.objects.count()
    again = upload(officer, KIND, *rows)
    assert fates(again) == ["here", "here"]
    assert AuditEntry.objects.count() == before + 1  # that it was checked
    assert InformationRequest.objects.count() == 2


def test_what_happened_since_is_recorded_and_the_note_says_which(officer) -> None:
    import_(officer, KIND, REQUEST)
    since = REQUEST | ANSWERED | {"reference": "foi-1", "review asked": "17/10/2016", "who has it now": "Nobody"}
    row = upload(officer, KIND, since).rows.get()
    assert row.notes == [
        "In the log already. Recorded anew: Answered on 14 Oct 2016, Review asked on 17 Oct 2016 and Who has it now."
    ]
    import_(officer, KIND, since)
    assert told(only()) == [("answered", date(2016, 10, 14)), ("review_asked", date(2016, 10, 17))]
    assert (only().waiting_on, only().kept) == ("Nobody", "in_time")


def test_what_people_recorded_otherwise_stays_and_the_preview_says_so(officer, place) -> None:
    case = make_request(place.body, reference="FOI-1")
    happen(case, "answered", date(2016, 10, 13), code="not_held")
    row = check(officer, KIND, **ANSWERED, received="2016-10-04", subject="Something else", channel="Post")
    assert row.fate == "here"
    assert row.notes == [
        "Answered on: 13 October 2016 is recorded here, and stays.",
        "Received: what is recorded here stays: 3 October 2016.",
        "Channel: what is recorded here stays.",
        "Subject: what is recorded here stays.",
    ]
    other = check(officer, KIND, answered_on="13/10/2016", outcome="Granted in full")
    assert "13 October 2016, with another end or outcome, is recorded here, and stays." in other.notes[0]


def test_several_clarifications_stand_in_one_cell(officer) -> None:
    asked = {"clarification asked": "04/10/2016; 10/10/2016", "clarification received": "06/10/2016; 12/10/2016"}
    import_(officer, KIND, REQUEST | asked)
    assert [on.day for _, on in told(only())] == [4, 6, 10, 12]
    more = {"clarification asked": "04/10/2016; 10/10/2016; 13/10/2016", "clarification received": "06/10/2016"}
    assert "Recorded anew: Clarification asked 13 Oct 2016." in notes(officer, KIND, **more)


def test_two_things_that_make_sense_only_together_are_recorded_together(officer) -> None:
    import_(officer, KIND, REQUEST | {"clarification asked": "04/10/2016", "clarification received": "12/10/2016"})
    happen(only(), "clarification_asked", date(2016, 10, 13))
    between = {"fees notice": "12/10/2016", "fee paid": "13/10/2016"}
    import_(officer, KIND, REQUEST | between)
    assert sorted(told(only())) == [
        ("clarification_asked", date(2016, 10, 4)), ("clarification_asked", date(2016, 10, 13)),
        ("clarification_received", date(2016, 10, 12)), ("fee_paid", date(2016, 10, 13)),
        ("fees_notice", date(2016, 10, 12)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("outcome", "value"),
    [
        ("full disclosure", "granted"), ("Granted", "granted"), ("Disclosed in full", "granted"),
        ("Not held", "not_held"), ("information not held", "not_held"), ("s12", "cost"), ("S.12", "cost"),
        ("Over cost limit", "cost"), ("s14", "vexatious"), ("Vexatious", "vexatious"), ("Repeated", "vexatious"),
        ("Granted in full", "granted"), ("Refused: over the cost limit (section 12)", "cost"),
    ],
)  # fmt: skip
def test_the_usual_words_for_outcomes_are_known(officer, outcome, value) -> None:
    row = check(officer, KIND, answered_on="14/10/2016", outcome=outcome)
    assert row.plan["told"][0]["code"] == value


@pytest.mark.parametrize(
    ("cell", "sections"),
    [
        ("s40; s43(2)", ["s40", "s43"]), ("Section 40(2) and section 41", ["s40", "s41"]),
        ("S.21, S.22A", ["s21", "s22A"]),
        ("40", ["s40"]), ("s.40(2)\ns.43", ["s40", "s43"]), ("s40(2)(a)(i); s40(3)", ["s40"]),
    ],
)  # fmt: skip
def test_exemptions_are_read_by_section(officer, cell, sections) -> None:
    row = check(officer, KIND, answered_on="14/10/2016", outcome="part", exemptions=cell)
    assert row.plan["told"][0]["codes"] == sections


def test_environmental_requests_have_their_own_words(officer) -> None:
    eir = {"law": "EIR", "channel": "Telephone"}
    part = {"answered_on": "14/10/2016", "outcome": "Refused", "exemptions": "reg 12(5)(e); 13"}
    import_(officer, KIND, REQUEST | eir | part)
    assert (only().law, only().channel, only().events.get().codes) == ("eir", "phone", ["r12(5)(e)", "r13"])
    of_the_act = errors(officer, KIND, reference="FOI-2", **eir, **(part | {"exemptions": "s43"}))
    assert of_the_act["exemptions"].startswith("s43 is no exception of the environmental regulations")
    no_limit = errors(officer, KIND, reference="FOI-2", **eir, answered_on="14/10/2016", outcome="s12")
    assert no_limit["outcome"].startswith("Under the environmental regulations there is no such outcome")


def test_more_time_names_its_exemption_its_day_and_its_reason(officer) -> None:
    told_so = {
        "extended on": "13/10/2016",
        "extended until": "18/11/2016",
        "extended for": "s43",
        "why extended": "A test",
    }
    import_(officer, KIND, REQUEST | told_so)
    assert (only().due_on, only().extended_on) == (date(2016, 11, 18), date(2016, 10, 13))
    again = {"reference": "FOI-2"}
    assert errors(officer, KIND, **again, **told_so | {"extended until": ""}) == {
        "extended_until": "Fill this in too: it goes with “Extended on”"
    }
    assert (
        "absolute exemption"
        in errors(officer, KIND, **again, **told_so | {"extended for": "s44"})["extension_exemptions"]
    )
    assert "Fill this in too" in errors(officer, KIND, **again, **told_so | {"why extended": ""})["extension_reason"]


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"received": "18/10/2016"}, "received", "must be today or earlier"),
        ({"received": "31/03/2013"}, "received", "NHS Chiltern CCG opened on 1 April 2013"),
        ({"received": "soon"}, "received", "is not a date"),
        ({"channel": ""}, "channel", "Fill this in, for example E-mail"),
        ({"channel": "Telephone"}, "channel", "made in writing (section 8)"),
        ({"channel": "pigeon"}, "channel", "Write E-mail, Web form or website"),
        ({"law": "DPA"}, "law", "Write FOI or EIR"),
        ({"subject": ""}, "subject", "in neutral words without anybody’s name"),
        ({"reference": "R" * 31}, "reference", "30 characters"),
        ({"outcome": "Granted"}, "answered_on", "clear “Outcome”: they go together"),
        ({"answered_on": "14/10/2016"}, "outcome", "it goes with “Answered on”"),
        ({"answered_on": "14/10/2016", "outcome": "pending"}, "outcome", "it goes with “Answered on”"),
        ({"outcome": "Withdrawn"}, "outcome", "Write the day under “Withdrawn on”"),
        ({"answered_on": "14/10/2016", "outcome": "great"}, "outcome", "Write Granted in full, Granted in part"),
        ({"answered_on": "14/10/2016", "outcome": "part"}, "exemptions", "section 17(1)"),
        ({"answered_on": "14/10/2016", "outcome": "part", "exemptions": "s99"}, "exemptions", "s99 is no exemption"),
        ({"answered_on": "14/10/2016", "outcome": "part", "exemptions": "s12"}, "exemptions", "as the outcome"),
        ({"answered_on": "14/10/2016", "outcome": "part", "exemptions": "personal"}, "exemptions", "Write it like s43"),
        ({"answered_on": "30/09/2016", "outcome": "Granted"}, "answered_on", "cannot be before 3 October 2016"),
        ({"answered_on": "18/10/2016", "outcome": "Granted"}, "answered_on", "today or earlier"),
        ({"clarification received": "05/10/2016"}, "clarification_received", "Nobody was asked to clarify"),
        ({"clarification asked": "05/10/2016; soon"}, "clarification_asked", "is not a date"),
        ({"fee paid": "05/10/2016"}, "fee_paid", "No fee was asked for"),
        ({"transferred on": "05/10/2016"}, "transferred_to", "it goes with “Transferred on”"),
        ({"withdrawn on": "05/10/2016", **ANSWERED}, "answered_on", "It was withdrawn on 5 October 2016"),
        ({"review answered": "14/10/2016", "review outcome": "Upheld"}, "review_answered", "No review was asked for"),
        ({"review asked": "14/10/2016", "review answered": "14/10/2016", "review outcome": "not upheld"},
         "review_outcome", "Write Upheld where the first answer stood"),
        ({"regulator told on": "14/10/2016", "regulator decided on": "17/10/2016", "regulator’s decision": "who knows"},
         "regulator_outcome", "Write For the body"),
        ({"late because": "lazy"}, "late_reason", "Write Waiting for a department"),
        ({"more on lateness": "A long story"}, "late_reason", "it goes with “More on lateness”"),
        ({"topics": "x" * 81}, "topics", "longer than 80 characters"),
        ({"not personal": "maybe"}, "not_personal", "Write yes or no"),
    ],
)  # fmt: skip
def test_every_fault_is_told_at_its_cell(officer, cells, column, words) -> None:
    found = errors(officer, KIND, **cells)
    assert words in found[column], found


def test_a_sequence_that_cannot_go_with_what_is_recorded_is_refused(officer, place) -> None:
    happen(make_request(place.body, reference="FOI-1"), "withdrawn", date(2016, 10, 5))
    found = errors(officer, KIND, **ANSWERED)
    assert found == {"answered_on": "It was withdrawn on 5 October 2016; nothing follows that"}
    early = errors(officer, KIND, **{"clarification asked": "06/10/2016"})
    assert early["clarification_asked"].startswith("It was withdrawn")


def test_a_reference_twice_in_the_list_is_refused(officer) -> None:
    found = upload(officer, KIND, REQUEST, REQUEST | {"reference": "foi-1"})
    assert dict(found.rows.get(number=3).errors)["reference"].startswith("Row 2 has this reference too")


def test_entries_that_are_not_on_the_list_are_put_there(officer, place) -> None:
    Term.objects.create(body=place.body, list="topic", name="Finance")
    retired = Term.objects.create(body=place.body, list="topic", name="Old", retired_on=date(2016, 1, 1))
    text = notes(officer, KIND, topics="finance; Estates; old")
    assert "Put on your list “Topics”: Estates." in text
    import_(officer, KIND, REQUEST | {"topics": "finance; Estates; old"})
    assert sorted(Term.objects.values_list("name", flat=True)) == ["Estates", "Finance", "Old"]
    retired.refresh_from_db()
    assert retired.retired_on is not None


def test_the_preview_says_where_each_stands_and_what_importing_does(officer) -> None:
    rows = [REQUEST, REQUEST | {"reference": "FOI-2", "received": "01/07/2016", "topics": "New"}]
    imported = upload(officer, KIND, *rows)
    first, second = imported.rows.order_by("number")
    assert first.notes == ["Open, due 31 Oct 2016."]
    # 1 July was a Friday; 12 July is a holiday in Northern Ireland, 1 August in Scotland.
    assert second.notes == ["Late, due 2 Aug 2016.", "Put on your list “Topics”: New."]
    assert imported.outcome == [
        "2 requests are logged, with all that happened.",
        "Nobody outside the body sees a row; NHS England and the public see figures.",
        "Entries are put on your lists: Topics.",
    ]


def test_what_was_changed_between_the_preview_and_its_turn_is_refused_in_words(officer, place) -> None:
    import_(officer, KIND, REQUEST)
    imported = upload(officer, KIND, REQUEST | ANSWERED)
    officer.post(f"/imports/{imported.pk}/confirm/")
    happen(only(), "withdrawn", date(2016, 10, 5))
    running.run(imported.pk, today=date(2016, 10, 17))
    row = imported.rows.get()
    assert (row.fate, row.errors[0][1]) == (
        "refused", "FOI-1: It was withdrawn on 5 October 2016; nothing follows that.",
    )  # fmt: skip


def test_an_event_taken_out_by_hand_comes_back_only_when_the_list_comes_again(officer, place) -> None:
    import_(officer, KIND, REQUEST | ANSWERED)
    remove_event(event=only().events.get(), by=None, today=date(2016, 10, 17))
    assert told(only()) == []
    import_(officer, KIND, REQUEST | ANSWERED)
    assert told(only()) == [("answered", date(2016, 10, 14))]


@pytest.mark.parametrize(
    "who", ["contributor", "lay", "assurer", "national", "administrator", "elsewhere", "complaints"]
)
def test_only_who_keeps_the_log_imports_it(place, sign_in, who) -> None:
    assert send(sign_in(getattr(place, who)), KIND, b"x").status_code in (403, 404)
    assert not Import.objects.exists()


def test_a_lead_may_and_a_closed_body_takes_nothing_that_came_later(place, sign_in) -> None:
    closed = make_body("10Y", name="NHS Old CCG", closed_on=date(2016, 9, 30))
    lead = sign_in(make_member(Role.LEAD, closed))
    row = upload(lead, KIND, REQUEST, code="10Y").rows.get()
    assert "closed on 30 September 2016" in dict(row.errors)["received"]


def test_checking_costs_the_same_for_one_row_and_for_many(officer, place) -> None:
    for number in range(8):
        make_request(place.body, reference=f"FOI-{number}")
    counts = []
    for many in (1, 8):
        rows = [REQUEST | ANSWERED | {"reference": f"FOI-{n}", "topics": f"Topic {n}"} for n in range(many)]
        with CaptureQueriesContext(
            connection,
        ) as found:
            upload(officer, KIND, *rows)
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_what_ended_long_ago_is_taken_and_the_preview_says_that_its_words_go(officer) -> None:
    text = notes(officer, KIND, received="01/04/2013", answered_on="29/04/2013", outcome="Granted")
    assert text == "Answered in time. It ended so long ago that its words are taken out again the next night."


def test_a_reference_with_letters_of_other_languages_is_found_again(officer) -> None:
    row = REQUEST | {"reference": "Ärzte-Ö1"}
    import_(officer, KIND, row)
    assert fates(upload(officer, KIND, row)) == ["here"]
