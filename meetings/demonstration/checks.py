"""What the lay member of the sign-ins' body checked: one question that waits for its answer, and one that is public."""

from __future__ import annotations

from datetime import date

from bodies.models import User
from meetings.actions.checking import agree, answer_question, check_meeting
from meetings.demonstration.telling import INVENTED, Teller
from meetings.models import Meeting, Question
from meetings.points import points
from meetings.reading_questions import held_of


def tell(teller: Teller, lay: User, year: dict[date, Meeting]) -> None:
    """Let the lay member check two meetings, each with one question."""
    july, september = year[date(2016, 7, 21)], year[date(2016, 9, 15)]
    _check(july, lay, date(2016, 8, 1), f"Were the papers on our site, or sent by e-mail alone? {INVENTED}")
    question = Question.objects.get(meeting=july)
    answer_question(
        question=question, text=f"On our site, on 12 July {INVENTED}", by=teller.lead, today=date(2016, 8, 4)
    )
    agree(question=question, as_body=False, by=lay, today=date(2016, 8, 5))
    agree(question=question, as_body=True, by=teller.lead, today=date(2016, 8, 8))
    _check(september, lay, date(2016, 10, 12), f"The finance report came late. Had members time to read it? {INVENTED}")


def _check(meeting: Meeting, lay: User, on: date, asks: str) -> None:
    """Every point true, but a question about the papers."""
    meeting.refresh_from_db()
    keys = [point.key for point in points(held_of(meeting, on), "attended")]
    answers = {key: asks if key == "papers" else "" for key in keys}
    check_meeting(meeting=meeting, how="attended", answers=answers, note="", by=lay, today=on)
