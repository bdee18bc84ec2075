"""What looks personal in a text is found, in the ways in which people write it; what does not is left alone."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.personal import is_nhs_number, masked, personal_data

EMAIL, NHS, PHONE = "an e-mail address", "an NHS number", "a phone number"
POSTCODE, BORN = "a postcode", "a date of birth"
VALID = "9434765919"  # made up; the last digit is its check digit


def found(text: str) -> list[tuple[str, str]]:
    return [(one.what, one.text) for one in personal_data(text)]


def check_digit(nine: str) -> int:
    """As the NHS Data Dictionary has it, written out: weights ten to two, modulus eleven; ten: there is none."""
    rest = sum(weight * int(digit) for weight, digit in zip((10, 9, 8, 7, 6, 5, 4, 3, 2), nine, strict=True)) % 11
    return 0 if rest == 0 else 11 - rest


@pytest.mark.parametrize(
    "text",
    [
        VALID, "943 476 5919", "943-476-5919", "943.476.5919", "943\u00a0476\u00a05919", "943\u2011476\u20115919",
        "NHS number 9434765919.", "NHS9434765919", "(9434765919)", "no: 9434765919,",
    ],
)  # fmt: skip
def test_an_nhs_number_is_found_however_it_is_spaced(text: str) -> None:
    assert [what for what, _ in found(text)] == [NHS]


@pytest.mark.parametrize("text", ["9434765918", "943 476 5910", "94347659190", "19434765919", "943476591"])
def test_ten_digits_without_the_right_check_digit_are_none(text: str) -> None:
    assert found(text) == []


@given(st.from_regex(r"\A[1-9]\d{8}\Z"), st.integers(0, 9))
def test_only_the_check_digit_makes_an_nhs_number(nine: str, last: int) -> None:
    right = check_digit(nine)
    assert is_nhs_number(f"{nine}{last}") is (right == last)
    assert (NHS in [what for what, _ in found(f"Case {nine}{last} here")]) is (right == last)


def test_too_few_and_too_many_digits_are_no_nhs_number() -> None:
    assert not is_nhs_number(VALID[:9])
    assert not is_nhs_number(f"{VALID}0")


@pytest.mark.parametrize(
    "text",
    [
        "jo.smith@nhs.net", "o'brien@example.co.uk", "jo @ nhs.net", "<j-s+foi@ccg.example.nhs.uk>",
        "JO_SMITH@EXAMPLE.ORG", "josé@example.es", "mail:x@y.museum",
    ],
)  # fmt: skip
def test_an_email_address_is_found(text: str) -> None:
    assert [what for what, _ in found(text)] == [EMAIL]


@pytest.mark.parametrize(
    "text",
    [
        "0113 496 0000", "(0113) 496 0000", "01134960000", "0113-496-0000", "0113.496.0000", "020 7946 0958",
        "Tel:02079460958", "07700 900123", "07700900123", "07700\u00a0900\u00a0123", "0800 123456", "0300 123 4567",
        "+44 113 496 0000", "+441134960000", "+44 (0)20 7946 0958", "+44(0)7700 900123", "0044 7700 900123",
        "+353 87 123 4567", "01632 960 123",
    ],
)  # fmt: skip
def test_a_phone_number_is_found(text: str) -> None:
    assert found(text) == [(PHONE, text.removeprefix("Tel:"))]


@pytest.mark.parametrize(
    "text", ["LS1 4AP", "ls14ap", "SW1A 1AA", "M1 1AE", "EC1A1BB", "B33 8TH", "GIR 0AA", "W1A\u00a00AX"]
)
def test_a_postcode_is_found(text: str) -> None:
    assert found(f"of {text}, about") == [(POSTCODE, text)]


@pytest.mark.parametrize(
    "text",
    [
        "DOB 12/03/1964", "D.O.B. 12-03-64", "dob:1/2/2001", "born 12 March 1964", "Born on 12.3.64",
        "date of birth: 1964-03-12", "DoB 12 Mar 64", "Date of birth is 12th March 2009", "birthday 3 Sept. 2011",
        "12/03/1964", "12-3-1964", "12 03 1964", "1964-03-12", "1964/03/12", "12th March 1957", "1 Feb 1950",
        "12-Mar-1964", "Feb 1, 1950", "March 12th 1964", "12th of March, 1964",
    ],
)  # fmt: skip
def test_a_date_of_birth_is_found_by_its_word_or_because_it_is_so_long_ago(text: str) -> None:
    assert found(text) == [(BORN, text)]


@pytest.mark.parametrize("text", ["Mrs Patricia Smith", "Scans for Mr O’Neill of Amersham", "seen by Dr. Patel"])
def test_a_name_after_a_title_is_found(text: str) -> None:
    [found] = personal_data(text)
    assert found.sentence.endswith("looks like a name")


@pytest.mark.parametrize("text", ["The MR scanner", "Dr visits at home", "Miss no appointment", "ms 3 and 4"])
def test_what_only_begins_like_a_title_is_no_name(text: str) -> None:
    assert personal_data(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "FS50612345", "2015/16", "2016/17 Q1", "£1,234,567,890", "20,000,000,000", "14 October 2016", "14/10/2016",
        "2016-10-14", "14.10.16", "FOI-1617-012", "1617-012", "FOI/2016/0123", "RFI 0123456", "E0345678901",
        "CC01134960000", "10H/0345/67890", "4400-0345678", "code 0456 789012", "0000 000 0000", "0.1234567890",
        "08:30 to 17:00", "NHS 111", "s43(2)", "section 40(2)", "r12(4)(a)", "10H", "99A 2017/18", "G8", "M25",
        "H1N1", "NICE TA123", "Q4 2016/17", "1998/99", "in 1998", "1 April 2013 to 31 March 2016", "@NHSEngland",
        "10 @ 2.50 each", "name at example", "20 @ home", "reborn", "born again", "dobson", "1234567890",
        "12 345 678 901", "0845 46 47", "+10 per cent", "",
    ],
)  # fmt: skip
def test_references_money_years_and_dates_of_cases_are_not_personal(text: str) -> None:
    assert found(text) == []
    assert masked(text) == text


def test_what_is_found_as_one_thing_is_not_told_as_another_and_all_of_it_in_its_order() -> None:
    text = "Call 07700 900123 or jo@nhs.net, DOB 12/03/1964, 943 476 5919, LS1 4AP"
    assert [what for what, _ in found(text)] == [PHONE, EMAIL, BORN, NHS, POSTCODE]
    assert personal_data(text)[0].sentence == "“07700 900123” looks like a phone number"


def test_a_mask_takes_the_place_of_it_and_leaves_the_rest() -> None:
    text = "Funding for jo@nhs.net of LS1 4AP, again"
    assert masked(text) == "Funding for [an e-mail address, not kept] of [a postcode, not kept], again"
    assert found(masked(text)) == []


@given(st.lists(st.sampled_from([
    VALID, "943 476 5919", "jo@nhs.net", "0113 496 0000", "LS1 4AP", "DOB 12/03/1964", "2016", "about", ",", "(0)", "+"
]), max_size=8))  # fmt: skip
def test_nothing_that_is_found_is_left_by_the_mask(parts: list[str]) -> None:
    assert found(masked(" ".join(parts))) == []


def test_long_texts_are_looked_at_soon() -> None:
    texts = [
        "a" * 100_000,
        "0" * 100_000,
        "1 " * 50_000,
        "a@" * 50_000,
        "0 (" * 30_000,
        "12 " * 30_000,
        "born " * 20_000,
    ]
    started = time.monotonic()
    for text in texts:
        personal_data(text)
    assert time.monotonic() - started < 20
