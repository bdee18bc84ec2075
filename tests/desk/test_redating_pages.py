"""Entering what moves dates: what is shown is what is done."""

import re
from datetime import date, timedelta

import pytest

from bodies.models import AuditEntry
from duties.models import DirectedDate, Obligation
from tests.factories import TODAY, make_duty, make_obligation, make_rule

ADDRESS = "/administration/directed-date/"
YEAR = {"period_year": 2016, "period_first_on": date(2016, 4, 1), "period_last_on": date(2017, 3, 31)}


@pytest.fixture
def rule(place):
    return make_rule(make_duty(title="Draft accounts"), code="NHSE_DIRECTED:accounts_draft", date_basis="directed")


@pytest.fixture
def draft(place, rule):
    """An obligation that waits for the date of the draft accounts of 2016/17."""
    return make_obligation(place.body, rule, due_on=None, **YEAR)


def answers(**more):
    return {
        "key": "accounts_draft", "year": "2016/17", "period": "", "due_on_day": "26", "due_on_month": "4",
        "due_on_year": "2017", "set_by": "NHS England", "source": "Letter of 1 March 2017",
    } | more  # fmt: skip


def fingerprint(page: str) -> str:
    found = re.search(r'name="shown"[^>]*value="([0-9a-f]{32})"|value="([0-9a-f]{32})"[^>]*name="shown"', page)
    assert found is not None
    return found[1] or found[2]


def shown(client, given):
    return client.post(ADDRESS, given).content.decode()


def confirm(client, given, page=None, **more):
    return client.post(ADDRESS, given | {"shown": fingerprint(page or shown(client, given))}, **more)


def test_the_first_press_shows_before_and_after_and_writes_nothing(place, sign_in, draft):
    client = sign_in(place.administrator)
    count = AuditEntry.objects.count()
    page = shown(client, answers())
    assert "1 obligation moves to another day" in page
    assert "Enter the date and move 1 obligation" in page
    assert "No date set" in page and "26 Apr 2017" in page and "Draft accounts" in page
    assert 'name="source" value="Letter of 1 March 2017"' in page
    draft.refresh_from_db()
    assert (draft.due_on, DirectedDate.objects.count(), AuditEntry.objects.count()) == (None, 0, count)


def test_confirming_dates_what_waits_and_says_how_many(place, sign_in, draft):
    client = sign_in(place.administrator)
    page = confirm(client, answers(), follow=True).content.decode()
    assert "1 obligation moved" in page
    assert "Letter of 1 March 2017" in page
    draft.refresh_from_db()
    assert draft.due_on == date(2017, 4, 26)
    assert DirectedDate.objects.get().entered_by == place.administrator.user
    assert "key=accounts_draft&amp;" not in page  # it is missing no more


def test_where_something_changed_in_between_it_is_shown_again_and_nothing_is_done(place, sign_in, draft, rule):
    client = sign_in(place.administrator)
    page = shown(client, answers())
    make_obligation(place.other, rule, due_on=None, **YEAR)
    again = confirm(client, answers(), page)
    assert again.status_code == 409
    assert "Something changed after this was shown to you" in again.content.decode()
    assert "2 obligations move to another day" in again.content.decode()
    assert not DirectedDate.objects.exists()
    confirm(client, answers(), again.content.decode())
    assert Obligation.objects.filter(due_on=date(2017, 4, 26)).count() == 2


def test_two_administrators_with_one_date_do_not_overwrite_each_other(place, sign_in, draft):
    client = sign_in(place.administrator)
    page = shown(client, answers())
    confirm(client, answers(due_on_day="20"))
    assert confirm(client, answers(), page).status_code == 409
    assert DirectedDate.objects.get().due_on == date(2017, 4, 20)


def test_who_becomes_late_and_who_is_late_no_longer_is_said(place, sign_in, rule):
    ahead, behind = TODAY + timedelta(days=30), TODAY - timedelta(days=10)
    make_obligation(place.body, rule, due_on=ahead, **YEAR)
    make_obligation(place.other, rule, due_on=behind, **YEAR)
    client = sign_in(place.administrator)
    page = shown(client, answers(due_on_day="14", due_on_month="10", due_on_year="2016"))
    assert "1 becomes late" in page and "late no longer" not in page
    page = shown(client, answers(due_on_day="18", due_on_month="10", due_on_year="2016"))
    assert "1 is late no longer" in page and "late." not in page.split("late no longer.")[1].split("</p>")[0]


def test_change_the_answers_leads_back_to_the_form_with_what_was_typed(place, sign_in, draft):
    client = sign_in(place.administrator)
    page = client.post(ADDRESS, answers() | {"change": "yes"}).content.decode()
    assert "Show what it changes" in page
    assert 'value="Letter of 1 March 2017"' in page
    assert "There is a problem" not in page


def test_a_month_is_kept_as_the_key_within_its_year(place, sign_in):
    client = sign_in(place.administrator)
    confirm(client, answers(key="monthly_return", period="02"))
    assert DirectedDate.objects.get().period == "2017-02"
    page = client.get(f"{ADDRESS}?key=monthly_return&year=2016/17&period=2017-02").content.decode()
    assert '<option value="02" selected' in page


