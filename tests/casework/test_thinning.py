"""What ended long ago loses its words and keeps its figures."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bodies import clock
from bodies.models import AuditEntry
from casework.actions import (
    add_term,
    change_request,
    explain_lateness,
    publish_disclosure,
    remove_event,
    take_off_disclosure,
    thinning,
)
from casework.actions.thinning import mark_of, thin
from casework.models import Complaint, InformationRequest
from casework.tasks import keep_what_is_owed, thin_old_cases
from duties.actions import NotNow
from duties.models import Obligation
from tests.casework.conftest import TODAY, happen, make_complaint, make_request
from tests.casework.counting import complaint_figures_of, request_figures_of
from tests.casework.importing.kit import upload
from tests.casework.test_export import table

OLD = date(2013, 5, 1)
WORD = "Hippopotamus"  # stands in every text


def old_request(body: Any, by: Any, **facts: Any) -> InformationRequest:
    given = {"reference": "OURS-1", "subject": f"{WORD} spending", "waiting_on": f"{WORD} team"} | facts
    topic = add_term(body=body, list_name="topic", name="Finance", by=by, today=TODAY)
    case = make_request(body, OLD, topics=[topic], **given)
    told = {"until_on": date(2013, 7, 1), "codes": ("s43",), "words": f"{WORD} to weigh"}
    happen(case, "extended", date(2013, 5, 20), **told)
    happen(case, "answered", date(2013, 7, 3), code="part", codes=("s43",), words=f"{WORD} withheld")
    explain_lateness(case=case, reason="capacity", late_words=f"{WORD} was away", by=by, today=TODAY)
    row = Obligation.objects.filter(record_kind="request", record_id=case.pk).first()
    Obligation.objects.filter(pk=row.pk).update(reason=f"{WORD} again")
    case.refresh_from_db()
    return case


def old_complaint(body: Any, by: Any) -> Complaint:
    age = add_term(body=body, list_name="age", name="Under 18", by=by, today=TODAY)
    texts = {name: f"{WORD} {name}" for name in ("exception_why", "came_from", "lessons", "action", "waiting_on")}
    case = make_complaint(body, date(2006, 5, 1), terms=[age], subject=f"{WORD} care", **texts)
    return happen(case, "responded", date(2006, 9, 1), code="upheld", words=f"{WORD} learned")


@pytest.fixture
def body(body: Any) -> Any:
    body.opened_on = date(2006, 4, 1)  # so that something can have ended ten years ago
    body.save()
    return body


def everything(case: Any) -> str:
    events = list(case.events.values_list("words", flat=True))
    owed = list(Obligation.objects.filter(record_path=case.path).values_list("subject", "reason"))
    row = type(case).objects.filter(pk=case.pk).values().get()
    return f"{row} {events} {owed}"


def test_the_words_go_and_the_figures_stay(place) -> None:
    by = place.lead.user
    request, complaint = old_request(place.body, by), old_complaint(place.body, by)
    assert WORD in everything(request) and WORD in everything(complaint)
    first, last = date(2006, 4, 1), date(2016, 10, 17)
    asked = ({place.body.pk}, first, last, TODAY)
    before = request_figures_of(*asked), complaint_figures_of(*asked)
    assert thin(TODAY) == 2
    assert (request_figures_of(*asked), complaint_figures_of(*asked)) == before
    for case in (request, complaint):
        case.refresh_from_db()
        assert WORD not in everything(case)
        assert case.thinned_on == TODAY
    assert (request.late_reason, request.kept, request.outcome) == ("capacity", "late", "part")
    assert [one.name for one in request.topics.all()] == ["Finance"]
    assert [one.name for one in complaint.terms.all()] == ["Under 18"]
    assert request.events.filter(kind="answered").get().codes == ["s43"]


def test_a_reference_of_the_bodys_own_goes_and_one_made_here_stays(place) -> None:
    by = place.lead.user
    own, made = old_request(place.body, by), old_request(place.body, by, reference="")
    renamed = old_request(place.body, by, reference="")
    change_request(case=renamed, by=by, today=TODAY, reference="Smith/2013")
    thin(TODAY)
    for case in (own, made, renamed):
        case.refresh_from_db()
    assert (own.reference, made.reference, renamed.reference) == (f"case {own.pk}", "1314-001", f"case {renamed.pk}")
    labels = Obligation.objects.filter(record_path=own.path).values_list("subject", flat=True)
    assert set(labels) == {f"FOI request case {own.pk}"}
    assert own.entry_key == mark_of("ours-1")


def test_a_neutral_reference_that_is_taken_is_made_another(place) -> None:
    case = old_request(place.body, place.lead.user)
    make_request(place.body, reference=f"Case {case.pk}")
    thin(TODAY)
    case.refresh_from_db()
    assert case.reference == f"case {case.pk}-2"


@pytest.mark.parametrize(
    ("ended", "today", "gone"),
    [(date(2013, 10, 16), date(2016, 10, 17), True), (date(2013, 10, 17), date(2016, 10, 17), False),
     (date(2013, 10, 17), date(2016, 10, 18), True)],
)  # fmt: skip
def test_three_years_after_its_end(place, ended, today, gone) -> None:
    case = happen(make_request(place.body, date(2013, 10, 1)), "answered", ended, code="granted")
    thin(today)
    case.refresh_from_db()
    assert (case.thinned_on is not None) is gone


def test_how_long_is_a_setting_of_each_log(place, settings) -> None:
    old_request(place.body, place.lead.user)
    old_complaint(place.body, place.lead.user)
    settings.REQUESTS_KEPT_YEARS, settings.COMPLAINTS_KEPT_YEARS = 4, 11
    assert thin(TODAY) == 0
    settings.COMPLAINTS_KEPT_YEARS = 1
    assert thin(TODAY) == 1


def test_what_goes_on_keeps_its_words(place) -> None:
    by = place.lead.user
    still_open = make_request(place.body, OLD, subject="Open")
    reviewed = old_request(place.body, by, reference="R-1")
    happen(reviewed, "review_asked", date(2016, 1, 4))
    happen(reviewed, "review_answered", date(2016, 2, 1), code="upheld")
    at_the_regulator = old_request(place.body, by, reference="R-2")
    happen(at_the_regulator, "regulator_asked", date(2013, 9, 2))
    at_the_ombudsman = old_complaint(place.body, by)
    happen(at_the_ombudsman, "ombudsman_referred", date(2006, 9, 12))
    assert thin(TODAY) == 0
    assert still_open.is_open
    happen(at_the_regulator, "regulator_decided", date(2013, 10, 1), code="body")
    happen(at_the_ombudsman, "ombudsman_decided", date(2006, 10, 12), code="not_upheld")
    assert thin(TODAY) == 2


def test_what_is_published_stays_while_it_is_and_can_be_taken_off(place) -> None:
    case, by = old_request(place.body, place.lead.user), place.lead.user
    case.subject = ""
    publish_disclosure(case=case, title=f"{WORD} costs", text="A sum", link="", by=by, today=TODAY)
    thin(TODAY)
    case.refresh_from_db()
    assert (case.disclosure_title, case.subject) == (f"{WORD} costs", "")
    assert InformationRequest.objects.disclosed(TODAY).count() == 1
    take_off_disclosure(case=case, by=by, today=TODAY)
    assert not InformationRequest.objects.disclosed(TODAY).exists()
    assert WORD not in everything(case)


def test_a_draft_of_what_was_never_published_goes(place) -> None:
    case, by = old_request(place.body, place.lead.user), place.lead.user
    publish_disclosure(case=case, title=WORD, text=WORD, link="https://example.org/x", by=by, today=TODAY)
    take_off_disclosure(case=case, by=by, today=TODAY)
    thin(TODAY)
    assert WORD not in everything(case)
    case.refresh_from_db()
    assert case.disclosure_link == ""


def test_a_case_without_its_words_is_closed_for_good(place) -> None:
    case = old_request(place.body, place.lead.user)
    thin(TODAY)
    with pytest.raises(NotNow, match="Its words were taken out on 17 October 2016"):
        remove_event(event=case.events.last(), by=place.lead.user, today=TODAY)


def test_twice_is_once_and_the_trail_says_so_without_a_word(place) -> None:
    old_request(place.body, place.lead.user)
    assert [thin(TODAY), thin(TODAY)] == [1, 0]
    entry = AuditEntry.objects.get(verb="thinned a request")
    assert (entry.by, entry.body, WORD in str(entry.detail)) == (None, place.body, False)


def test_killed_between_two_batches_nothing_is_lost_and_nothing_half_done(place, monkeypatch) -> None:
    monkeypatch.setattr(thinning, "BATCH", 2)
    cases = [old_request(place.body, place.lead.user, reference=f"R-{number}") for number in range(5)]
    done, thin_one = [], thinning._thin

    def die_at_the_fourth(case: Any, today: date) -> None:
        if len(done) == 3:
            raise KeyboardInterrupt
        done.append(case)
        thin_one(case, today)

    monkeypatch.setattr(thinning, "_thin", die_at_the_fourth)
    with pytest.raises(KeyboardInterrupt):
        thin(TODAY)
    assert InformationRequest.objects.exclude(thinned_on=None).count() == 2
    whole = [WORD in everything(case) for case in cases]
    assert whole == [False, False, True, True, True]
    monkeypatch.setattr(thinning, "_thin", thin_one)
    assert thin(TODAY) == 3
    assert not any(WORD in everything(case) for case in cases)


def test_an_old_spreadsheet_that_comes_again_logs_nothing_twice(place, sign_in, monkeypatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    old_request(place.body, place.lead.user)
    client = sign_in(place.foi)
    thin(TODAY)
    row = upload(client, "requests", {
        "reference": "ours-1", "received": "2013-05-01", "channel": "E-mail", "subject": f"{WORD} spending"
    }).rows.get()  # fmt: skip
    assert (row.fate, row.notes) == ("here", ["Its words were taken out on 17 October 2016: it is closed for good."])
    assert table(client, "requests")[0]["Words taken out on"] == "2016-10-17"


def test_the_nightly_jobs_read_the_clock(place, monkeypatch) -> None:
    case = old_request(place.body, place.lead.user)
    lapsed = happen(make_request(place.body, date(2016, 10, 3)), "fees_notice", date(2016, 10, 5))
    monkeypatch.setattr(clock, "today", lambda: date(2017, 1, 5))
    assert thin_old_cases() == 1
    assert keep_what_is_owed() == 1
    lapsed.refresh_from_db()
    case.refresh_from_db()
    assert (lapsed.ended_how, lapsed.is_open, case.thinned_on) == ("lapsed", False, date(2017, 1, 5))
