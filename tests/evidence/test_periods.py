"""What evidence is about: its date, apart from the day it was added, and one period or several."""

from __future__ import annotations

from datetime import date

import pytest

from duties.actions import NotNow
from evidence import actions
from evidence.about import is_outside, words_of
from evidence.frozen import FrozenItem
from evidence.models import AboutPeriod, Evidence
from tests.evidence.conftest import add_statement, count, when
from tests.factories import TODAY

YEAR = (date(2016, 4, 1), date(2017, 3, 31))


@pytest.fixture
def draft(world, obligation) -> Evidence:
    return add_statement(obligation, world.lead, title="Report", about_on=date(2016, 5, 1))


def address(draft: Evidence) -> str:
    return f"/obligations/{draft.obligations.get().pk}/drafts/{draft.pk}/period/"


def check_page(client, draft: Evidence) -> str:
    return client.get(f"/obligations/{draft.obligations.get().pk}/send/").content.decode()


@pytest.mark.parametrize(
    ("first_on", "last_on", "words"),
    [
        (date(2015, 4, 1), date(2016, 3, 31), "2015/16"),
        (date(2016, 7, 1), date(2016, 9, 30), "quarter 2 of 2016/17"),
        (date(2017, 1, 1), date(2017, 3, 31), "quarter 4 of 2016/17"),
        (date(2016, 5, 1), date(2016, 5, 31), "May 2016"),
        (date(2016, 5, 1), date(2016, 5, 1), "1 May 2016"),
        (date(2016, 5, 2), date(2016, 6, 1), "2 May 2016 to 1 June 2016"),
        (date(1, 1, 1), date(9999, 12, 31), "1 January 1 to 31 December 9999"),
    ],
)
def test_a_period_has_the_name_that_people_know(first_on, last_on, words) -> None:
    assert words_of(first_on, last_on) == words


@pytest.mark.parametrize(
    ("periods", "outside"),
    [
        ([], True),
        ([(date(2015, 4, 1), date(2016, 3, 31))], True),
        ([(date(2015, 4, 1), date(2016, 4, 1))], False),
        ([(date(2013, 4, 1), date(2014, 3, 31)), (date(2017, 3, 31), date(2018, 3, 31))], False),
        ([(date(2017, 4, 1), date(2018, 3, 31))], True),
    ],
)
def test_periods_decide_where_there_are_any(periods, outside) -> None:
    assert is_outside(date(2016, 3, 31), periods, *YEAR) is outside


def test_a_period_is_a_second_question_on_the_check_page(world, as_, draft) -> None:
    client = as_(world.contributor)
    assert "It is about a period" in check_page(client, draft)
    answer = client.post(address(draft), {"named": "2015/16"}, follow=True)
    assert answer.redirect_chain == [(f"/obligations/{draft.obligations.get().pk}/send/", 302)]
    client.post(address(draft), {"named": "2016/17-2"})
    client.post(address(draft), {**when("first_on", date(2016, 5, 2)), **when("last_on", date(2016, 6, 1))})
    shown = check_page(client, draft)
    for words in ("2015/16", "quarter 2 of 2016/17", "2 May 2016 to 1 June 2016", "Add another period"):
        assert words in shown
    assert draft.periods.count() == 3
    client.post(address(draft), {"named": "2015/16"})
    assert draft.periods.count() == 3, "the same one twice is one"


def test_a_period_is_removed_again(world, as_, draft) -> None:
    client = as_(world.lead)
    client.post(address(draft), {"named": "2015/16"})
    remove = f"{address(draft)}{draft.periods.get().pk}/remove/"
    assert client.get(remove).status_code == 405
    for _ in range(2):
        assert "The period was removed" in client.post(remove, follow=True).content.decode()
    assert not draft.periods.exists()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "Choose a period, or give its first and last day"),
        ({"named": "2015/16", **when("first_on", TODAY)}, "not both"),
        (when("first_on", TODAY), "Enter the last day too"),
        (when("last_on", TODAY), "Enter the first day too"),
        ({**when("first_on", TODAY), **when("last_on", date(2016, 10, 1))}, "must not be before the first"),
        ({"named": "1815/16"}, "There is a problem"),
    ],
)
def test_what_is_no_period_is_refused_in_words(world, as_, draft, given, words) -> None:
    assert words in as_(world.lead).post(address(draft), given).content.decode()
    assert not draft.periods.exists()


def test_what_was_sent_in_keeps_its_periods(world, as_, obligation, draft) -> None:
    period = actions.add_period(evidence=draft, first_on=YEAR[0], last_on=YEAR[1], by=world.lead.user, today=TODAY)
    sent = actions.send_in(obligation=obligation, done_on=TODAY, note="", by=world.lead.user, today=TODAY)
    for member in (world.lead, world.assurer):
        assert "and the period 2016/17." in as_(member).get(f"/obligations/{obligation.pk}/").content.decode()
    assert sent.items[0]["periods"] == [["2016-04-01", "2017-03-31"]]
    assert "2016/17</span>" in as_(world.assurer).get(f"/review/{sent.pk}/").content.decode()
    assert as_(world.lead).post(address(draft), {"named": "2015/16"}).status_code == 404
    for change in (
        lambda: actions.add_period(evidence=draft, first_on=TODAY, last_on=TODAY, by=world.lead.user, today=TODAY),
        lambda: actions.remove_period(period=period, by=world.lead.user, today=TODAY),
    ):
        with pytest.raises(NotNow, match="sent in meanwhile"):
            change()
    assert AboutPeriod.objects.get() == period


def test_a_published_page_says_which_period_it_is_about(world, client, obligation, draft) -> None:
    actions.add_period(evidence=draft, first_on=YEAR[0], last_on=YEAR[1], by=world.lead.user, today=TODAY)
    actions.send_in(obligation=obligation, done_on=TODAY, note="", by=world.lead.user, today=TODAY)
    actions.publish(evidence=draft, by=world.lead.user, today=TODAY)
    shown = client.get(f"/published/{draft.pk}/").content.decode()
    assert "The period it is about" in shown and "2016/17" in shown


def test_outside_the_period_is_warned_of_by_the_date_and_by_the_periods(world, as_, obligation) -> None:
    client = as_(world.lead)
    old = add_statement(obligation, world.lead, title="Old minutes", about_on=date(2015, 12, 1))
    shown = check_page(client, old)
    assert "Check the dates" in shown and "“Old minutes”, 1 December 2015" in shown
    client.post(address(old), {"named": "2014/15"})
    assert "“Old minutes”, 1 December 2015 (2014/15)" in check_page(client, old)
    client.post(address(old), {"named": "2016/17"})
    assert "Check the dates" not in check_page(client, old), "one of its periods is this one"


def test_rounds_of_before_are_read_as_they_are() -> None:
    old = {"id": 1, "kind": "link", "title": "T", "about_on": "2016-05-01", "url": "https://a.nhs.uk/"}
    item = FrozenItem.read(old)
    assert (item.about_on, item.periods, item.confirmed_on, item.period_words) == (date(2016, 5, 1), (), None, [])


def test_the_check_page_asks_as_much_for_many_as_for_few(world, as_, obligation, draft) -> None:
    client = as_(world.lead)
    client.post(address(draft), {"named": "2015/16"})
    few = count(lambda: check_page(client, draft))
    for n in range(5):
        more = add_statement(obligation, world.lead, title=f"More {n}")
        for named in ("2015/16", "2016/17", "2016/17-1"):
            client.post(address(more), {"named": named})
    assert count(lambda: check_page(client, draft)) == few
