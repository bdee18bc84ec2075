"""What commissioners answer when they assess NHS England back."""

from surveys.models.answers import Answer, Comment, Response
from surveys.models.questionnaires import Question, Survey

__all__ = ["Answer", "Comment", "Question", "Response", "Survey"]
