"""The command by which a body begins to use the tracker."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from tests.factories import make_body, make_obligation

pytestmark = pytest.mark.django_db


def test_what_is_open_is_counted_from_the_day_it_joined(capsys) -> None:
    row = make_obligation(make_body("10X", joined_on=None), due_on=date(2016, 1, 1))
    call_command("join_body", "10X", on="2016-04-01")
    row.refresh_from_db()
    assert row.tracked_from == date(2016, 4, 1)
    assert "joined on 1 April 2016; 1 of its obligations are counted" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("code", "on", "words"),
    [
        ("nobody", "2016-04-01", "No body has the code 'nobody'"),
        ("10X", "April", "write it as 2016-04-01"),
        ("10X", "2012-04-01", "does not exist on 1 April 2012"),
    ],
)
def test_what_is_wrong_is_said_in_words(code: str, on: str, words: str) -> None:
    make_body("10X", joined_on=None)
    with pytest.raises(CommandError, match=words):
        call_command("join_body", code, on=on)
