from datetime import date

import pytest
from django import forms

from bodies.web.dates import DateParts, NHSDateField, wrong_parts
from bodies.web.forms import error_links


class Done(forms.Form):
    done_on = NHSDateField(label="When was it done?", what="the date it was done")


def answer(day: str, month: str, year: str) -> Done:
    return Done({"done_on_day": day, "done_on_month": month, "done_on_year": year})


@pytest.mark.parametrize("month", ["3", "03", "March", "mar", "Mar."])
def test_a_date_is_read_with_the_month_as_number_or_name(month):
    form = answer(" 27", month, "2017 ")
    assert form.is_valid(), form.errors
    assert form.cleaned_data["done_on"] == date(2017, 3, 27)


@pytest.mark.parametrize(
    ("typed", "words", "anchor"),
    [
        (("", "", ""), "Enter the date it was done, like 27 3 2017", "day"),
        (("27", "", ""), "The date it was done must include a month and a year", "month"),
        (("27", "3", ""), "The date it was done must include a year", "year"),
        (("", "3", ""), "The date it was done must include a day and a year", "day"),
        (("31", "2", "2017"), "The date it was done must be a real date, like 27 3 2017", "day"),
        (("27", "13", "2017"), "The date it was done must be a real date, like 27 3 2017", "month"),
        (("27", "3", "17"), "Enter the year of the date it was done with four digits, like 2017", "year"),
        (("27", "3", "0017"), "The date it was done must be a real date, like 27 3 2017", "year"),
        (("27th", "3", "2017"), "Enter the date it was done in numbers, like 27 3 2017", "day"),
        (("٢٧", "3", "2017"), "Enter the date it was done in numbers, like 27 3 2017", "day"),
        (("27", "ju", "2017"), "Enter the date it was done in numbers, like 27 3 2017", "month"),
    ],
)
def test_a_wrong_date_is_refused_in_words_and_its_link_leads_to_the_wrong_box(typed, words, anchor):
    form = answer(*typed)
    assert form.errors["done_on"] == [words]
    assert error_links(form) == [{"text": words, "href": f"#id_done_on_{anchor}"}]


def test_what_was_typed_comes_back_even_when_it_is_no_date():
    form = answer("31", "Febuary", "2017")
    assert not form.is_valid()
    assert form["done_on"].value() == DateParts("31", "Febuary", "2017")
    html = str(form)
    assert 'value="31"' in html
    assert 'value="Febuary"' in html


def test_a_known_date_stands_in_the_boxes():
    assert Done(initial={"done_on": date(2016, 10, 5)})["done_on"].value() == DateParts("5", "10", "2016")


def test_an_optional_date_may_be_left_empty_but_not_half_empty():
    class Optional(forms.Form):
        sent_on = NHSDateField(label="When?", required=False)

    form = Optional({})
    assert form.is_valid()
    assert form.cleaned_data["sent_on"] is None
    assert not Optional({"sent_on_day": "3"}).is_valid()


def test_changed_only_by_another_date():
    form = Done(
        {"done_on_day": "5", "done_on_month": "10", "done_on_year": "2016"}, initial={"done_on": date(2016, 10, 5)}
    )
    assert not form.has_changed()


def test_all_boxes_are_marked_where_the_wrong_one_cannot_be_told():
    assert wrong_parts(DateParts("30", "2", "2017")) == ["day", "month", "year"]
    assert wrong_parts(DateParts("30", "", "17")) == ["month", "year"]