def test_a_wrong_date_is_refused_in_words_also_when_it_is_confirmed(place, sign_in):
    client = sign_in(place.administrator)
    for given in (answers(due_on_month="13"), answers(due_on_month="13") | {"shown": "0" * 32}):
        assert "There is a problem" in client.post(ADDRESS, given).content.decode()
    assert not DirectedDate.objects.exists()


def test_nobody_but_an_administrator_may(place, sign_in):
    assert sign_in(place.lead).post(ADDRESS, answers()).status_code == 403
    assert sign_in(place.national_assurer).get(ADDRESS).status_code == 403


# A proclaimed bank holiday -------------------------------------------------------------------------------------------

HOLIDAY = "/administration/holiday/"
BEFORE, AFTER = date(2016, 11, 21), date(2016, 11, 22)  # the 15th working day of November 2016


@pytest.fixture
def spend(place):
    rule = make_rule(make_duty(title="Publish spending"), code="MONTHLY_WD_EW:15", opens="monthly")
    return make_obligation(
        place.body, rule, due_on=BEFORE, period="2016-10", period_first_on=date(2016, 10, 1),
        period_last_on=date(2016, 10, 31),
    )  # fmt: skip


def holiday(**more):
    return {
        "on_day": "14", "on_month": "11", "on_year": "2016", "nations": ["England", "Wales"], "title": "Harvest Day",
        "source": "Proclamation of 1 October 2016",
    } | more  # fmt: skip


def test_a_holiday_is_shown_entered_listed_and_withdrawn(place, sign_in, spend):
    client = sign_in(place.administrator)
    page = client.post(HOLIDAY, holiday()).content.decode()
    assert "Publish spending" in page and "21 Nov 2016" in page and "22 Nov 2016" in page
    assert page.count('name="nations"') == 2  # both travel on
    done = client.post(HOLIDAY, holiday(shown=fingerprint(page)), follow=True).content.decode()
    assert "The holiday is entered. 1 obligation moved to another day" in done
    assert "Harvest Day" in done and "England and Wales" in done
    spend.refresh_from_db()
    assert spend.due_on == AFTER
    address = f"{HOLIDAY}2016-11-14/withdraw/"
    assert address in done
    page = client.get(address).content.decode()
    assert "Withdraw the holiday" in page and "Change the answers" not in page
    again = client.post(address, {"shown": "0" * 32})
    assert (again.status_code, "Something changed" in again.content.decode()) == (409, True)
    done = client.post(address, {"shown": fingerprint(page)}, follow=True).content.decode()
    assert "The holiday is withdrawn. 1 obligation moved" in done and "Withdrawn on 17 October 2016" in done
    spend.refresh_from_db()
    assert spend.due_on == BEFORE
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("given", "status", "words"),
    [
        ({"nations": []}, 200, "Choose where it is a bank holiday"),
        ({"title": ""}, 200, "Enter what it is called"),
        ({"on_day": "12"}, 409, "at a weekend"),
        ({"on_day": "26", "on_month": "12"}, 409, "knows this day already"),
    ],
)
def test_what_is_no_new_holiday_is_refused_in_words(place, sign_in, given, status, words):
    answer = sign_in(place.administrator).post(HOLIDAY, holiday(**given))
    assert (answer.status_code, words in answer.content.decode()) == (status, True)


def test_holidays_are_for_administrators(place, sign_in):
    assert sign_in(place.lead).get(HOLIDAY).status_code == 403
    client = sign_in(place.administrator)
    assert client.get(f"{HOLIDAY}whenever/withdraw/").status_code == 404
    assert client.get(f"{HOLIDAY}2016-11-14/withdraw/").status_code == 404


def test_the_history_of_an_obligation_tells_from_which_day_to_which_and_why(place, sign_in, spend):
    client = sign_in(place.administrator)
    page = client.post(HOLIDAY, holiday()).content.decode()
    client.post(HOLIDAY, holiday(shown=fingerprint(page)))
    page = sign_in(place.lead).get(f"/obligations/{spend.pk}/").content.decode()
    assert "moved the date from 21 November 2016 to 22 November 2016" in page
    assert "Harvest Day, 14 November 2016, was proclaimed" in page
    assert "invented for the demonstration" in page  # in the working, beside the day that did not count


def test_dates_that_differ_from_what_is_known_are_shown_and_re_dated(place, sign_in, draft):
    client = sign_in(place.administrator)
    draft.delete()
    page = client.get("/administration/dates/").content.decode()
    assert "No obligation that is open moves to another day" in page
    assert "<button" not in page.split("<main")[1].split("</main>")[0]  # there is nothing to do
    draft.save()
    DirectedDate.objects.create(
        key="accounts_draft", year=2016, due_on=date(2017, 4, 26), set_by="NHS England", source="Directions",
        entered_at="2016-10-01T00:00Z",
    )  # fmt: skip
    page = client.get("/administration/dates/").content.decode()
    client.post("/administration/dates/", {"shown": fingerprint(page)})
    draft.refresh_from_db()
    assert draft.due_on == date(2017, 4, 26)
