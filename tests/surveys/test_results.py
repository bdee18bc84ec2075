"""Results are told once the survey has closed, by office, from five answers up, and no figure gives back another."""

from __future__ import annotations

import io
import random
from collections import Counter
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from types import SimpleNamespace

import openpyxl
import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bodies.models import Body, Office
from register.survey_rows import HEADER, sheet_of
from surveys.models import Answer, Survey
from surveys.offices import asked_bodies, offices_of, offices_with_bodies
from surveys.reading import results_of
from surveys.words import VALUES
from tests.factories import make_body, make_office
from tests.surveys.conftest import CLOSED_DAY, CLOSES_ON, OPEN_DAY, a_survey, answer, bodies_of, put_into

pytestmark = pytest.mark.django_db
ADDRESSES = ("/surveys/2016/", "/surveys/2016/Y57/", "/surveys/2016.csv", "/surveys/2016.xlsx")


def answered_by(survey: Survey, office: Office, bodies: list[Body], values: list[int]) -> None:
    for body, value in zip(bodies, values, strict=True):
        answer(survey, body, office, value)


def read(address: str) -> HttpResponse:
    return Client().get(address)


def office_of(code: str, today: date = CLOSED_DAY):
    told = results_of(2016, today)
    assert told is not None
    return next(one for one in told.offices if one.code == code)


def test_nothing_is_told_before_it_has_closed(
    place: SimpleNamespace, survey: Survey, day: Callable[[date], None]
) -> None:
    answered_by(survey, place.south, bodies_of(place.south, 6), [5, 5, 4, 4, 3, 2])
    for today in (date(2016, 10, 2), OPEN_DAY, CLOSES_ON):
        day(today)
        assert results_of(2016, today) is None
        assert {read(address).status_code for address in ADDRESSES} == {404}
    listed = read("/surveys/").content.decode()
    assert "Open" in listed and "/surveys/2016/" not in listed
    day(CLOSED_DAY)
    assert {read(address).status_code for address in ADDRESSES} == {200}
    assert "/surveys/2016/" in read("/surveys/").content.decode()


def test_five_answers_are_told_and_four_are_not(place: SimpleNamespace, survey: Survey) -> None:
    answered_by(survey, place.south, bodies_of(place.south, 5), [5, 4, 4, 2, 1])
    answered_by(survey, place.north, bodies_of(place.north, 9)[:4], [5, 4, 2, 1])
    assert office_of("Y57").is_shown and not office_of("Y54").is_shown
    assert office_of("Y57").questions[0].shares == (
        "20% or less", "about 40%", "20% or less", "20% or less", "20% or less",
    )  # fmt: skip


def test_it_is_answers_to_the_very_question_that_are_counted(place: SimpleNamespace, survey: Survey) -> None:
    """Not bodies that answered: whoever leaves a question out, or cannot say, is none of its five."""
    bodies = bodies_of(place.south, 9)
    answered_by(survey, place.south, bodies[:6], [5, 5, 4, 4, 2, 2])
    asked = list(survey.questions.all())
    of_first = Answer.objects.filter(question=asked[0]).order_by("pk")
    of_first.filter(pk__in=of_first.values("pk")[:2]).update(value=0)
    Answer.objects.filter(question=asked[1], response__body__in=bodies[:2]).delete()
    shown = [bool(one.figures) for one in office_of("Y57").questions]
    assert shown == [False, False] + [True] * (len(asked) - 2)


def test_a_draft_that_was_not_sent_counts_nowhere(place: SimpleNamespace, survey: Survey) -> None:
    bodies = bodies_of(place.south, 9)
    for body in bodies[:5]:
        answer(survey, body, place.south, 4, comment="Hush", told=True, send=body != bodies[4])
    assert not office_of("Y57").is_shown
    answer(survey, bodies[4], place.south, 4, comment="Hush", told=True)
    assert office_of("Y57").is_shown


def test_the_figures_are_those_of_plain_counting_over_all_rows(place: SimpleNamespace, survey: Survey) -> None:
    chance = random.Random(7)
    for office in (place.south, place.north):
        for body in bodies_of(office, 30)[:24]:
            for about in (office, place.centre):
                answer(survey, body, about, chance.choice([5, 4, 4, 3, 2, 1, 0]))
    rows = list(Answer.objects.select_related("question", "office"))
    for office in results_of(2016, CLOSED_DAY).offices:  # type: ignore[union-attr]
        for one in office.questions:
            mine = [row.value for row in rows if row.office.code == office.code and row.question.text == one.text]
            counts = Counter(value for value in mine if value)
            number = sum(counts.values())
            assert one.figures is not None
            for share, value in zip(one.figures.shares, VALUES, strict=True):
                edge = one.figures.coarseness.edge
                exact = Fraction(100 * counts[value], number)
                assert abs(exact - share) <= 5 or (share == edge and exact < edge) or (share == 100 - edge < exact)
            assert one.base == ("20 or more" if number >= 20 else "5 or more")


