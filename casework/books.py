"""The two logs, each with what its pages need to know of it: one set of pages serves both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from bodies.access import Permission
from casework import words
from casework.clocks import Clock, complaint_clock, request_clock
from casework.course import ComplaintCourse, RequestCourse
from casework.keeping import COMPLAINT, REQUEST
from casework.models import Complaint, InformationRequest
from casework.next_events import Next, next_of_complaint, next_of_request
from casework.states import complaint_words, request_words
from casework.words import EventWords
from duties.words import Words
from duties.working_days import Calendars


@dataclass(frozen=True)
class Book:
    """One log: its kind, which is also the start of the names of its addresses, and who keeps it."""

    kind: str
    model: type[Any]
    permission: Permission
    title: str  # of the page
    one: str  # within a sentence: "request"
    lists: tuple[str, ...]
    relation: str  # what its cases name of these lists

    def events_of(self, case: Any) -> dict[str, EventWords]:
        """How each kind of event is told for one case of this log."""
        return words.REQUEST_EVENTS[case.law] if self.kind == REQUEST else words.COMPLAINT_EVENTS

    def state(self, course: Any, today: date) -> Words:
        return request_words(course, today) if isinstance(course, RequestCourse) else complaint_words(course, today)

    def next(self, course: Any) -> Next:
        return next_of_request(course) if isinstance(course, RequestCourse) else next_of_complaint(course)

    def clock(self, course: RequestCourse | ComplaintCourse, today: date, calendars: Calendars) -> Clock | None:
        """The clock that the case is due by; None where no clock runs."""
        if isinstance(course, RequestCourse):
            return request_clock(course, today, calendars)
        return complaint_clock(course, today, calendars)

    @property
    def plural(self) -> str:
        """The name of its list's address, and the word for many within a sentence."""
        return f"{self.one}s"


REQUESTS = Book(
    REQUEST,
    InformationRequest,
    Permission.KEEP_REQUESTS,
    "Information requests",
    "request",
    words.OF_REQUESTS,
    "topics",
)
COMPLAINTS = Book(
    COMPLAINT, Complaint, Permission.KEEP_COMPLAINTS, "Complaints", "complaint", words.OF_COMPLAINTS, "terms"
)
BOOKS = (REQUESTS, COMPLAINTS)
