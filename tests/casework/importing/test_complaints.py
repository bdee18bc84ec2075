"""A log of complaints from a spreadsheet: what each row becomes, and every fault in words."""

from __future__ import annotations

from datetime import date

import pytest

from casework.models import Complaint, Term
from tests.casework.conftest import happen, make_complaint
from tests.casework.importing.kit import COMPLAINT, check, errors, import_, notes, upload

KIND = "complaints"


def only() -> Complaint:
    return Complaint.objects.get()


def test_a_row_becomes_a_complaint_with_all_that_happened(manager) -> None:
    import_(manager, KIND, COMPLAINT | {
        "received": "01/03/2016", "happened on": "15/02/2016", "passed on from": "A hospital",
        "acknowledged": "03/03/2016",
        "plan agreed": "04/03/2016", "response agreed by": "30/09/2016", "what was agreed": "A call, then a letter",
        "delay told on": "31/08/2016", "reason for the delay told": "A report was awaited", "responded": "30/09/2016",
        "outcome": "Partially upheld", "lessons": "Ring back sooner", "action": "A rota",
        "ombudsman referred": "10/10/2016",
        "subject areas": "Communication", "service areas": "Commissioning; Primary care", "age": "18 to 64",
        "who complains": "Patient", "professions": "Managers", "clinical areas": "Cardiology", "sites": "The surgery",
    })  # fmt: skip
    case = only()
    assert [(one.kind, one.on) for one in case.events.all()] == [
        ("acknowledged", date(2016, 3, 3)), ("plan_agreed", date(2016, 3, 4)), ("delay_told", date(2016, 8, 31)),
        ("responded", date(2016, 9, 30)), ("ombudsman_referred", date(2016, 10, 10)),
    ]  # fmt: skip
    assert (case.limit_on, case.kept, case.outcome) == (date(2016, 9, 30), "extended", "partly")
    assert (case.happened_on, case.came_from, case.lessons) == (date(2016, 2, 15), "A hospital", "Ring back sooner")
    assert sorted(case.terms.values_list("list", "name")) == [
        ("age", "18 to 64"), ("clinical", "Cardiology"), ("profession", "Managers"), ("service", "Commissioning"),
        ("service", "Primary care"), ("site", "The surgery"), ("status", "Patient"), ("subject", "Communication"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "kind"),
    [("", "complaint"), ("Formal complaint", "complaint"), ("PALS", "contact"), ("concern", "contact"),
     ("MP", "mp_letter"), ("FOI complaint", "about_a_request")],
)  # fmt: skip
def test_kinds_are_known_by_the_words_of_officers(manager, cell, kind) -> None:
    assert check(manager, KIND, kind=cell).plan["given"]["kind"] == kind


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"kind": "moan"}, "kind", "Write Complaint, Contact, MP letter or About a request"),
        ({"happened on": "04/10/2016"}, "happened_on", "It happened before the complaint was received"),
        ({"known on": "01/10/2016"}, "happened_on", "Enter also when it happened"),
        ({"acknowledged": "02/10/2016"}, "acknowledged_on", "cannot be before 3 October 2016"),
        ({"settled at once on": "04/10/2016"}, "settled_on", "Only a spoken complaint"),
        ({"channel": "Telephone", "settled at once on": "05/10/2016"}, "settled_on", "Record the response instead"),
        ({"plan agreed": "04/10/2016"}, "plan_until", "it goes with “Plan agreed on”"),
        ({"responded": "10/10/2016"}, "outcome", "it goes with “Responded on”"),
        ({"responded": "10/10/2016", "outcome": "won"}, "outcome", "Write Upheld, Partly upheld or Not upheld"),
        ({"passed on": "10/10/2016"}, "passed_on_to", "it goes with “Passed on on”"),
        ({"not taken on": "10/10/2016", "why not taken": "Late"}, "not_taken_on", "after the twelve months"),
        ({"written down on": "10/10/2016"}, "written_down_on", "It came in writing already"),
        ({"ombudsman decided": "10/10/2016", "ombudsman’s decision": "Upheld"}, "ombudsman_on", "Record first when"),
        ({"withdrawn": "05/10/2016", "responded": "10/10/2016", "outcome": "Upheld"}, "responded_on", "withdrawn on"),
    ],
)  # fmt: skip
def test_every_fault_is_told_at_its_cell(manager, cells, column, words) -> None:
    found = errors(manager, KIND, **cells)
    assert words in found[column], found


def test_what_was_made_after_twelve_months_can_be_not_taken(manager) -> None:
    import_(manager, KIND, COMPLAINT | {
        "happened on": "01/09/2015", "not taken on": "10/10/2016", "why not taken": "Nothing can be found out any more",
    })  # fmt: skip
    assert (only().ended_how, only().due_on) == ("not_taken", None)


def test_what_is_in_the_log_is_filled_in_where_it_was_left_empty(manager, place) -> None:
    case = make_complaint(place.body, reference="C-1", lessons="Ours")
    happen(case, "acknowledged", date(2016, 10, 4))
    Term.objects.create(body=place.body, list="age", name="Under 18")
    cells = {"acknowledged": "05/10/2016", "lessons": "Theirs", "action": "A rota", "age": "Under 18",
             "happened on": "01/09/2016", "late because": "Staffing"}  # fmt: skip
    said = notes(manager, KIND, **cells)
    assert "Recorded anew: Happened on, Action, Ages of patients and Late because." in said
    assert "Acknowledged on: 4 October 2016 is recorded here, and stays." in said
    assert "Lessons: what is recorded here stays." in said
    import_(manager, KIND, COMPLAINT | cells)
    case.refresh_from_db()
    assert (case.lessons, case.action, case.late_reason) == ("Ours", "A rota", "capacity")
    assert (case.happened_on, [one.name for one in case.terms.all()]) == (date(2016, 9, 1), ["Under 18"])
    assert upload(manager, KIND, COMPLAINT | cells).rows.get().fate == "here"


def test_requests_are_not_imported_by_who_keeps_complaints_alone(manager, place, sign_in) -> None:
    assert manager.get("/bodies/10H/import/requests/").status_code == 404
    assert manager.get("/bodies/10H/import/complaints/").status_code == 200
    assert sign_in(place.lead).get("/bodies/10H/import/requests/").status_code == 200
