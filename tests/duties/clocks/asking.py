"""Ask a rule about an event, as the calculator does."""

import pytest

from duties.explain import BadInput, answer_event


def gives(rule: str, **inputs: object) -> object:
    return answer_event(rule, inputs)


def refused(rule: str, **inputs: object) -> BadInput:
    with pytest.raises(BadInput) as caught:
        answer_event(rule, inputs)
    return caught.value
