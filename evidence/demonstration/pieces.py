"""What becomes of evidence after it was sent in, at the sign-ins' body. Done through the real actions."""

from __future__ import annotations

from datetime import date, timedelta

from bodies.access import reach_of
from bodies.models import Body, User
from duties.models import Obligation
from evidence import actions
from evidence.carrying import carried
from evidence.demonstration.asides import INVENTED
from evidence.demonstration.people import DOMAIN, HOME
from evidence.models import Evidence


def tell(*, today: date) -> None:
    """One piece that was replaced and shared, one used for a second duty, one confirmed again."""
    lead = User.objects.get(email=f"lead@{DOMAIN}")
    home = Body.objects.get(code=HOME)
    _replace(home, lead, today)
    _use_again(lead, today)
    _confirm_again(lead, today)


def _replace(home: Body, lead: User, today: date) -> None:
    """The report that was published had a page missing; its newer version is shared with a neighbour."""
    old = Evidence.objects.filter(obligations=_ours("annual-report-publish", 2015)).current().first()
    if old is None:
        return
    content = actions.Content(url=f"https://{HOME.lower()}.{DOMAIN}/annual-report-publish/2015-with-page-31")
    newer = actions.supersede(
        evidence=old, keeper=home, content=content, title=f"{old.title}, with page 31"[:200], about_on=old.about_on,
        why=f"Page 31 was missing. {INVENTED}", by=lead, today=today, invented=True,
    )  # fmt: skip
    neighbour = Body.objects.open_on(today).exclude(pk=home.pk).exclude(joined_on=None).order_by("code").first()
    if neighbour is not None:
        actions.share(evidence=newer, keeper=home, body=neighbour, by=lead, today=today)


def _use_again(lead: User, today: date) -> None:
    """The constitution proves another duty too."""
    constitution = Evidence.objects.filter(obligations=_ours("constitution-contents", 2016)).current()
    actions.use_again(obligation=_ours("governing-body-exists", 2016), evidence=constitution, by=lead, today=today)


def _confirm_again(lead: User, today: date) -> None:
    """Last year's evidence of the first standing duty that the body certifies still holds."""
    reach = reach_of(lead, today)
    standing = Obligation.objects.for_pages().open().filter(body__code=HOME, year=2016, proof="certified")
    for row in standing.filter(gathering_on=None, not_applicable_asked_on=None).order_by("pk"):
        uses = carried(row, reach, today)
        if uses:
            words = f"No later version was approved. {INVENTED}"
            actions.confirm_again(obligation=row, uses=uses, words=words, by=lead, today=today)
            actions.certify(obligation=row, done_on=today - timedelta(1), note="", by=lead, today=today, invented=True)
            return


def _ours(slug: str, year: int) -> Obligation:
    """The obligation of the sign-ins' body that is about a year."""
    return Obligation.objects.get(body__code=HOME, duty__slug=slug, period_year=year, period="")
