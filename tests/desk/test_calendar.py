"""A body's year calendar: every month, the reviews of one day as one group, and figures that plain counting gives."""

import re
from datetime import date, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from desk.lines import is_done, lines_of
from desk.months import Group, by_months
from duties.models import Obligation
from duties.years import FinancialYear
from tests.desk.test_homes import fill
from tests.factories import TODAY, make_body, make_duty, make_obligation, make_rule

DAY = timedelta(days=1)
YEAR = FinancialYear(2016)
MARCH = date(2017, 3, 31)
DONE = {"met_on": TODAY, "met_how": "certified", "sent_on": TODAY, "done_on": TODAY}


def text_of(response):
    return response.content.decode()


def months_of(body, **chosen):
    rows = Obligation.objects.filter(held_by=body, year=2016, opened_on__lte=TODAY, **chosen).for_pages()
    return by_months(lines_of(rows, TODAY), YEAR)


def reviews(body, how_many, done):
    rule = make_rule(proof="certified", date_basis="reminder")
    for number in range(how_many):
        make_obligation(body, rule, subject=f"Review {number}", due_on=MARCH, **(DONE if number < done else {}))


def test_the_year_has_twelve_months_from_april_and_what_has_no_date_last(place, sign_in):
    make_obligation(place.body, subject="In March", due_on=MARCH)
    make_obligation(place.body, make_rule(), subject="In May", due_on=date(2016, 5, 27))
    make_obligation(place.body, make_rule(), subject="Undated", due_on=None)
    make_obligation(place.body, make_rule(), subject="Next year", due_on=date(2017, 5, 27))
    page = text_of(sign_in(place.lead).get("/calendar/"))
    strip = re.findall(r'tracker-year__name">(\w+ \d+)', page)
    assert strip == [f"{name} 2016" for name in ("Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")] + [
        f"{name} 2017" for name in ("Jan", "Feb", "Mar")
    ]
    places = [page.index(text) for text in ('id="m-2016-05"', "In May", 'id="m-2017-03"', "In March", 'id="no-date"')]
    assert places == sorted(places)
    assert page.index("Undated") > places[-1]
    assert "Next year" not in page


def test_thirty_reviews_of_one_day_are_one_group_with_its_members_inside(place, sign_in):
    reviews(place.body, 31, 9)
    make_obligation(place.body, make_rule(), subject="The plan", due_on=MARCH)
    page = text_of(sign_in(place.lead).get("/calendar/"))
    assert "31 standing reviews" in page
    assert "9 of 31 done" in page
    assert page.count("<details") == 1
    inside = page[page.index("<details") : page.index("</details>")]
    assert all(f"Review {number}" in inside for number in range(31))
    assert "The plan" not in inside
    assert "The plan" in page


def test_two_reviews_of_one_day_are_two_lines(place, sign_in):
    reviews(place.body, 2, 0)
    assert "<details" not in text_of(sign_in(place.lead).get("/calendar/"))


def test_the_figures_are_what_plain_counting_gives(place, sign_in):
    fill(place.body)
    reviews(place.body, 5, 2)
    every = Obligation.objects.select_related("duty", "rule").filter(held_by=place.body, year=2016)
    no_figure = ("closed", "not_tracked", "voluntary")
    mine = [o for o in every if o.opened_on <= TODAY and o.status(TODAY).timing not in no_figure]
    months, undated = months_of(place.body)
    for month in months:
        here = [o for o in mine if o.due_on and (o.due_on.year, o.due_on.month)
                == (month.first_on.year, month.first_on.month)]  # fmt: skip
        assert (month.due, month.done) == (len(here), sum(o.status(TODAY).is_met for o in here))
        assert month.late == sum(o.status(TODAY).is_late for o in here)
    assert [line.obligation.subject for line in undated] == ["Undated"]
    page = text_of(sign_in(place.lead).get("/calendar/"))
    assert f"{len(mine)} duties, {sum(o.status(TODAY).is_met for o in mine)} done" in page


