"""What follows moderation: the body is shown it and may comment, and then it is published, its embargo kept."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from assessments.actions.common import change, locked, refuse_unless, words_in
from assessments.course import SETTLED_INSIDE, State
from assessments.missing import missing_to_publish
from assessments.models import Assessment
from assessments.notices import tell_commented, tell_published, tell_shown
from assessments.settling import settle
from bodies.models import User
from bodies.web.text import date_long
from duties.actions import NotNow
from evidence.pre_election import period_on

IN_THE_PAST = "An embargo cannot end on a day that has passed. Enter today or a later day."


@transaction.atomic
def send_to_body(
    *, assessment: Assessment, comment_by_on: date, embargo_until: date | None = None, by: User, today: date
) -> Assessment:
    """Show the body what was agreed, under embargo where one is named, and ask for its comment. Raises NotNow.

    How many days it has is no law's: the assurer gives the last one.
    """
    current = locked(assessment)
    refuse_unless(current, today, State.AGREED)
    if comment_by_on < today:
        raise NotNow("The last day for the comment must be today or later.")
    if embargo_until is not None and embargo_until < today:
        raise NotNow(IN_THE_PAST)
    change(
        current, "sent an assessment to the body", by=by, today=today, said={"comment_by_on": comment_by_on},
        shown_on=today, shown_by=by, comment_by_on=comment_by_on, embargo_until=embargo_until,
    )  # fmt: skip
    tell_shown(current, today=today)
    return current


@transaction.atomic
def comment(*, assessment: Assessment, words: str, by: User, today: date) -> Assessment:
    """Keep the body's comment, in the place of an earlier one. Raises NotNow once its days are over.

    The view asks whether the person may: only the governance lead speaks for the body.
    """
    current = locked(assessment)
    refuse_unless(current, today, State.WITH_BODY, State.HEARD)
    if current.comment_by_on is None or current.comment_by_on < today:
        raise NotNow(f"The days for your comment were over on {date_long(current.comment_by_on)}.")
    said = words_in(words, "what the body has to say", needed=True)
    change(
        current, "commented on an assessment", by=by, today=today, said={}, comment=said, commented_on=today,
        commented_by=by,
    )  # fmt: skip
    tell_commented(current, by=by, today=today)
    return current


@transaction.atomic
def publish(
    *, assessment: Assessment, from_on: date | None = None, anyway: bool = False, by: User, today: date
) -> Assessment:
    """Settle that it is published: today, or by itself from a later day. Raises NotNow naming all that it lacks.

    No day before its embargo ends is taken, and one in a pre-election period only where it is said `anyway`. It
    settles what NHS England itself owes on the day of publication (`assessments.settling`), and takes the place of the
    version that it corrects.
    """
    current = locked(assessment)
    refuse_unless(current, today, *SETTLED_INSIDE)
    missing = missing_to_publish(current, list(current.consultations.all()), today)
    if missing:
        raise NotNow("Before it can be published: " + "; ".join(missing) + ".")
    day = from_on or max(today, current.embargo_until or today)
    if day < today:
        raise NotNow(IN_THE_PAST)
    if current.embargo_until is not None and day < current.embargo_until:
        raise NotNow(f"Its embargo ends on {date_long(current.embargo_until)}: nothing is public before.")
    if (election := period_on(day)) is not None and not anyway:
        raise NotNow(f"{election.sentence} Say that it is published all the same, or choose another day.")
    earlier = _locked_earlier(current)
    if earlier is not None:
        day = max(day, earlier.published_on or day)  # what it corrects was public first
        _replace(earlier, day, by, today)
    change(
        current, "published an assessment", by=by, today=today, said={"published_on": day}, published_on=day,
        published_by=by, publish_decided_on=today, embargo_until=day if day > today else current.embargo_until,
    )  # fmt: skip
    settle(current, by=by, today=today)
    tell_published(current, today=today)
    return current


def _locked_earlier(assessment: Assessment) -> Assessment | None:
    return locked(assessment.supersedes) if assessment.supersedes is not None else None


def _replace(earlier: Assessment, day: date, by: User, today: date) -> None:
    change(earlier, "replaced by a correction", by=by, today=today, said={"from": day}, superseded_on=day)
