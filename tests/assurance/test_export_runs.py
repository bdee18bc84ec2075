"""How exports are made: once, wholly or not at all, for who may have them on that day; and how long they are kept."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from assurance import tasks
from assurance.exports import actions, reading, running
from assurance.models import Export, ExportPart
from bodies.access import Role, reach_of
from bodies.actions import Refused
from bodies.models import AuditEntry, Membership, Notice
from tests.assurance.exporting import ask, content, make, rows
from tests.factories import TODAY, make_body, make_member, make_obligation, make_office, make_rule

DAY = timedelta(days=1)


@pytest.fixture
def two(place):
    """Two obligations, each of a body of its own."""
    rule = make_rule()
    return [make_obligation(body, rule) for body in (place.chiltern, place.kernow)]


class Killed(BaseException):
    """Not an error that anybody catches: the process is gone."""


def kill_at(monkeypatch, where: str, after: int = 0):
    """Let the process die when this function of the run is called once more than so often."""
    real, calls = getattr(running, where), []

    def dying(*args, **kwargs):
        calls.append(1)
        if len(calls) > after:
            raise Killed
        return real(*args, **kwargs)

    monkeypatch.setattr(running, where, dying)


def test_it_is_made_once_however_often_it_is_run(place, two) -> None:
    export = ask(place.assurer)
    assert [running.run(export.pk, today=TODAY) for _ in range(3)] == [True, False, False]
    assert ExportPart.objects.count() == 1
    assert AuditEntry.objects.filter(verb="made an export").count() == 1
    assert Notice.objects.filter(kind="export ready", person=place.assurer.user).count() == 1


def test_the_file_is_what_its_digest_and_size_say(place, two, monkeypatch) -> None:
    monkeypatch.setattr(running, "PART", 100)
    export = make(place.assurer)
    assert export.parts.count() > 5
    assert (len(content(export)), hashlib.sha256(content(export)).hexdigest()) == (export.size, export.sha256)
    assert export.name == "obligations-2016-17-as-at-2016-10-17.csv"


@pytest.mark.parametrize("where", ["reading", "_say", "write", "_finish", "tell"])
def test_one_that_is_killed_leaves_nothing_to_fetch_and_is_begun_anew(place, two, monkeypatch, where) -> None:
    export = ask(place.assurer)
    with monkeypatch.context() as dying:
        kill_at(dying, where)
        with pytest.raises(Killed):
            running.run(export.pk, today=TODAY)
    assert not ExportPart.objects.exists()
    assert not Export.objects.fetchable(place.assurer.user, reach_of(place.assurer.user, TODAY)).exists()
    assert not running.run(export.pk, today=TODAY)  # it may still be at it
    now = timezone.now()
    assert running.left_alone(now) == []
    Export.objects.update(claimed_at=now - running.LEASE - timedelta(seconds=1))
    assert running.left_alone(now) == [export.pk]
    assert running.run(export.pk, today=TODAY)
    export.refresh_from_db()
    assert (export.rows_done, export.runs, len(rows(export))) == (2, 2, 2)


def test_who_was_taken_for_dead_and_lives_finishes_nothing(place, two, monkeypatch) -> None:
    export, real = ask(place.assurer), running.write
    made = []

    def slow(*args):
        if not made:
            made.append(1)
            Export.objects.update(claimed_at=timezone.now() - running.LEASE - DAY)
            assert running.run(export.pk, today=TODAY)  # by another worker, meanwhile
        return real(*args)

    monkeypatch.setattr(running, "write", slow)
    assert not running.run(export.pk, today=TODAY)
    assert ExportPart.objects.count() == 1
    assert AuditEntry.objects.filter(verb="made an export").count() == 1


def test_who_was_taken_for_dead_says_nothing_of_how_far_it_is_any_more(place, two, monkeypatch) -> None:
    export, real = ask(place.assurer), running.reading

    def overtaken(*args):
        Export.objects.update(claimed_at=timezone.now() - running.LEASE - DAY)
        assert running._claim(export.pk, TODAY)  # another worker is at it, and not done yet
        return real(*args)

    monkeypatch.setattr(running, "reading", overtaken)
    assert not running.run(export.pk, today=TODAY)
    export.refresh_from_db()
    assert (export.rows_in_all, export.finished_at, export.runs) == (None, None, 2)
    assert not ExportPart.objects.exists()


def test_what_dies_each_time_is_given_up_and_says_so(place, two, monkeypatch) -> None:
    export = ask(place.assurer)
    with monkeypatch.context() as dying:
        kill_at(dying, "write")
        for _ in range(running.MOST_RUNS):
            with pytest.raises(Killed):
                running.run(export.pk, today=TODAY)
            Export.objects.update(claimed_at=timezone.now() - 2 * running.LEASE)
    assert not running.run(export.pk, today=TODAY)
    export.refresh_from_db()
    assert export.failed_why == running.GAVE_UP
    assert not export.is_waiting
    assert running.left_alone(timezone.now()) == []


def test_an_error_of_the_run_is_raised_and_the_next_run_may_go_better(place, two, monkeypatch) -> None:
    export = ask(place.assurer)
    with monkeypatch.context() as broken:
        broken.setattr(running, "write", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
        with pytest.raises(OSError, match="disk full"):
            running.run(export.pk, today=TODAY)
    Export.objects.update(claimed_at=timezone.now() - 2 * running.LEASE)
    assert tasks.go_on_with_exports() == 1
    assert ExportPart.objects.exists()


def test_a_worker_is_told_once_it_is_committed_and_beat_finds_it_if_none_was(
    place, two, monkeypatch, django_capture_on_commit_callbacks
) -> None:  # fmt: skip
    told = []
    monkeypatch.setattr(tasks.make_export, "delay", told.append)
    with django_capture_on_commit_callbacks(execute=True):
        export = ask(place.assurer)
        assert told == []
    assert told == [export.pk]
    monkeypatch.setattr("bodies.clock.today", lambda: TODAY)
    assert running.left_alone(timezone.now()) == [export.pk]
    assert [tasks.go_on_with_exports(), tasks.go_on_with_exports()] == [1, 0]
    tasks.make_export(export.pk)  # the message comes late
    assert ExportPart.objects.count() == 1
    assert tasks.purge_exports() == {"files": 0, "rows": 0}


def test_it_says_how_far_it_is_after_each_chunk(place, two, monkeypatch) -> None:
    monkeypatch.setattr(reading, "AT_A_TIME", 1)
    said, real = [], running._say
    monkeypatch.setattr(running, "_say", lambda *args, **how: (said.append(how), real(*args, **how)))
    make(place.assurer)
    assert [how.get("rows_in_all", how.get("rows_done")) for how in said] == [2, 1, 2]


def test_it_is_of_the_reach_on_the_day_it_is_made(place, two) -> None:
    export = ask(place.assurer)
    place.kernow.offices.update(to_on=TODAY - DAY)
    running.run(export.pk, today=TODAY)
    export.refresh_from_db()
    assert export.covers == ["10H"]
    assert {row["Code"] for row in rows(export)} == {"10H"}


def test_whose_role_ended_gets_nothing_made(place, two) -> None:
    export = ask(place.assurer)
    Membership.objects.filter(pk=place.assurer.pk).update(to_on=TODAY - DAY)
    assert not running.run(export.pk, today=TODAY)
    export.refresh_from_db()
    assert export.failed_why == running.NOT_REACHED


def test_it_is_there_for_who_asked_and_only_with_the_reach_that_made_it(place, two) -> None:
    regional, national = make(place.assurer), make(place.national)

    def may(member: Membership, export: Export) -> bool:
        return Export.objects.fetchable(member.user, reach_of(member.user, TODAY)).filter(pk=export.pk).exists()

    colleague = make_member(Role.ASSURER, place.south)
    assert may(place.assurer, regional) and may(place.national, national)
    assert not may(colleague, regional) and not may(place.national, regional)
    # Another region instead of one's own; a region instead of all.
    for member in (place.assurer, place.national):
        Membership.objects.filter(pk=member.pk).update(office=place.north)
    assert not may(place.assurer, regional) and not may(place.national, national)
    make_member(Role.ASSURER, place.south, user=place.assurer.user)
    assert may(place.assurer, regional)


def test_what_another_version_asked_for_says_so_in_words(place, two) -> None:
    for kind, asked in (("unheard-of", None), ("obligations", {"year": "soon"}), ("obligations", {})):
        export = ask(place.assurer)
        Export.objects.filter(pk=export.pk).update(kind=kind, asked=export.asked if asked is None else asked)
        assert not running.run(export.pk, today=TODAY)
        export.refresh_from_db()
        assert export.failed_why == running.OLD


def test_so_many_of_one_person_may_wait_and_the_same_one_waits_once(place, two) -> None:
    first = ask(place.assurer)
    assert ask(place.assurer) == first
    for kind in ("rounds", "flags"):
        ask(place.assurer, kind)
    with pytest.raises(Refused, match="3 of your exports are still being made"):
        ask(place.assurer, form="xlsx")
    assert ask(place.assurer) == first
    ask(place.national)  # nobody else waits for them
    running.run(first.pk, today=TODAY)
    assert ask(place.assurer, form="xlsx") != first


def test_nobody_asks_for_bodies_that_they_do_not_reach(place, two) -> None:
    with pytest.raises(Refused, match="You reach no body there"):
        ask(place.assurer, region="Y54")
    lead = make_member(Role.LEAD, place.chiltern)
    with pytest.raises(Refused, match="You reach no body there"):
        ask(lead)
    assert not Export.objects.exists()


def test_the_file_goes_after_a_week_and_what_is_known_of_it_after_90_days(place, two) -> None:
    export, waiting = make(place.assurer), ask(place.assurer, "rounds")
    assert export.kept_until == TODAY + 7 * DAY
    assert actions.purge(TODAY + 7 * DAY) == {"files": 0, "rows": 0}
    assert actions.purge(TODAY + 8 * DAY) == {"files": 1, "rows": 0}
    assert actions.purge(TODAY + 8 * DAY) == {"files": 0, "rows": 0}
    export.refresh_from_db()
    assert (export.purged_on, export.rows_done) == (TODAY + 8 * DAY, 2)
    assert not ExportPart.objects.exists()
    assert not Export.objects.fetchable(place.assurer.user, reach_of(place.assurer.user, TODAY)).exists()
    assert actions.purge(TODAY + 90 * DAY) == {"files": 0, "rows": 0}
    assert actions.purge(TODAY + 91 * DAY) == {"files": 0, "rows": 1}
    assert list(Export.objects.all()) == [waiting]


def test_asking_making_fetching_and_removing_are_on_record(place, two) -> None:
    export = make(place.assurer)
    actions.fetch(pk=export.pk, by=place.assurer.user, reach=reach_of(place.assurer.user, TODAY), today=TODAY)
    actions.purge(TODAY + 100 * DAY)
    verbs = AuditEntry.objects.filter(subject_kind="assurance.export").order_by("pk").values_list("verb", "by")
    by = place.assurer.user_id
    assert list(verbs) == [
        ("asked for an export", by), ("made an export", by), ("fetched an export", by), ("removed an export", None),
    ]  # fmt: skip


class TestChunks(TestCase):
    """However rows are shared out among bodies and chunks, each comes once."""

    @settings(max_examples=25, deadline=None)
    @given(
        numbers=st.lists(st.integers(0, 4), min_size=1, max_size=5),
        unheld=st.integers(0, 2),
        at_a_time=st.integers(1, 6),
    )
    def test_each_row_comes_once_and_bodies_stay_whole(self, numbers, unheld, at_a_time) -> None:
        office = make_office(name="South")
        member, rule = make_member(Role.ASSURER, office), make_rule()
        bodies = [make_body(region=office) for _ in numbers]
        for body, number in zip(bodies, numbers, strict=True):
            for subject in range(number):
                make_obligation(body, rule, subject=f"held {subject}")
        for subject in range(unheld):
            make_obligation(bodies[0], rule, subject=f"unheld {subject}", held_by=None)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(reading, "AT_A_TIME", at_a_time)
            patch.setattr("bodies.clock.today", lambda: TODAY)
            export = make(member)
        found = rows(export)
        assert len(found) == len({row["Obligation"] for row in found}) == sum(numbers) + unheld == export.rows_done
        codes = [row["Code"] for row in found]
        assert [code for at, code in enumerate(codes) if at == 0 or codes[at - 1] != code] == list(dict.fromkeys(codes))
