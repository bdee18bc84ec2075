"""The pages of figures and returns: what they show, who makes and who publishes, and the files to take away."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, datetime
from html import unescape

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bodies.access import Role
from bodies.models import Succession
from casework.actions import add_term
from casework.models import Return
from duties.models import Obligation
from duties.opening import open_year
from duties.years import FinancialYear
from tests.casework.conftest import TODAY, happen, make_complaint, make_request
from tests.casework.planted import plant_complaints, plant_requests
from tests.factories import make_body, make_member

FOI, REPORT, KO41A = "/bodies/10H/requests/figures", "/bodies/10H/complaints/report", "/bodies/10H/complaints/ko41a"
PAGES = (f"{FOI}/", f"{REPORT}/", f"{KO41A}/", f"{FOI}.csv", f"{FOI}.xlsx", f"{KO41A}.csv", f"{KO41A}.xlsx")
Q2 = {"year": "2016/17", "period": "Q2"}
YEAR = {"year": "2015/16", "period": ""}


def text_of(answer) -> str:
    """What a page says, in one line."""
    main = re.search(r"<main.*?</main>", answer.content.decode(), re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main[0])).split())


def answered(body, received_on: date, on: date, code: str = "granted"):
    return happen(make_request(body, received_on), "answered", on, code=code)


def test_the_figures_say_of_how_many_each_percentage_is_and_what_was_not_returned(place, sign_in) -> None:
    for number in range(5):
        answered(place.body, date(2016, 7, 4 + number), date(2016, 8, 1))
    answered(place.body, date(2016, 7, 4), date(2016, 8, 12))
    page = text_of(sign_in(place.foi).get(f"{FOI}/"))
    assert "2016/17 Q2, the latest quarter that is over: 83.3% (5 of 6) answered in time. ▲ Unsatisfactory" in page
    assert "That is below 85%" in page and "approximate, to be verified" in page
    assert "Quarter 2 of 2016/17 Status ○ No return made" in page
    assert "Q3 so far" in page and "Not begun" in page
    assert "No duty is open for it" in page


def test_few_answers_have_no_band(place, sign_in) -> None:
    answered(place.body, date(2016, 7, 4), date(2016, 9, 12))
    page = text_of(sign_in(place.foi).get(f"{FOI}/"))
    assert "0% (0 of 1) answered in time. – Too few for a band" in page
    assert "Unsatisfactory" not in page.split("How to read")[0]


def test_another_year_is_shown_and_nonsense_is_this_year(place, sign_in) -> None:
    client = sign_in(place.foi)
    assert "Figures of information requests, 2014/15" in text_of(client.get(f"{FOI}/?year=2014/15"))
    for asked in ("2012/13", "1999/00", "9999/00", "x", "2017/18"):
        assert "Figures of information requests, 2016/17" in text_of(client.get(f"{FOI}/", {"year": asked}))


def test_a_return_is_made_by_a_press_and_published_by_the_lead_alone(place, sign_in) -> None:
    answered(place.body, date(2016, 7, 4), date(2016, 8, 1))
    officer, lead = sign_in(place.foi), sign_in(place.lead)
    page = text_of(officer.post(f"{FOI}/make/", Q2, follow=True))
    assert "Freedom of information figures, 2016/17 Q2 was made. Its figures stay as they are now." in page
    assert "Return made, not published" in page and "The governance lead publishes it" in page
    made = Return.objects.get()
    assert (made.made_by, made.made_on, made.figures["received"]) == (place.foi.user, TODAY, 1)
    assert officer.post(f"/returns/{made.pk}/publish/").status_code == 403
    assert "anybody can read it now" in text_of(lead.post(f"/returns/{made.pk}/publish/", follow=True))
    made.refresh_from_db()
    assert (made.published_on, made.published_by) == (TODAY, place.lead.user)
    assert officer.post(f"/returns/{made.pk}/take-off/").status_code == 403
    lead.post(f"/returns/{made.pk}/take-off/")
    made.refresh_from_db()
    assert made.published_on is None


def test_a_nil_return_says_none_received(place, sign_in) -> None:
    page = text_of(sign_in(place.foi).post(f"{FOI}/make/", Q2, follow=True))
    assert "There was nothing to count: it is a nil return." in page
    assert "Quarter 2 of 2016/17 Status ✓ None received" in page
    assert "Quarter 1 of 2016/17 Status ○ No return made" in page


def test_a_log_that_changed_since_says_so_and_the_return_can_be_made_again(place, sign_in) -> None:
    client = sign_in(place.foi)
    client.post(f"{FOI}/make/", Q2)
    make_request(place.body, date(2016, 9, 5))
    page = text_of(client.get(f"{FOI}/"))
    assert "The log says something else by now" in page and "Make it again" in page
    page = text_of(client.post(f"{FOI}/make/", Q2, follow=True))
    assert "Return 2: 1 was made before" in page and "something else" not in page


def test_no_return_is_made_while_its_period_runs_nor_of_no_period(place, sign_in) -> None:
    client = sign_in(place.foi)
    assert "The period runs until 31 December 2016" in text_of(
        client.post(f"{FOI}/make/", Q2 | {"period": "Q3"}, follow=True)
    )
    assert client.post(f"{FOI}/make/", Q2 | {"period": "Q7"}).status_code == 404
    assert client.get(f"{FOI}/make/").status_code == 405
    assert not Return.objects.exists()


@pytest.mark.parametrize("who", ["elsewhere", "contributor", "lay", "assurer", "national", "administrator"])
def test_nobody_else_sees_or_makes_any_of_it(place, sign_in, who: str) -> None:
    sign_in(place.foi).post(f"{FOI}/make/", Q2)
    sign_in(place.complaints).post(f"{KO41A}/make/", Q2)
    client, (foi, ko41a) = sign_in(getattr(place, who)), Return.objects.order_by("pk")
    answers = [client.get(address) for address in (*PAGES, f"{REPORT}/write/", f"/returns/{ko41a.pk}/sent/")]
    answers += [client.post(f"{FOI}/make/", Q2), client.post(f"{KO41A}/make/", Q2)]
    answers += [client.post(f"/returns/{foi.pk}/publish/"), client.post(f"/returns/{foi.pk}/take-off/")]
    assert {answer.status_code for answer in answers} <= {403, 404}
    assert Return.objects.count() == 2


def test_each_officer_sees_their_own_log_only(place, sign_in) -> None:
    assert sign_in(place.foi).get(f"{KO41A}/").status_code == 403
    assert sign_in(place.complaints).get(f"{FOI}/").status_code == 403
    assert sign_in(place.lead).get(f"{REPORT}/").status_code == 200


def test_a_successor_keeps_the_returns_of_a_body_that_closed(place, sign_in) -> None:
    closed = make_body("07X", opened_on=date(2013, 4, 1), closed_on=date(2016, 9, 30))
    Succession.objects.create(
        predecessor=closed, successor=place.body, effective_on=date(2016, 10, 1), kind="merger", scope="whole"
    )
    client = sign_in(place.foi)
    page = text_of(client.post("/bodies/07x/requests/figures/make/", Q2, follow=True))
    assert "None received" in page
    assert Return.objects.get().body == closed


def test_ko41a_shows_its_deadlines_and_is_recorded_as_sent(place, sign_in) -> None:
    for year in (2016, 2017):  # the fourth quarter falls due in the next year
        open_year(FinancialYear(year), today=TODAY)
    happen(make_complaint(place.body, date(2016, 7, 4)), "responded", date(2016, 9, 5), code="upheld")
    client = sign_in(place.complaints)
    page = text_of(client.get(f"{KO41A}/"))
    assert "Due 28 Oct 2016" in page and "No date set" in page and "Resolved: upheld" in page
    client.post(f"{KO41A}/make/", Q2)
    made = Return.objects.get()
    address = f"/returns/{made.pk}/sent/"
    assert "When was it sent to NHS Digital?" in text_of(client.get(address))
    wrong = client.post(address, {"sent_on_day": 1, "sent_on_month": 1, "sent_on_year": 2016})
    assert "after 30 September 2016, when the period ended" in text_of(wrong)
    sent = {"sent_on_day": 14, "sent_on_month": 10, "sent_on_year": 2016}
    page = text_of(client.post(address, sent, follow=True))
    assert "✓ Sent to NHS Digital" in page and "Sent on 14 Oct 2016" in page
    assert (
        Obligation.objects.get(body=place.body, duty__slug="ko41a-return", period="Q2", period_year=2016).sent_on
        == TODAY
    )


def test_only_ko41a_is_sent(place, sign_in) -> None:
    sign_in(place.complaints).post(f"{REPORT}/make/", YEAR)
    assert sign_in(place.complaints).get(f"/returns/{Return.objects.get().pk}/sent/").status_code == 404


def test_the_report_is_suggested_by_the_cases_written_and_made(place, sign_in) -> None:
    subject = add_term(body=place.body, list_name="subject", name="Access to treatment", by=None, today=TODAY)
    make_complaint(place.body, date(2015, 6, 1), terms=(subject,), lessons="Letters were unclear", action="New letters")
    make_complaint(place.body, date(2016, 6, 1), lessons="Of another year")
    client = sign_in(place.complaints)
    page = client.get(f"{REPORT}/write/", {"year": "2015/16"}).content.decode()
    assert "Access to treatment" in page and "Letters were unclear" in page and "New letters" in page
    assert "Of another year" not in page and not Return.objects.exists()
    given = {"subjects": "Access", "importance": "Call 01494 123456", "action": "New letters", "expected": ""}
    address = f"{REPORT}/write/?year=2015/16"
    page = client.post(address, given)
    assert "looks like a phone number" in text_of(page) and "This is not personal" in text_of(page)
    page = text_of(client.post(address, given | {"importance": "Clear letters"}, follow=True))
    assert "Clear letters" in page and "Make the report" in page
    page = text_of(client.post(f"{REPORT}/make/", YEAR, follow=True))
    assert "Yearly complaints report, 2015/16 was made" in page and "Return made, not published" in page
    assert Return.objects.get().texts == {"subjects": "Access", "importance": "Clear letters", "action": "New letters"}
    assert "The report as it was made on 17 October 2016 Complaints received 1 Found to be well-founded 0 of 0" in page
    assert "Clear letters" in client.get(f"{REPORT}/write/", {"year": "2015/16"}).content.decode()


def test_two_who_write_the_report_do_not_lose_each_others_words(place, sign_in) -> None:
    client, address = sign_in(place.complaints), f"{REPORT}/write/?year=2015/16"
    client.post(address, {"subjects": "First", "expected": ""})
    second = client.post(address, {"subjects": "Second", "expected": ""})
    assert second.status_code == 409 and "Somebody else wrote here meanwhile" in text_of(second)
    assert Return.objects.get().texts["subjects"] == "First"
    seen = re.search(r'name="expected" value="([^"]+)"', second.content.decode())[1]
    client.post(address, {"subjects": "Second", "expected": unescape(seen)})
    assert Return.objects.get().texts["subjects"] == "Second"


def test_a_year_that_runs_has_no_report_yet(place, sign_in) -> None:
    client = sign_in(place.complaints)
    page = text_of(client.get(f"{REPORT}/"))
    assert "The report as it would be today" in page and "runs until 31 March 2017" in page
    assert "The year is not over" in text_of(client.get(f"{REPORT}/write/", follow=True))


def test_csv_and_workbook_hold_the_same_figures(place, sign_in) -> None:
    answered(place.body, date(2016, 7, 4), date(2016, 8, 1))
    client = sign_in(place.foi)
    client.post(f"{FOI}/make/", Q2)
    make_request(place.body, date(2016, 9, 5))
    answer = client.get(f"{FOI}.csv")
    assert "foi-figures-10H-2016-17-as-at-2016-10-17.csv" in answer["Content-Disposition"]
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert lines[0] == [
        "Code", "As at", "Section", "Figure", "2016/17 Q1", "2016/17 Q2", "2016/17 Q3", "2016/17 Q4", "2016/17", "Note",
    ]  # fmt: skip
    received = next(line for line in lines if line[2:4] == ["Received", "Received"])
    assert received == ["10H", "2016-10-17", "Received", "Received", "0", "2", "0", "", "2", ""]
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{FOI}.xlsx").content))
    rows = list(book["As counted today"].iter_rows(values_only=True))
    assert ("10H", datetime(2016, 10, 17), "Received", "Received", 0, 2, 0, None, 2, None) in rows  # noqa: DTZ001
    assert ("Answered", "Rate in time", "None to count", "100% (1 of 1)") in [row[2:6] for row in rows]
    returned = list(book["As returned"].iter_rows(values_only=True))
    assert returned[0][:3] == ("Section", "Figure", "2016/17 Q2, made 2016-10-17")
    assert ("Received", "Received", 1) in [row[:3] for row in returned]


def test_ko41a_files_hold_totals_and_sections(place, sign_in) -> None:
    subject = add_term(body=place.body, list_name="subject", name="=Access", by=None, today=TODAY)
    make_complaint(place.body, date(2016, 7, 4), terms=(subject,))
    client = sign_in(place.complaints)
    lines = list(csv.reader(io.StringIO(client.get(f"{KO41A}.csv").content.decode("utf-8-sig"))))
    assert ["Section 2: totals", "New", "0", "1", "0", ""] in [line[2:8] for line in lines]
    assert ["Section 7: Subject area", "'=Access", "0", "1"] in [line[2:6] for line in lines]
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{KO41A}.xlsx").content))
    cells = [cell for row in book["As counted today"] for cell in row if cell.value == "=Access"]
    assert [cell.data_type for cell in cells] == ["s"]


def test_in_a_demonstration_every_file_and_page_says_that_it_is_invented(place, sign_in, settings) -> None:
    settings.DEMONSTRATION = True
    client = sign_in(place.foi)
    assert "Invented for the demonstration" in text_of(client.get(f"{FOI}/"))
    assert "Invented for the demonstration" in client.get(f"{FOI}.csv").content.decode()
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{FOI}.xlsx").content))
    assert book["As counted today"]["J2"].value == "Invented for the demonstration"
    client.post(f"{FOI}/make/", Q2)
    assert Return.objects.get().is_invented


def test_a_year_costs_as_many_statements_however_much_was_logged(place, sign_in) -> None:
    client = sign_in(make_member(Role.LEAD, place.body))
    for page in (f"{FOI}/", f"{REPORT}/", f"{KO41A}/"):
        counts = []
        for number in (3, 40):
            plant_requests(place.body, number)
            plant_complaints(place.body, number)
            client.get(page)
            with CaptureQueriesContext(connection) as asked:
                client.get(page)
            counts.append(len(asked))
        assert counts[0] == counts[1]
        assert counts[0] < 20
