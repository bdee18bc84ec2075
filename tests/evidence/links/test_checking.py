"""Published links are looked at politely, what is found is written down, and what is gone is flagged."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from unittest.mock import Mock

import pytest
from django.db import connection
from django.db.models import Max
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bodies import clock
from bodies.models import AuditEntry
from duties.flags import clear_flag, raise_flag
from duties.models import Flag, Obligation
from evidence import tasks
from evidence.links import checking, watching
from evidence.links.asking import Answer, NotReached
from evidence.links.judging import Look, Outcome
from evidence.models import Evidence, EvidenceUse, LinkCheck, LinkHost, LinkWatch
from tests.evidence.links.site import moved, page, status, way
from tests.factories import make_obligation
from tests.register.kit import make_evidence, use_for

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
SEEN = Look(Outcome.SEEN, status=200, digest="a" * 64)
MISSED = Look(Outcome.MISSING, "not_found", 404)


def days(count: int) -> date:
    return DAY + timedelta(count)


def make_link(obligation: Obligation | None = None, url: str = "https://trust.example/minutes", **more) -> Evidence:
    given = {"title": "Minutes", "kind": "link", "url": url, "published_on": date(2026, 3, 1)} | more
    return make_evidence(obligation or make_obligation(), **given)


def keep_up(today: date = DAY) -> int:
    return watching.keep_up(today, timezone.now())


@pytest.fixture
def watched() -> LinkWatch:
    link = make_link()
    keep_up()
    return link.link


def look(watch: LinkWatch, found: Look, day: date) -> LinkWatch:
    checking.record(watch, found, today=day, now=timezone.now())
    watch.refresh_from_db()
    return watch


def flags(obligation: Obligation) -> list[tuple[date, date | None]]:
    return list(obligation.flags.filter(kind=Flag.Kind.GONE).order_by("since_on").values_list("since_on", "cleared_on"))


def due_now() -> None:
    LinkWatch.objects.update(next_at=timezone.now() - timedelta(seconds=1))


# Which links are watched ---------------------------------------------------------------------------------------------


def test_a_published_link_is_watched_once_and_nothing_else_is() -> None:
    link = make_link()
    make_evidence(make_obligation(), title="A statement")
    make_link(published_on=None)
    embargoed = make_link()
    Evidence.objects.filter(pk=embargoed.pk).update(published_on=days(5), withheld="audit", withheld_until=days(5))
    assert keep_up() == 1 and keep_up() == 0
    assert LinkWatch.objects.get().evidence == link
    assert keep_up(days(5)) == 1  # its embargo is over


def test_what_is_no_longer_published_is_watched_no_more_and_flagged_no_more(watched) -> None:
    row = watched.evidence.obligations.get()
    look(look(watched, MISSED, DAY), MISSED, days(1))
    assert flags(row) == [(DAY, None)]
    Evidence.objects.update(published_on=None, published_by=None, publish_decided_on=None)
    keep_up(days(3))
    assert not LinkWatch.objects.exists() and flags(row) == [(DAY, days(3))]
    assert LinkCheck.objects.exists()  # what was seen stays on record


def test_what_was_superseded_or_withdrawn_is_watched_no_more(watched) -> None:
    newer = make_link(watched.evidence.obligations.get(), supersedes=watched.evidence, supersedes_why="A new one")
    keep_up()
    assert LinkWatch.objects.get().evidence == newer
    Evidence.objects.filter(pk=newer.pk).update(
        withdrawn_on=DAY, withdrawn_by=newer.added_by, withdrawn_why="Wrong", published_on=None, published_by=None,
        publish_decided_on=None,
    )  # fmt: skip
    keep_up()
    assert not LinkWatch.objects.exists()


def test_a_superseded_page_that_was_gone_is_flagged_no_more(watched) -> None:
    row = watched.evidence.obligations.get()
    look(look(watched, MISSED, DAY), MISSED, days(1))
    make_link(row, supersedes=watched.evidence, supersedes_why="It moved")
    keep_up(days(2))
    assert flags(row) == [(DAY, days(2))]


# What is written down ------------------------------------------------------------------------------------------------


def test_looks_that_find_the_same_are_one_spell(watched) -> None:
    for number, found in enumerate([SEEN, SEEN, MISSED, SEEN, SEEN]):
        look(watched, found, days(number))
    spells = LinkCheck.objects.values_list("outcome", "first_on", "last_on", "looks")
    assert list(spells) == [
        ("seen", DAY, days(1), 2), ("missing", days(2), days(2), 1), ("seen", days(3), days(4), 2),
    ]  # fmt: skip


def test_gone_is_flagged_on_all_that_it_proved_and_cleared_when_it_is_back(watched) -> None:
    one = watched.evidence.obligations.get()
    other = make_obligation()
    use_for(watched.evidence, other)
    look(watched, SEEN, DAY)
    look(watched, MISSED, days(1))
    assert not flags(one)
    look(watched, MISSED, days(2))
    assert flags(one) == flags(other) == [(days(1), None)]
    look(watched, MISSED, days(9))
    assert flags(one) == [(days(1), None)]
    look(watched, SEEN, days(16))
    assert flags(one) == flags(other) == [(days(1), days(16))]
    entries = AuditEntry.objects.filter(subject_kind="duties.obligation", subject_id=one.pk).order_by("pk")
    assert list(entries.values_list("verb", "domain_on", "by")) == [
        ("flagged: gone", days(2), None), ("cleared: gone", days(16), None),
    ]  # fmt: skip


def test_the_flag_stands_as_long_as_one_of_several_pages_is_gone(watched) -> None:
    row = watched.evidence.obligations.get()
    other = make_link(row, url="https://other.example/report")
    keep_up()
    look(look(watched, MISSED, DAY), MISSED, days(1))
    look(look(other.link, MISSED, days(2)), MISSED, days(3))
    assert flags(row) == [(DAY, None)]
    look(watched, SEEN, days(4))
    assert flags(row) == [(DAY, days(4)), (days(2), None)]
    look(other.link, SEEN, days(5))
    assert flags(row) == [(DAY, days(4)), (days(2), days(5))]


def test_what_is_not_sent_in_for_an_obligation_proves_nothing_for_it(watched) -> None:
    draft_for = make_obligation()
    user = watched.evidence.added_by
    EvidenceUse.objects.create(evidence=watched.evidence, obligation=draft_for, used_by=user, used_on=DAY)
    look(look(watched, MISSED, DAY), MISSED, days(1))
    assert not flags(draft_for)


def test_a_flag_that_was_lost_or_is_too_many_is_put_right_by_the_next_pass(watched) -> None:
    row = watched.evidence.obligations.get()
    look(look(watched, MISSED, DAY), MISSED, days(1))
    Flag.objects.all().delete()
    keep_up(days(2))
    assert flags(row) == [(DAY, None)]
    innocent = make_obligation()
    raise_flag(obligation=innocent, kind=Flag.Kind.GONE, since_on=DAY, by=None, today=DAY)
    keep_up(days(2))
    assert flags(innocent) == [(DAY, days(2))]


def test_a_name_that_leads_nowhere_is_believed_only_while_other_sites_answer(watched) -> None:
    nowhere = Look(Outcome.MISSING, "no_host")
    assert look(watched, nowhere, DAY).outcome == "missing"  # nobody else was asked
    other = make_link(url="https://other.example/")
    keep_up()
    look(other.link, nowhere, days(1))
    assert look(watched, nowhere, days(1)).outcome == "not_reached"
    look(other.link, SEEN, days(2))
    assert look(watched, nowhere, days(2)).outcome == "gone"


def test_unpublished_while_we_looked_changes_nothing(watched) -> None:
    gone = LinkWatch.objects.get()
    LinkWatch.objects.all().delete()
    checking.record(gone, SEEN, today=DAY, now=timezone.now())
    assert not LinkWatch.objects.exists() and not LinkCheck.objects.exists()


def test_the_sweep_s_flags_are_not_for_others(watched) -> None:
    row = watched.evidence.obligations.get()
    for kind in (Flag.Kind.LATE, Flag.Kind.SOON):
        with pytest.raises(ValueError, match="sweep"):
            raise_flag(obligation=row, kind=kind, since_on=DAY, by=None, today=DAY)
        with pytest.raises(ValueError, match="sweep"):
            clear_flag(obligation=row, kind=kind, by=None, today=DAY)
    assert not clear_flag(obligation=row, kind=Flag.Kind.GONE, by=None, today=DAY)


# Asking politely -----------------------------------------------------------------------------------------------------


def test_a_page_is_really_asked_and_seen_again_lightly(site) -> None:
    site.pages["/minutes"] = page("<p>Minutes</p>", ETag='"one"')
    link = make_link(url=site.address("/minutes"))
    keep_up()
    assert checking.check_host("127.0.0.1", way(), today=DAY) == 1
    assert (link.link.outcome, link.link.seen_on, link.link.status) == ("seen", DAY, 200)
    assert checking.check_host("127.0.0.1", way(), today=DAY) == 0  # not due before a week
    assert timedelta(6) < link.link.next_at - timezone.now() < timedelta(8)
    due_now()
    site.pages["/minutes"] = status(304)
    assert checking.check_host("127.0.0.1", way(), today=days(7)) == 1
    assert site.asked[-1][1]["If-None-Match"] == '"one"'
    assert Evidence.objects.get(pk=link.pk).link.seen_on == days(7)
    due_now()
    site.pages["/minutes"] = moved("http://169.254.169.254/latest/")
    checking.check_host("127.0.0.1", way(), today=days(14))
    assert len(site.asked) == 3


def test_one_site_is_asked_one_question_at_a_time_with_a_pause(monkeypatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr(checking.time, "sleep", slept.append)
    for number in range(checking.MOST_OF_A_HOST + 3):
        make_link(url=f"https://trust.example/{number}")
    keep_up()
    meanwhile: list[int] = []

    def ask(url: str, *_, **__) -> Answer:
        meanwhile.append(checking.check_host("trust.example", way(), today=DAY, ask=ask))
        return Answer(200)

    assert checking.check_host("trust.example", way(), today=DAY, ask=ask) == checking.MOST_OF_A_HOST
    assert set(meanwhile) == {0}
    assert slept == [checking.PAUSE] * (checking.MOST_OF_A_HOST - 1)
    assert checking.check_host("trust.example", way(), today=DAY, ask=lambda *_, **__: Answer(200)) == 3


def test_a_site_that_wants_to_be_left_alone_is(monkeypatch) -> None:
    monkeypatch.setattr(checking.time, "sleep", Mock())
    for number in range(3):
        make_link(url=f"https://trust.example/{number}")
    keep_up()
    ask = Mock(return_value=Answer(429, retry_after=7200))
    assert checking.check_host("trust.example", way(), today=DAY, ask=ask) == 1
    assert checking.check_host("trust.example", way(), today=DAY, ask=ask) == 0
    soon, later = timezone.now() + timedelta(hours=1), timezone.now() + timedelta(hours=3)
    assert checking.due_hosts(soon) == [] and checking.due_hosts(later) == ["trust.example"]


def test_a_worker_that_was_killed_holds_a_site_for_minutes_and_no_page_stands_in_the_way_of_the_others() -> None:
    make_link(url="https://trust.example/breaks-us")
    make_link(url="https://trust.example/other")
    keep_up()

    class Killed(BaseException):
        pass

    def dies(*_, **__) -> Answer:
        LinkHost.objects.update(free_at=timezone.now() + checking.LEASE)  # nobody gives it back
        raise Killed

    with pytest.raises(Killed):
        checking.check_host("trust.example", way(), today=DAY, ask=dies)
    LinkHost.objects.update(free_at=timezone.now() + checking.LEASE)
    asked: list[str] = []

    def ask(url: str, *_, **__) -> Answer:
        asked.append(url)
        return Answer(200)

    assert checking.check_host("trust.example", way(), today=DAY, ask=ask) == 0
    LinkHost.objects.update(free_at=timezone.now() - timedelta(seconds=1))
    assert checking.check_host("trust.example", way(), today=DAY, ask=ask) == 1
    assert asked == ["https://trust.example/other"]
    assert LinkWatch.objects.aggregate(last=Max("next_at"))["last"] > timezone.now()


def test_the_longest_due_sites_come_first_and_only_so_many() -> None:
    for number in range(5):
        make_link(url=f"https://site{number}.example/")
    keep_up()
    for number, watch in enumerate(LinkWatch.objects.order_by("-pk")):
        LinkWatch.objects.filter(pk=watch.pk).update(next_at=timezone.now() - timedelta(hours=10 - number))
    assert checking.due_hosts(timezone.now(), at_most=2) == ["site4.example", "site3.example"]


def test_no_answer_is_tried_again_after_a_day(watched) -> None:
    def ask(*_, **__) -> Answer:
        raise NotReached("time")

    checking.check_host("trust.example", way(), today=DAY, ask=ask)
    watched.refresh_from_db()
    assert (watched.outcome, watched.why, watched.missing_on) == ("not_reached", "time", None)
    assert timedelta(hours=24) < watched.next_at - timezone.now() < timedelta(hours=26)


# The tasks -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def sent(monkeypatch) -> list[str]:
    """The sites for which a task was sent."""
    found: list[str] = []
    monkeypatch.setattr(tasks.look_at_host, "apply_async", lambda args, **_: found.extend(args))
    monkeypatch.setattr(clock, "today", lambda: DAY)
    return found


def test_the_hourly_pass_sends_one_task_for_each_site_that_is_due(sent) -> None:
    make_link(url="https://one.example/a")
    make_link(url="https://one.example/b")
    make_link(url="https://two.example/")
    assert tasks.look_at_links() == {"newly watched": 3, "sites": 2}
    assert sent == ["one.example", "two.example"]


def test_in_a_demonstration_nothing_is_ever_asked_of_the_web(sent, settings) -> None:
    make_link()
    keep_up()
    settings.DEMONSTRATION = True
    assert "asks nothing of the web" in tasks.look_at_links()
    ask = Mock()
    assert checking.check_host("trust.example", way(), today=DAY, ask=ask) == 0
    assert not sent and not ask.called


def test_who_asks_says_whom_to_write_to(settings) -> None:
    settings.LINK_CHECK_CONTACT = "Bücher\r\n<me@example.org>"
    agent = checking.way().agent
    assert agent.isascii() and agent.isprintable() and "me@example.org" in agent and "AccountabilityTracker" in agent


def test_looking_costs_no_more_for_many_links_than_for_few() -> None:
    def cost(now: datetime) -> int:
        with CaptureQueriesContext(connection) as captured:
            watching.keep_up(DAY, now)
        return len(captured)

    make_link()
    keep_up()
    few = cost(timezone.now())
    for number in range(12):
        make_link(url=f"https://site{number}.example/")
    keep_up()
    assert cost(timezone.now()) == few
