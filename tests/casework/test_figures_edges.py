"""The figures on the first and the last day of what they count: each worked by hand, from plain rows."""

from __future__ import annotations

from datetime import date, timedelta

from casework.figures.complaints import ComplaintRow, complaint_figures
from casework.figures.ko41a import ko41a_of
from casework.figures.requests import RequestRow, request_figures

FIRST, LAST = date(2016, 7, 1), date(2016, 9, 30)
DAY = timedelta(days=1)
COMPLAINED = {"kind": "complaint", "limit_on": date(2016, 12, 31)}


def test_what_waits_for_an_answer_that_was_asked_for_too_late_is_late_and_stands_still_nowhere() -> None:
    row = RequestRow("foi", date(2016, 7, 4), limit_on=date(2016, 8, 2), waits=((date(2016, 8, 5), None),))
    figures = request_figures([row], FIRST, LAST, LAST)
    assert (figures.open_late, figures.standing, figures.open_in_time, figures.still_open) == (1, 0, 0, 1)


def test_an_acknowledgement_is_overdue_only_once_its_last_day_is_over() -> None:
    """Received on Monday 5 September, it is to be acknowledged by Thursday 8 September."""
    row = ComplaintRow(received_on=date(2016, 9, 5), acknowledge_by=date(2016, 9, 8), **COMPLAINED)
    bases = [
        complaint_figures([row], FIRST, LAST, day).acknowledged_base for day in (date(2016, 9, 8), date(2016, 9, 9))
    ]
    assert bases == [0, 1]


def test_what_ends_on_the_first_day_of_a_quarter_was_brought_forward_into_it() -> None:
    def row(ended_on: date) -> ComplaintRow:
        received_on = date(2016, 6, 1)
        return ComplaintRow(
            received_on=received_on, written_on=received_on, ended_on=ended_on, ended_how="responded", outcome="upheld",
            **COMPLAINED,
        )  # fmt: skip

    on_it, before = (ko41a_of([row(day)], FIRST, LAST, LAST) for day in (FIRST, FIRST - DAY))
    assert (on_it.brought_forward, on_it.upheld, on_it.balances) == (1, 1, True)
    assert (before.brought_forward, before.upheld, before.balances) == (0, 0, True)
