"""The disclosure log: what bodies answered to requests for information and decided to publish, in public words.

Only what is disclosed is read, and of it only the columns named in PUBLIC. A case's own subject, who holds the
information, why it was late and what was noted of its events are never asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Max, Min, Q

from bodies.history import name_as_at
from casework import words
from casework.course.request_kinds import ANSWERED
from casework.exemptions import in_words
from casework.models import InformationRequest, RequestEvent
from casework.querysets import RequestQuerySet
from duties.years import FinancialYear, years_back
from evidence.texts.words import Snippet, snippet_of, words_in
from register.reads import called

PUBLIC = (
    "body", "law", "received_on", "ended_on", "ended_how", "outcome", "disclosure_title", "disclosure_text",
    "disclosure_link", "disclosed_on", "is_invented",
)  # fmt: skip
LAWS = dict(words.LAWS)


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One entry of the log. `answered_on` is None where no answer is on record any more."""

    pk: int
    body_code: str
    body_name: str
    law: str
    law_short: str
    title: str
    text: str
    link: str
    received_on: date
    answered_on: date | None
    outcome: str
    exemptions: tuple[str, ...]
    disclosed_on: date
    is_invented: bool
    snippet: Snippet = ()

    @property
    def is_web_address(self) -> bool:
        return self.link.startswith(("http://", "https://"))


def disclosed(today: date) -> RequestQuerySet:
    """What anybody may read, with the columns that they may read: two statements for any number."""
    found = InformationRequest.objects.disclosed(today).only(*PUBLIC).select_related("body")
    return found.prefetch_related("body__names")


def one(pk: int, today: date) -> Disclosure | None:
    """One entry; None where there is none, or it was taken off."""
    return next(iter(entries(disclosed(today).filter(pk=pk), today)), None)


def entries(rows: Iterable[InformationRequest], today: date) -> list[Disclosure]:
    """Copy out of rows of `disclosed()` what is public of them; one statement more, for the exemptions."""
    found = list(rows)
    answers = RequestEvent.objects.filter(case__in=[row.pk for row in found], kind=ANSWERED)
    sections = dict(answers.values_list("case", "codes")) if found else {}
    return [_entry(row, sections.get(row.pk, []), today) for row in found]


def _entry(row: InformationRequest, sections: Iterable[str], today: date) -> Disclosure:
    was_answered = row.ended_how == ANSWERED
    return Disclosure(
        pk=row.pk,
        body_code=row.body.code,
        body_name=name_as_at(row.body, today),
        law=LAWS[row.law],
        law_short=words.LAW_SHORT[row.law],
        title=row.disclosure_title,
        text=row.disclosure_text,
        link=row.disclosure_link,
        received_on=row.received_on,
        answered_on=row.ended_on if was_answered else None,
        outcome=_outcome(row) if was_answered else "",
        exemptions=tuple(in_words(section) for section in sections) if was_answered else (),
        disclosed_on=row.disclosed_on,
        is_invented=row.is_invented,
    )


def _outcome(row: InformationRequest) -> str:
    """The outcome of the answer; what was refused and is here was disclosed after a review or a decision."""
    told = words.OUTCOME_WORDS.get(row.outcome, "")
    return told if not told or row.outcome in words.DISCLOSED else f"{told} at first, disclosed later"


def with_words(rows: RequestQuerySet, typed: str, today: date) -> RequestQuerySet:
    """Those of which every word stands in the public title or text, or names the body."""
    for word in typed.split():
        asked = Q(disclosure_title__icontains=word) | Q(disclosure_text__icontains=word)
        rows = rows.filter(asked | Q(body__in=called(word, today)))
    return rows


def hits_of(typed: str, today: date, *, most: int) -> list[Disclosure]:
    """The first so many entries with these words, the latest first, each with the place where they stand."""
    rows = with_words(disclosed(today), typed, today).order_by("-disclosed_on", "-pk")
    return marked(entries(rows[:most], today), typed)


def marked(shown: list[Disclosure], typed: str) -> list[Disclosure]:
    """The same entries, each with the place in its text where the words stand."""
    wanted = words_in(typed)
    return [replace(entry, snippet=snippet_of(entry.text, wanted)) for entry in shown] if wanted else shown


def years_of(rows: RequestQuerySet) -> list[FinancialYear]:
    """The financial years from the first in which one of these was received to the last, the latest first."""
    days = rows.order_by().aggregate(first=Min("received_on"), last=Max("received_on"))
    if days["first"] is None:
        return []
    return years_back(FinancialYear.containing(days["last"]), FinancialYear.containing(days["first"]))
