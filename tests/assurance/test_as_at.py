"""The day as at which the national page and a body's page look: three boxes, one address for each day."""

import re

import pytest

PAGES = pytest.mark.parametrize("page", ["/assurance/", "/assurance/10H/"])


@pytest.mark.parametrize(("page", "more"), [("/assurance/", "&region=Y57&theme=complaints"), ("/assurance/10H/", "")])
def test_three_boxes_lead_to_one_address_of_the_day(place, sign_in, page, more):
    client = sign_in(place.national)
    typed = client.get(f"{page}?year=2016/17{more}&on_day=1&on_month=6&on_year=2016")
    assert (typed.status_code, typed["Location"]) == (302, f"{page}?year=2016/17&on=2016-06-01{more}")
    emptied = client.get(f"{page}?year=2016/17&on_day=&on_month=&on_year=")
    assert emptied["Location"] == f"{page}?year=2016/17"
    assert boxes(client.get(typed["Location"]).content.decode()) == ["1", "6", "2016"]


@PAGES
@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (("31", "2", "2016"), "the day as at which to look"),
        (("18", "10", "2016"), "today is 17 October 2016"),
        (("31", "3", "2013"), "1 April 2013 or a later day"),
        (("x", "", ""), "the day as at which to look"),
    ],
)
def test_a_day_that_cannot_be_looked_at_is_refused_in_words_and_kept(place, sign_in, page, typed, told):
    answer = sign_in(place.national).get(page + "?on_day={}&on_month={}&on_year={}".format(*typed))
    shown = answer.content.decode()
    assert answer.status_code == 200
    words = " ".join(re.sub(r"<[^>]+>", " ", shown).split())
    assert told in words.replace("The day", "the day")
    assert "17 October 2016" in words  # the page beneath is of today
    assert boxes(shown) == list(typed)


def boxes(page):
    """What stands in the three boxes."""
    inputs = [re.search(rf'<input[^>]*name="on_{part}"[^>]*>', page)[0] for part in ("day", "month", "year")]
    values = [re.search(r'value="([^"]*)"', found) for found in inputs]
    return [value[1] if value else "" for value in values]
