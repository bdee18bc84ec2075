"""Several people at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread

from django.db import connection

from duties.actions import NotNow


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """What each of several deeds gives, or the refusal that it raised, done in threads that start together."""
    start = Barrier(len(deeds))
    answers: list[object] = [None] * len(deeds)

    def run(place: int, deed: Callable[[], object]) -> None:
        try:
            start.wait()
            answers[place] = deed()
        except NotNow as refusal:
            answers[place] = refusal
        finally:
            connection.close()

    threads = [Thread(target=run, args=[place, deed]) for place, deed in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
