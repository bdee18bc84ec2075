"""The name a body bore on a day."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from bodies.models import Body, BodyName
from bodies.register_loading import name_of_the_day

pytestmark = pytest.mark.usefixtures("small_register")


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2015, 4, 1), "NHS Gimel CCG"),
        (date(2017, 3, 31), "NHS Gimel CCG"),
        (date(2017, 4, 1), "NHS Beta CCG"),
        (date(2023, 1, 1), "NHS Beta CCG"),
    ],
)
def test_the_name_of_a_day(day, name):
    assert Body.objects.get(code="B1").name_on(day) == name


def test_prefetched_names_cost_no_statement(django_assert_num_queries):
    bodies = list(Body.objects.prefetch_related("names"))
    with django_assert_num_queries(0):
        assert {body.name_on(date(2016, 10, 17)) for body in bodies} >= {"NHS Gimel CCG", "NHS Alpha CCG"}


@pytest.mark.parametrize(
    "facts",
    [
        {"kind": "spelling", "from_on": "2015-04-01"},
        {"kind": "name"},
        {"kind": "name", "from_on": "2015-04-01"},
        {"kind": "name", "from_on": "2015-04-01", "to_on": "2015-03-31"},
    ],
)
def test_the_database_keeps_names_dated_and_spellings_undated(facts):
    with pytest.raises(IntegrityError, match="body_name_has_days_and_a_spelling_none"), transaction.atomic():
        BodyName.objects.create(body=Body.objects.get(code="A1"), name="NHS Other CCG", **facts)


@pytest.mark.parametrize("words", ["gimel", "Betta", "b1", "nhs gimel"])
def test_a_body_is_found_by_its_code_and_by_any_of_its_names(words):
    assert [body.code for body in Body.objects.search(words)] == ["B1"]


def test_a_rename_that_has_not_happened_is_not_known() -> None:
    beta = Body.objects.get(code="B1")
    assert (beta.name, beta.last_name) == ("NHS Gimel CCG", "NHS Beta CCG")
    assert name_of_the_day(date(2017, 3, 31)) == 0
    assert name_of_the_day(date(2017, 4, 1)) == 1
    beta.refresh_from_db()
    assert beta.name == "NHS Beta CCG"