def test_comments_are_told_only_where_agreed_and_where_figures_are_and_without_a_name_or_an_order(
    place: SimpleNamespace, survey: Survey, day: Callable[[date], None]
) -> None:
    texts = ["zebra", "Mango", "apple", "kept inside", "banana"]
    for body, text in zip(bodies_of(place.south, 7), texts, strict=False):
        answer(survey, body, place.south, 3, comment=text, told=text != "kept inside")
    for body in bodies_of(place.north, 4):
        answer(survey, body, place.north, 3, comment="of a hidden office", told=True)
    day(CLOSED_DAY)
    assert office_of("Y57").comments == ("apple", "banana", "Mango", "zebra")
    assert office_of("Y54").comments == ()
    pages = "".join(read(f"/surveys/2016/{path}").content.decode() for path in ("", "Y57/", "Y54/"))
    assert "zebra" in pages and "kept inside" not in pages and "of a hidden office" not in pages
    assert not [body.name for body in Body.objects.all() if body.name in pages]


def test_of_an_office_that_is_hidden_nothing_shows_whether_or_what_anybody_answered(
    place: SimpleNamespace, survey: Survey, day: Callable[[date], None]
) -> None:
    """Every page and file is the same to the letter, whatever four bodies said, and where nobody said anything."""
    answered_by(survey, place.south, bodies_of(place.south, 8)[:6], [5, 5, 4, 4, 2, 2])
    north = bodies_of(place.north, 8)
    day(CLOSED_DAY)
    addresses = (*ADDRESSES, "/surveys/2016/Y54/", "/surveys/")

    def everything() -> list[bytes]:
        return [_plain(read(address)) for address in addresses]

    nobody = everything()
    for values in ([1, 1, 1, 1], [5, 4, 2, 0], [5, 5, 2, 1]):
        for body, value in zip(north, values, strict=False):
            answer(survey, body, place.north, value, comment="Hush", told=True)
        assert everything() == nobody
    answer(survey, north[4], place.north, 3)
    assert everything() != nobody, "the fifth is told of: else this would prove nothing"


def _plain(answer: HttpResponse) -> bytes:
    """An answer without what is new each time: the nonce of its scripts."""
    nonce = answer.headers.get("Content-Security-Policy", "").partition("nonce-")[2].partition("'")[0]
    return answer.content.replace(nonce.encode(), b"") if nonce else answer.content


def test_each_answer_is_in_one_figure_so_that_no_sum_of_figures_gives_a_hidden_one(
    place: SimpleNamespace, survey: Survey
) -> None:
    """By rank: even who knew the exact counts behind each row of the file could not make a hidden group of them."""
    chance = random.Random(11)
    london = make_office("Y56", name="London")
    for office, number in ((place.south, 9), (place.north, 4), (london, 6)):
        for body in bodies_of(office, 12)[:number]:
            answer(survey, body, office, chance.choice(VALUES))
            answer(survey, body, place.centre, chance.choice(VALUES))
    told = results_of(2016, CLOSED_DAY)
    assert told is not None
    rows = [dict(zip(HEADER, row, strict=True)) for row in sheet_of(told).rows]
    sent = list(Answer.objects.order_by("pk").values_list("office__code", "question__text"))

    def members(row: dict) -> list[int]:
        return [int((row["Code"], row["Question"]) == one) for one in sent]

    real = {(office.code, text) for office, _ in offices_with_bodies(survey) for text in {one[1] for one in sent}}
    assert {(row["Code"], row["Question"]) for row in rows} <= real, "a row that is no office’s own is a total"
    shown = [members(row) for row in rows if row["Answers"] != "Not shown"]
    hidden = [members(row) for row in rows if row["Answers"] == "Not shown" and any(members(row))]
    assert shown and hidden and all(sum(column) <= 1 for column in zip(*shown, strict=True))
    assert all(rank([*shown, one]) == rank(shown) + 1 for one in hidden)


def rank(rows: list[list[int]]) -> int:
    """The rank of a matrix, by fractions."""
    left, found = [[Fraction(cell) for cell in row] for row in rows], 0
    for column in range(len(left[0]) if left else 0):
        pivot = next((row for row in left[found:] if row[column]), None)
        if pivot is None:
            continue
        left.remove(pivot)
        left.insert(found, pivot)
        for at in range(found + 1, len(left)):
            factor = left[at][column] / pivot[column]
            if factor:
                left[at] = [one - factor * other for one, other in zip(left[at], pivot, strict=True)]
        found += 1
    return found


