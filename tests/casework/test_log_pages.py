"""The pages of the logs: list, one case, logging, recording, correcting; who may, and what is said."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bodies.models import AuditEntry
from casework.models import Complaint, InformationRequest, Term
from duties.actions import NotNow
from tests.casework.conftest import happen, make_complaint, make_request

NEW = {
    "law": "foi", "channel": "email", "subject": "Spending on agency staff", "received_on_day": 3,
    "received_on_month": 10, "received_on_year": 2016, "owner": "", "entry_key": "k1",
}  # fmt: skip
LOG = "/bodies/10H/requests/"


def day(name: str, of: date) -> dict[str, int]:
    return {f"{name}_day": of.day, f"{name}_month": of.month, f"{name}_year": of.year}


def test_a_request_is_logged_with_a_reference_and_its_clock_is_shown(place, sign_in) -> None:
    client = sign_in(place.foi)
    page = client.post(f"{LOG}new/", NEW, follow=True).content.decode()
    assert "FOI request 1617-001" in page
    assert "Monday 31 October 2016" in page
    assert "10 of 20 working days" in page


def test_the_same_form_sent_twice_logs_one_request(place, sign_in) -> None:
    client = sign_in(place.foi)
    for _ in range(2):
        client.post(f"{LOG}new/", NEW)
    assert InformationRequest.objects.count() == 1


def test_quick_add_asks_the_least_and_whoever_logs_it_handles_it(place, sign_in) -> None:
    client = sign_in(place.complaints)
    page = client.get("/bodies/10H/complaints/new/?quick=1").content.decode()
    assert 'name="subject"' in page and 'name="reference"' not in page and 'value="17"' in page
    given = {"kind": "complaint", "channel": "phone", "subject": "A delayed decision", "entry_key": "k"}
    client.post("/bodies/10H/complaints/new/?quick=1", given | day("received_on", date(2016, 10, 17)))
    made = Complaint.objects.get()
    assert (made.owner, made.acknowledge_by) == (place.complaints, date(2016, 10, 20))


def test_what_looks_personal_is_refused_with_what_was_typed_kept_and_may_be_said_not_to_be(place, sign_in) -> None:
    client = sign_in(place.foi)
    given = NEW | {"subject": "Calls to 01494 123456"}
    page = client.post(f"{LOG}new/", given).content.decode()
    assert "looks like a phone number" in page and "Calls to 01494 123456" in page and "This is not personal" in page
    assert not InformationRequest.objects.exists()
    client.post(f"{LOG}new/", given | {"not_personal": "on"})
    assert InformationRequest.objects.get().subject == "Calls to 01494 123456"
    assert AuditEntry.objects.get(verb="logged a request").detail["said_not_personal"] is True


def test_a_spoken_request_under_the_act_is_refused_in_words(place, sign_in) -> None:
    page = sign_in(place.foi).post(f"{LOG}new/", NEW | {"channel": "phone"})
    assert page.status_code == 409
    assert "made in writing (section 8)" in page.content.decode()


def test_late_requests_come_first_and_what_has_ended_is_a_choice_away(place, sign_in) -> None:
    late = make_request(place.body, date(2016, 9, 1), subject="The late one")
    make_request(place.body, date(2016, 10, 3), subject="The open one")
    happen(
        make_request(place.body, date(2016, 8, 1), subject="The old one"), "answered", date(2016, 8, 2), code="granted"
    )
    client = sign_in(place.foi)
    page = client.get(LOG).content.decode()
    assert page.index("The late one") < page.index("The open one") and "The old one" not in page
    assert "The old one" in client.get(f"{LOG}?show=closed").content.decode()
    assert late.reference in client.get(f"{LOG}?show=late").content.decode()
    assert "The open one" not in client.get(f"{LOG}?show=late").content.decode()


@pytest.mark.parametrize("show", ["", "late", "waiting", "closed", "all"])
def test_every_list_is_cut_by_key_without_losing_a_case(place, sign_in, show, monkeypatch) -> None:
    monkeypatch.setattr("casework.lines.PAGE", 3)
    wanted = set()
    for number in range(8):
        case = make_request(place.body, date(2016, 8, 1 + number), subject="One")
        if show == "waiting":
            happen(case, "clarification_asked", date(2016, 8, 10))
        if show == "closed":
            happen(case, "answered", date(2016, 8, 11 + number % 2), code="granted")
        wanted.add(case.reference)
    client, address, found = sign_in(place.foi), f"{LOG}?show={show}", []
    for _ in range(5):
        page = client.get(address).content.decode()
        found += re.findall(r'href="/requests/\d+/">([\d-]+)</a>', page)
        more = re.search(r'href="([^"]+)" rel="next"', page)
        if more is None:
            break
        address = unescape(more[1])
    assert (len(found), set(found)) == (8, wanted)


def test_the_list_costs_the_same_for_any_number_of_cases(place, sign_in) -> None:
    client, counts = sign_in(place.foi), []
    for number in (2, 12):
        for _ in range(number):
            happen(make_request(place.body), "clarification_asked", date(2016, 10, 4))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(LOG)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_every_event_can_be_recorded_and_the_due_date_after_it_is_shown(place, sign_in) -> None:
    case, client = make_request(place.body, date(2015, 4, 1)), sign_in(place.foi)
    at = f"/requests/{case.pk}/"
    for kind, on in (("clarification_asked", date(2015, 4, 10)), ("clarification_received", date(2015, 4, 20))):
        assert client.get(f"{at}record/{kind}/").status_code == 200
        client.post(f"{at}record/{kind}/", day("on", on))
    page = client.get(at).content.decode()
    assert "Clarification received" in page and "19 May 2015" in page and "1 May 2015" in page
    case.refresh_from_db()
    assert case.limit_on == date(2015, 5, 19)


def test_a_question_and_its_answer_of_long_ago_are_recorded_together(place, sign_in) -> None:
    case, client = make_request(place.body, date(2015, 6, 1)), sign_in(place.foi)
    at = f"/requests/{case.pk}/record"
    both = {**day("on", date(2015, 6, 29)), **day("then_on", date(2015, 7, 1))}
    client.post(f"{at}/clarification_asked/", both)
    alone = client.post(f"{at}/fees_notice/", day("on", date(2015, 6, 10)))
    assert alone.status_code == 409  # the clarification that is recorded cannot follow a fee that nobody paid
    client.post(f"{at}/fees_notice/", {**day("on", date(2015, 6, 10)), **day("then_on", date(2015, 6, 24))})
    assert [one.kind for one in case.events.all()] == [
        "fees_notice", "fee_paid", "clarification_asked", "clarification_received",
    ]  # fmt: skip


def test_an_impossible_order_is_refused_in_words_and_nothing_is_saved(place, sign_in) -> None:
    case, client = make_request(place.body), sign_in(place.foi)
    answer = client.post(f"/requests/{case.pk}/record/fee_paid/", day("on", date(2016, 10, 10)))
    assert answer.status_code == 409
    assert "Record first when the notice was given" in answer.content.decode()
    assert not case.events.exists()


def test_whoever_answers_late_is_asked_why(place, sign_in) -> None:
    case, client = make_request(place.body, date(2016, 9, 1)), sign_in(place.foi)
    given = {"code": "granted", **day("on", date(2016, 10, 14))}
    answer = client.post(f"/requests/{case.pk}/record/answered/", given)
    assert answer["Location"] == f"/requests/{case.pk}/lateness/"
    client.post(answer["Location"], {"reason": "sign_off", "late_words": "The director was away"})
    page = client.get(f"/requests/{case.pk}/").content.decode()
    assert "Answered late" in page and "Waiting for approval" in page


def test_a_refusal_names_its_exemption_and_more_time_one_that_is_not_absolute(place, sign_in) -> None:
    case, client = make_request(place.body), sign_in(place.foi)
    refused = client.post(f"/requests/{case.pk}/record/answered/", {"code": "refused", **day("on", date(2016, 10, 10))})
    assert "Choose the exemption under which information was refused" in refused.content.decode()
    longer = {"codes": ["s21"], "words": "x", **day("on", date(2016, 10, 10)), **day("until_on", date(2016, 11, 10))}
    answer = client.post(f"/requests/{case.pk}/record/extended/", longer).content.decode()
    assert "There is a problem" in answer and not case.events.exists()
    with pytest.raises(NotNow, match="An absolute exemption gives no more time"):
        happen(case, "extended", date(2016, 10, 10), until_on=date(2016, 11, 10), codes=("s21",), words="x")


def test_an_event_is_corrected_and_taken_out_and_the_dates_follow(place, sign_in) -> None:
    case, client = make_request(place.body), sign_in(place.foi)
    happen(case, "answered", date(2016, 10, 14), code="granted")
    event = case.events.get()
    given = {"code": "part", "codes": ["s40"], **day("on", date(2016, 10, 13))}
    client.post(f"/requests/{case.pk}/events/{event.pk}/", given)
    case.refresh_from_db()
    assert (case.ended_on, case.outcome) == (date(2016, 10, 13), "part")
    client.post(f"/requests/{case.pk}/events/{event.pk}/remove/")
    case.refresh_from_db()
    assert (case.ended_on, case.is_open) == (None, True)


def test_two_who_correct_at_once_do_not_overwrite_each_other(place, sign_in) -> None:
    case, client = make_request(place.body), sign_in(place.foi)
    given = {name: value for name, value in NEW.items() if name != "entry_key"} | {"reference": case.reference}
    stale = given | {"expected": case.version, "subject": "The second words"}
    client.post(f"/requests/{case.pk}/correct/", given | {"expected": case.version, "subject": "The first words"})
    answer = client.post(f"/requests/{case.pk}/correct/", stale)
    assert answer.status_code == 409
    assert "The second words" in answer.content.decode()
    case.refresh_from_db()
    assert case.subject == "The first words"
    client.post(f"/requests/{case.pk}/correct/", stale | {"expected": case.version})
    case.refresh_from_db()
    assert case.subject == "The second words"


def test_a_disclosure_is_published_put_right_and_taken_off(place, sign_in) -> None:
    case, client = make_request(place.body), sign_in(place.foi)
    at = f"/requests/{case.pk}/"
    given = {"title": "Agency staff 2015/16", "text": "The body spent the sum in the table.", "link": ""}
    early = client.post(f"{at}publish/", given)
    assert early.status_code == 409
    happen(case, "answered", date(2016, 10, 14), code="granted")
    client.post(f"{at}publish/", given)
    assert InformationRequest.objects.disclosed(date(2016, 10, 17)).get() == case
    client.post(f"{at}take-off/")
    assert not InformationRequest.objects.disclosed(date(2016, 10, 17)).exists()
    client.post(f"{at}withhold/", {"why": "narrow"})
    case.refresh_from_db()
    assert (case.disclosure, case.disclosure_why) == ("not", "narrow")


def test_a_body_keeps_lists_of_its_own(place, sign_in) -> None:
    client = sign_in(place.complaints)
    client.post("/bodies/10H/complaints/lists/suggest/")
    client.post("/bodies/10H/complaints/lists/", {"list": "subject", "name": "Waiting in the rain"})
    mine = Term.objects.get(name="Waiting in the rain")
    assert "Waiting in the rain" in client.get("/bodies/10H/complaints/new/").content.decode()
    client.post("/bodies/10H/complaints/lists/retire/", {"term": mine.pk})
    assert "Waiting in the rain" not in client.get("/bodies/10H/complaints/new/").content.decode()


def test_a_complaint_runs_from_acknowledgement_to_response_and_the_ombudsman(place, sign_in) -> None:
    case, client = make_complaint(place.body, date(2016, 9, 5)), sign_in(place.complaints)
    at = f"/complaints/{case.pk}/record"
    client.post(f"{at}/acknowledged/", day("on", date(2016, 9, 7)))
    client.post(
        f"{at}/plan_agreed/",
        {"words": "A meeting", **day("on", date(2016, 9, 8)), **day("until_on", date(2016, 10, 10))},
    )
    client.post(
        f"{at}/responded/", {"code": "partly", "words": "Letters are clearer now", **day("on", date(2016, 10, 7))}
    )
    client.post(f"{at}/ombudsman_referred/", day("on", date(2016, 10, 14)))
    page = client.get(f"/complaints/{case.pk}/").content.decode()
    assert "Responded in time" in page and "Partly upheld" in page and "Referred to the Ombudsman" in page
    assert "A response by Monday 10 October 2016, kept" in " ".join(page.split())


def test_nobody_but_its_keepers_opens_a_log_or_a_case(place, sign_in) -> None:
    request, complaint = make_request(place.body), make_complaint(place.body)
    at = {
        "foi": (LOG, f"/requests/{request.pk}/"),
        "complaints": ("/bodies/10H/complaints/", f"/complaints/{complaint.pk}/"),
    }
    for who in ("lead", "foi", "complaints", "contributor", "lay", "assurer", "national", "administrator", "elsewhere"):
        client = sign_in(getattr(place, who))
        for kind, addresses in at.items():
            for address in addresses:
                allowed = who in ("lead", kind)
                refused = {404} if who == "elsewhere" else {403, 404}
                assert client.get(address).status_code in ({200} if allowed else refused), (who, address)


def test_a_filter_that_nobody_offered_is_as_if_it_were_not_there(place, sign_in) -> None:
    """PostgreSQL takes no NUL in a text: what came so from the address was an error of ours."""
    made = make_request(place.body)
    for what in ("a%00b", "%00", "nonsense"):
        answer = sign_in(place.foi).get(f"{LOG}?what={what}")
        assert answer.status_code == 200 and made.reference in answer.content.decode()
