"""People by their post: on a record stands who acted as what, not who they are."""

from __future__ import annotations

from collections.abc import Collection

from bodies.models import Membership, User
from duties.models import Obligation
from evidence.models import Submission

SYSTEM = "The tracker"


class Posts:
    """The posts of some people as they concern an obligation, or several, where given; one query for all of them."""

    def __init__(self, people: Collection[User], *obligations: Obligation) -> None:
        self._names = {person.pk: person.name for person in people}
        self._posts: dict[int, str] = {}
        bodies = {pk for obligation in obligations for pk in (obligation.body_id, obligation.held_by_id)}
        rows = Membership.objects.filter(user__in=self._names).select_related("office").order_by("from_on", "pk")
        # Their post in a body of these obligations first, then at NHS England, then any other; the latest of each.
        for row in sorted(rows, key=lambda row: (row.body_id in bodies, row.office_id is not None)):
            tells_office = row.office is None or row.office.name in row.post
            self._posts[row.user_id] = row.post if tells_office else f"{row.post}, {row.office.name}"

    def of(self, user_id: int | None) -> str:
        """Somebody's post, else their name; no id means that the system did it."""
        if user_id is None:
            return SYSTEM
        return self._posts.get(user_id) or self._names.get(user_id, "Somebody")


def who_decided(submission: Submission) -> str:
    """The post of who decided a round."""
    decided_by = submission.decided_by
    return Posts([decided_by] if decided_by else [], submission.obligation).of(submission.decided_by_id)
