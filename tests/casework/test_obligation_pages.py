"""The pages of what a log owes and of the returns made of it: what they say, and where each person goes on."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest

from casework.actions.returning import begin_return, make_return, publish_return
from duties.models import Obligation
from duties.opening import open_year
from duties.years import FinancialYear
from evidence.in_logs import RETURNS
from tests.casework.conftest import TODAY, make_complaint, make_request

INSIDE = "This is settled by what the log records. Nobody outside the body sees it."


def main_of(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return re.search(r"<main.*?</main>", answer.content.decode(), re.DOTALL)[0]


def links_of(html: str) -> dict[str, str]:
    """Where each link with its words leads."""
    found = re.findall(r'<a [^>]*?href="([^"]+)"[^>]*>(.*?)</a>', html, re.DOTALL)
    return {" ".join(re.sub(r"<[^>]+>", "", words).split()): unescape(href) for href, words in found}


@pytest.mark.parametrize(("make", "kind"), [(make_request, "request"), (make_complaint, "complaint")])
def test_what_a_case_owes_says_who_sees_it_and_leads_into_the_log_whoever_keeps_it(place, sign_in, make, kind) -> None:
    case = make(place.body)
    owed = Obligation.objects.filter(record_kind=kind, record_id=case.pk).first()
    keeper = place.foi if kind == "request" else place.complaints
    for who in (place.lead, keeper):
        page = main_of(sign_in(who), f"/obligations/{owed.pk}/")
        assert INSIDE in page and "seen by NHS England" not in page
        assert links_of(page)[f"Open the {kind}"] == case.path
        assert sign_in(who).get(case.path).status_code == 200
    for who in (place.lay, place.contributor):
        page = main_of(sign_in(who), f"/obligations/{owed.pk}/")
        assert INSIDE in page and case.path not in links_of(page).values()
        assert f"Only those who keep the log can open the {kind}." in page


def owed_of(slug: str, **more) -> Obligation:
    return Obligation.objects.get(duty__slug=slug, body__code="10H", **more)


def test_the_duty_of_a_return_leads_whoever_may_make_it_to_where_it_is_made(place, sign_in) -> None:
    open_year(FinancialYear(2016), today=TODAY)
    report = owed_of("complaints-annual-report", period_year=2015)
    quarter = owed_of("ko41a-return", period_year=2016, period="Q2")
    for who in (place.lead, place.complaints):
        found = links_of(main_of(sign_in(who), f"/obligations/{report.pk}/"))
        assert found["Write the report"] == "/bodies/10H/complaints/report/?year=2015%2F16#returns"
        assert found["Add evidence"] == f"/obligations/{report.pk}/add/"
        found = links_of(main_of(sign_in(who), f"/obligations/{quarter.pk}/"))
        assert found["Make the return"] == "/bodies/10H/complaints/ko41a/?year=2016%2F17#returns"
        assert "Complaints report" in main_of(sign_in(who), "/bodies/10H/complaints/report/?year=2015%2F16")
    for who in (place.foi, place.contributor):  # they keep another log, or none
        found = links_of(main_of(sign_in(who), f"/obligations/{report.pk}/"))
        assert "Write the report" not in found and "Add evidence" in found
    running = owed_of("ko41a-return", period_year=2016, period="Q3")
    assert "Make the return" not in links_of(main_of(sign_in(place.lead), f"/obligations/{running.pk}/"))


def test_the_homes_lead_there_too(place, sign_in) -> None:
    open_year(FinancialYear(2016), today=TODAY)
    report = owed_of("complaints-annual-report", period_year=2015)
    quarter = owed_of("ko41a-return", period_year=2016, period="Q2")
    Obligation.objects.filter(pk__in=[report.pk, quarter.pk]).update(owner=place.complaints)
    for who in (place.lead, place.complaints):
        found = links_of(main_of(sign_in(who), "/"))
        assert found[f"Make the return: {quarter.title}, {quarter.about}"] == (
            "/bodies/10H/complaints/ko41a/?year=2016%2F17#returns"
        )
        assert any(words.startswith("Write the report: ") for words in found)
    Obligation.objects.filter(pk__in=[report.pk, quarter.pk]).update(owner=place.foi)
    assert f"Add evidence: {quarter.title}, {quarter.about}" in links_of(main_of(sign_in(place.foi), "/"))


def test_the_duties_of_returns_are_those_that_the_logs_know() -> None:
    from casework.papers import PAPERS
    from casework.returns_words import DUTY

    known = {DUTY[kind]: (paper.book.kind, paper.page) for kind, paper in PAPERS.items()}
    assert {slug: (kind, page) for slug, (kind, page, _) in RETURNS.items()} == known


def test_a_published_report_is_published_on_the_page_of_its_duty_and_its_link_leads_to_its_year(
    place, sign_in, settings
) -> None:
    settings.SITE_URL = "https://tracker.example"
    open_year(FinancialYear(2016), today=TODAY)
    make_complaint(place.body, date(2015, 5, 5))
    make_request(place.body, date(2016, 7, 4))
    said = {"by": place.lead.user, "today": TODAY}
    for kind, year, period in (("complaints", 2015, ""), ("foi", 2016, "Q2")):
        draft = begin_return(body=place.body, kind=kind, year=FinancialYear(year), period=period, **said)
        publish_return(made=make_return(draft=draft, **said), **said)
    page = main_of(sign_in(place.lead), f"/obligations/{owed_of('complaints-annual-report', period_year=2015).pk}/")
    said_there = " ".join(unescape(re.sub(r"<[^>]+>", "", page)).split())
    assert "Published on Monday 17 October 2016." in said_there and "Nobody has said yet" not in said_there
    assert "neither published nor" not in main_of(sign_in(place.lead), "/")
    leads_to = next(href for href in links_of(page).values() if "/figures/" in href)
    assert leads_to == "https://tracker.example/bodies/10H/figures/?year=2015%2F16"
    assert "2015/16" in main_of(sign_in(place.lay), leads_to.removeprefix(settings.SITE_URL)).split("</h1>")[0]
