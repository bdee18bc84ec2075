"""The course of a case: what happened, in order, and what its clock says after each event. Pure: no Django, no clock.

A case is the day it was received and a set of dated events. Everything else follows: where it stands, by when what is
due, whether it was in time. So it makes no difference in which order the events were entered or put right.
"""

from casework.course.complaints import ComplaintCourse, complaint_course
from casework.course.events import Entry, Event, Impossible, Kept
from casework.course.requests import RequestCourse, request_course

__all__ = [
    "ComplaintCourse",
    "Entry",
    "Event",
    "Impossible",
    "Kept",
    "RequestCourse",
    "complaint_course",
    "request_course",
]
