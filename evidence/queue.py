"""The review queue as an assurer asks for it: filters of the address, how long things wait, who looks at what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.http import QueryDict
from django.utils import timezone

from bodies.access import Reach
from bodies.models import Body, Office, User
from bodies.web.asked import key_of
from bodies.web.text import time_of_day
from duties.catalogue import THEMES
from evidence.models import Submission
from evidence.people import Posts
from evidence.querysets import SubmissionQuerySet, in_places

OTHER = "other"  # the theme of duties that have none of the six
THEME_SLUGS = {theme.replace(" ", "-"): theme for theme in THEMES} | {OTHER: ""}
KINDS: dict[str, tuple[str, Q]] = {
    "first": ("First round", Q(number=1, reopens=None, call_in=None)),
    "again": ("Came again", Q(number__gt=1, reopens=None, call_in=None)),
    "reopened": ("Re-opened", Q(reopens__isnull=False)),
    "called": ("Called in", Q(call_in__isnull=False)),
}
CLAIMED = {"nobody": "Nobody", "mine": "Me", "others": "Somebody else"}
LONGEST = 3650  # days


@dataclass(frozen=True)
class Wanted:
    """What the address asks of the queue; what is no such question is as if it was not asked."""

    region: str = ""
    body: str = ""
    theme: str = ""
    kind: str = ""
    claimed: str = ""
    longer: int = 0  # days

    @classmethod
    def read(cls, given: QueryDict) -> Wanted:
        asked = {name: given.get(name, "") for name in ("region", "body", "theme", "kind", "claimed")}
        known = {"theme": THEME_SLUGS, "kind": KINDS, "claimed": CLAIMED}
        for name, value in asked.items():
            if not (value in known[name] if name in known else value.isalnum()):
                asked[name] = ""
        return cls(**asked, longer=min(key_of(given.get("longer", "")) or 0, LONGEST))

    @property
    def address(self) -> str:
        """The same as the last part of an address, "?kind=again"; empty where nothing is asked."""
        asked = {field.name: getattr(self, field.name) for field in fields(self) if getattr(self, field.name)}
        return f"?{urlencode(asked)}" if asked else ""

    def of(self, found: SubmissionQuerySet, by: User, today: date) -> SubmissionQuerySet:
        """Those of the queue that are asked for."""
        if self.region:
            office = Office.objects.filter(code=self.region).first()
            found = found.filter(in_places([office], today, "obligation__")) if office else found.none()
        if self.body:
            found = found.filter(Q(obligation__body__code=self.body) | Q(obligation__held_by__code=self.body))
        if self.theme:
            found = found.filter(obligation__duty__theme=THEME_SLUGS[self.theme])
        if self.kind:
            found = found.filter(KINDS[self.kind][1])
        if self.claimed:
            held = Q(claimed_at__gt=timezone.now() - Submission.CLAIM_LASTS)
            found = found.filter(
                {
                    "nobody": Q(claimed_at=None) | ~held,
                    "mine": held & Q(claimed_by=by),
                    "others": held & ~Q(claimed_by=by),
                }[self.claimed]
            )
        if self.longer:
            found = found.filter(sent_on__lt=today - timedelta(self.longer))
        return found


@dataclass(frozen=True)
class Waits:
    """How many rounds wait, and for how many days: the longest of all, and the one in the middle."""

    count: int = 0
    longest: int = 0
    median: int = 0


def waits_of(found: QuerySet[Submission], today: date) -> Waits:
    """How long these wait, by the day on which each was sent in; one statement, a row for each day."""
    by_day = sorted(found.order_by().values_list("sent_on").annotate(Count("pk")))
    count = sum(number for _, number in by_day)
    reached, middle = 0, today
    for sent_on, number in by_day:
        reached += number
        if 2 * reached >= count:
            middle = sent_on
            break
    return Waits(count, (today - by_day[0][0]).days, (today - middle).days) if by_day else Waits()


def with_first_sending(found: SubmissionQuerySet) -> SubmissionQuerySet:
    """With the day on which what keeps its place was sent in first, as `first_sent_on`."""
    same_place = Submission.objects.filter(obligation=OuterRef("obligation"), queued_at=OuterRef("queued_at"))
    return found.annotate(first_sent_on=Subquery(same_place.order_by("number").values("sent_on")[:1]))


def bodies_in(found: QuerySet[Submission]) -> list[tuple[str, str]]:
    """The bodies of these, by name: code and name."""
    keys = found.order_by().values("obligation__body")
    return list(Body.objects.filter(pk__in=keys).order_by("name").values_list("code", "name"))


def regions_of(reach: Reach, today: date) -> list[tuple[str, str]]:
    """The regions that the reader can choose among; none for somebody of one region only."""
    regions = Office.objects.filter(kind=Office.Kind.REGION)
    if reach.is_national():
        here = Q(bodies__from_on__lte=today) & (Q(bodies__to_on=None) | Q(bodies__to_on__gte=today))
        return list(regions.filter(here).order_by("name").distinct().values_list("code", "name"))
    own = [(m.office.code, m.office.name) for m in reach.offices() if m.office]
    return own if len(own) > 1 else []


def who_looks(rounds: Iterable[Submission], by: User, now: datetime) -> dict[int, str]:
    """Who looks at which of these rounds and since when, in words; one statement."""
    held = [one for one in rounds if one.is_claimed(now)]
    posts = Posts([one.claimed_by for one in held if one.claimed_by])
    return {one.pk: _looks(one, by, posts) for one in held}


def _looks(one: Submission, by: User, posts: Posts) -> str:
    assert one.claimed_at is not None
    since = time_of_day(timezone.localtime(one.claimed_at))
    if one.claimed_by_id == by.pk:
        return f"You have looked at this since {since}"
    return f"{posts.of(one.claimed_by_id)} has looked at this since {since}"
