"""Every write to surveys: one transaction each, its audit row inside."""

from surveys.actions.answering import keep_answers, send_answers, take_back_answers
from surveys.actions.keeping import (
    add_question,
    change_closing,
    change_question,
    change_survey,
    remove_question,
    start_survey,
)

__all__ = [
    "add_question",
    "change_closing",
    "change_question",
    "change_survey",
    "keep_answers",
    "remove_question",
    "send_answers",
    "start_survey",
    "take_back_answers",
]