def test_the_files_hold_what_the_pages_tell(
    place: SimpleNamespace, survey: Survey, day: Callable[[date], None]
) -> None:
    answered_by(survey, place.south, bodies_of(place.south, 8)[:6], [5, 5, 4, 4, 2, 2])
    day(CLOSED_DAY)
    told = results_of(2016, CLOSED_DAY)
    assert told is not None
    lines = read("/surveys/2016.csv").content.decode().splitlines()
    assert len(lines) == 1 + 2 * survey.questions.count() and "about 30%" in lines[-1] and "Not shown" in lines[1]
    book = openpyxl.load_workbook(io.BytesIO(read("/surveys/2016.xlsx").content))
    cells = [[str(cell) for cell in row] for row in book.worksheets[0].values][1 : len(lines)]
    assert cells == [[str(cell) for cell in row] for row in sheet_of(told).rows]


def test_the_first_questionnaire_is_said_to_be_ours(
    place: SimpleNamespace, survey: Survey, day: Callable[[date], None]
) -> None:
    day(CLOSED_DAY)
    for address in ("/surveys/", "/surveys/2016/"):
        assert "our own wording, written for this tracker" in read(address).content.decode()


def test_what_is_no_survey_or_no_office_is_not_found(survey: Survey, place: SimpleNamespace, day) -> None:
    day(CLOSED_DAY)
    for address in ("/surveys/2015/", f"/surveys/{'9' * 300}/", "/surveys/2016/Q71/", "/surveys/2016/Y54/"):
        assert read(address).status_code == 404


def test_the_page_asks_the_same_of_the_database_whatever_it_holds(
    place: SimpleNamespace, survey: Survey, day: Callable[[date], None]
) -> None:
    answered_by(survey, place.south, bodies_of(place.south, 6), [5, 5, 4, 4, 2, 2])
    day(CLOSED_DAY)
    with CaptureQueriesContext(connection) as few:
        read("/surveys/2016/")
    day(OPEN_DAY)
    for code in ("Y54", "Y56", "Y58"):
        office = make_office(code)
        answered_by(survey, office, bodies_of(office, 6), [5, 5, 4, 4, 2, 2])
    day(CLOSED_DAY)
    with CaptureQueriesContext(connection) as many:
        read("/surveys/2016/")
    assert len(few) == len(many)


# Offices over time ----------------------------------------------------------------------------------------------------


def test_a_body_answers_about_its_area_team_to_march_2015_and_no_longer(place: SimpleNamespace) -> None:
    team = make_office("Q69", kind="area_team", name="Thames Valley Area Team", parent=place.south)
    put_into(place.body, team, date(2013, 4, 1), date(2015, 3, 31))
    last = a_survey(2014, opens_on=date(2015, 5, 5), closes_on=date(2015, 6, 30), today=date(2015, 4, 20))
    assert last.day == date(2015, 3, 31), "it is about the year, though it opens after it"
    assert [one.code for one in offices_of(place.body, last)] == ["Q69", "Y57", "NHSE"]
    assert ("Q69", 1) in [(office.code, number) for office, number in offices_with_bodies(last)]
    following = a_survey(2015, opens_on=date(2015, 10, 1), closes_on=date(2015, 12, 1), today=date(2015, 9, 1))
    assert [one.code for one in offices_of(place.body, following)] == ["Y57", "NHSE"]


def test_a_region_is_the_one_of_the_surveys_day(place: SimpleNamespace) -> None:
    later = make_office("Y59", name="South East")
    body = make_body("99Z")
    put_into(body, place.south, date(2013, 4, 1), date(2018, 3, 31))
    put_into(body, later, date(2018, 4, 1))
    survey = a_survey(2017, opens_on=date(2018, 5, 1), closes_on=date(2018, 6, 1), today=date(2018, 4, 20))
    assert [one.code for one in offices_of(body, survey)] == ["Y57", "NHSE"]
    following = a_survey(2018, opens_on=date(2018, 10, 1), closes_on=date(2018, 12, 1), today=date(2018, 9, 1))
    assert [one.code for one in offices_of(body, following)] == ["Y59", "NHSE"]


def test_how_many_bodies_could_answer_is_counted_without_asking_who_did(place: SimpleNamespace, survey: Survey) -> None:
    bodies_of(place.north, 3)
    make_body(region=place.north, joined_on=None)
    make_body(region=place.north, closed_on=date(2016, 9, 30))
    make_body(region=place.north, opened_on=date(2016, 11, 1), joined_on=date(2016, 11, 1))
    found = {office.code: number for office, number in offices_with_bodies(survey)}
    assert found == {"NHSE": 5, "Y57": 2, "Y54": 3} and asked_bodies(survey).count() == 5