def test_a_group_counts_what_it_holds_and_says_what_must_be_acted_upon(place):
    reviews(place.body, 4, 1)
    Obligation.objects.filter(subject="Review 3").update(sent_back_on=TODAY)
    months, _ = months_of(place.body)
    group = months[-1].entries[0]
    assert isinstance(group, Group)
    assert (group.total, group.done) == (4, sum(is_done(line) for line in group.lines))
    assert (group.words.word, group.worst.word) == ("1 of 4 done", "Sent back")


def test_theme_and_tier_narrow_the_year(place, sign_in):
    make_obligation(place.body, make_rule(make_duty(theme="complaints", tier="wider")), subject="Complaint")
    make_obligation(place.body, make_rule(make_duty(theme="", tier="core")), subject="Otherwise")
    client = sign_in(place.lead)
    for address, seen, unseen in (
        ("?theme=complaints", "Complaint", "Otherwise"), ("?theme=none", "Otherwise", "Complaint"),
        ("?tier=wider", "Complaint", "Otherwise"), ("?tier=core", "Otherwise", "Complaint"),
    ):  # fmt: skip
        page = text_of(client.get(f"/calendar/{address}"))
        assert f"{seen}</th>" in page or f", {seen}" in page
        assert f", {unseen}" not in page


def test_nonsense_in_the_address_shows_the_current_year(place, sign_in):
    client = sign_in(place.lead)
    for address in ("?year=nonsense&theme=x&tier=y", "?year=9999/00", "?year=0000/01", "?body=all"):
        assert "Year calendar 2016/17" in text_of(client.get(f"/calendar/{address}"))


def test_one_goes_to_the_year_before_and_after_and_keeps_what_was_chosen(place, sign_in):
    client = sign_in(place.lead)
    page = text_of(client.get("/calendar/?tier=core"))
    assert "?body=10H&amp;year=2015/16&amp;tier=core" in page
    assert "?body=10H&amp;year=2017/18&amp;tier=core" in page
    assert 'rel="prev"' not in text_of(client.get("/calendar/?year=2013/14"))
    assert 'rel="next"' not in text_of(client.get("/calendar/?year=2017/18"))


def test_each_line_has_its_state_in_words_and_what_nhs_england_owes_is_left_out(place, sign_in):
    make_obligation(place.body, due_on=TODAY - 3 * DAY)
    make_obligation(place.body, make_rule(make_duty(owed_by="nhs_england")), subject="The assessment")
    page = text_of(sign_in(place.lead).get("/calendar/"))
    assert "Legal date passed · 3 days" in page
    assert "The assessment" not in page


def test_who_reads_whose_year(place, sign_in):
    make_body("99X", name="NHS Far CCG")
    assert sign_in(place.lay).get("/calendar/").status_code == 200
    assert sign_in(place.lead).get("/calendar/?body=01C").status_code == 404
    assert sign_in(place.assurer).get("/calendar/?body=10H").status_code == 200
    assert sign_in(place.assurer).get("/calendar/?body=01C").status_code == 404
    assert sign_in(place.assurer).get("/calendar/").headers["Location"] == "/calendar/weeks/"
    assert sign_in(place.administrator).get("/calendar/").status_code == 403


def test_only_the_governance_lead_is_led_to_the_month_of_the_reviews(place, sign_in):
    assert "/review-month/" in text_of(sign_in(place.lead).get("/calendar/"))
    for reader in (place.lay, place.contributor):
        assert "/review-month/" not in text_of(sign_in(reader).get("/calendar/"))


def test_the_calendar_takes_as_many_queries_with_many_rows_as_with_few(place, sign_in):
    client = sign_in(place.lead)

    def queries():
        with CaptureQueriesContext(connection) as asked:
            client.get("/calendar/")
        return len(asked)

    fill(place.body)
    few = queries()
    reviews(place.body, 30, 4)
    for _ in range(4):
        fill(place.body, make_rule())
    assert queries() == few
