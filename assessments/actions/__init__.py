"""Every write to assessments: one transaction each, its audit row inside."""

from assessments.actions.common import ChangedMeanwhile, version_of
from assessments.actions.consulting import add_board, remove_board, say_no_board
from assessments.actions.moderating import agree, moderate_again, propose, send_back
from assessments.actions.publishing import comment, publish, send_to_body
from assessments.actions.writing import Judged, begin, choose_evidence, correct, discard, write

__all__ = [
    "ChangedMeanwhile", "Judged", "add_board", "agree", "begin", "choose_evidence", "comment", "correct", "discard",
    "moderate_again", "propose", "publish", "remove_board", "say_no_board", "send_back", "send_to_body", "version_of",
    "write",
]  # fmt: skip
