"""The answers of a form that travel on, hidden, with the page on which they are confirmed."""

from django.http import QueryDict

NOT_ANSWERS = ("csrfmiddlewaretoken", "shown", "change")


def travelling(posted: QueryDict) -> list[tuple[str, str]]:
    """Every answer as name and value, each value of a question with several; buttons and tokens stay behind."""
    return [(name, value) for name, values in posted.lists() if name not in NOT_ANSWERS for value in values]
