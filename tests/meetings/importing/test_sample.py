"""The real list of meetings imports whole, and what each of the special ones says is right as at the import's date."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client

from bodies import clock, tasks
from bodies.access import Role
from bodies.imports import running
from bodies.models import Body, Import
from duties.models import Obligation
from meetings.models import Meeting
from meetings.reading import facts_of
from tests.factories import make_member
from tests.meetings.importing.kit import fates, upload

pytestmark = pytest.mark.django_db
SAMPLE = Path(settings.BASE_DIR) / "meetings" / "data" / "sample_meetings.csv"
AS_AT = date(2026, 1, 12)


@pytest.fixture
def register(monkeypatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: AS_AT)
    call_command("load_register", verbosity=0)


def of(code: str, on: date) -> Meeting:
    return Meeting.objects.select_related("body").get(body__code=code, on=on)


def fact(meeting: Meeting, key: str) -> str:
    found = facts_of([meeting], AS_AT)[meeting.pk]
    return next(one.sentence for one in found if one.key == key)


@pytest.mark.usefixtures("register")
class TestAtTheConsole:
    def test_it_imports_whole_and_again_changes_nothing(self, capsys) -> None:
        call_command("import_meetings", str(SAMPLE))
        assert "as at 12 January 2026: 24 new, 0 changed, 0 already here." in capsys.readouterr().out
        before = list(Meeting.objects.values())
        call_command("import_meetings", str(SAMPLE))
        assert "0 new, 0 changed, 24 already here." in capsys.readouterr().out
        assert list(Meeting.objects.values()) == before
        assert not Obligation.objects.late(AS_AT).exists()

    def test_the_special_ones_say_what_their_pages_said(self) -> None:
        call_command("import_meetings", str(SAMPLE), verbosity=0)
        assert Meeting.objects.published(AS_AT).count() == 24
        put_off = of("07J", date(2019, 11, 29))
        assert (put_off.state, put_off.kind) == ("postponed", "primary_care")
        assert "postponed" in fact(put_off, "held") and "pre-election period" in fact(put_off, "held")
        pandemic = of("01T", date(2020, 11, 13))
        assert (pandemic.state, pandemic.place, pandemic.presents_year) == ("held", "Online", 2019)
        assert pandemic.source_note == "for 2019/20; later than usual because of the pandemic"
        teams = of("15M", date(2022, 1, 13))
        assert (teams.place, teams.quorate) == ("Online (Microsoft Teams)", True)
        assert (of("93C", date(2020, 6, 18)).starts, of("93C", date(2020, 6, 18)).ends) == (time(14), time(16))
        cancelled = of("QYG", date(2024, 5, 30))
        assert cancelled.label == "Board, 30 May 2024"
        assert (cancelled.state, cancelled.state_why) == ("cancelled", "general election of 4 July 2024")
        liverpool = of("99A", date(2015, 12, 8))
        assert (liverpool.starts, liverpool.public_present) == (time(13), 6)
        assert liverpool.place == "Boardroom, The Department, Lewis's Building"
        approval = of("QYG", date(2024, 6, 20))
        assert (approval.what, approval.in_public) == ("Annual report approval", None)
        assert liverpool.taken_from == "Taken from sample_meetings.csv, as at 12 January 2026."

    def test_where_the_source_is_silent_it_is_not_recorded(self) -> None:
        call_command("import_meetings", str(SAMPLE), verbosity=0)
        scheduled = of("01E", date(2018, 3, 29))
        assert fact(scheduled, "held") == "Whether it was held is not recorded."
        for meeting in Meeting.objects.exclude(state__in=("postponed", "cancelled")).select_related("body"):
            for key in ("notice", "papers", "minutes"):
                assert "ot recorded" in fact(meeting, key), (meeting, key)

    def test_as_at_an_earlier_day_later_facts_are_refused_each_with_its_row(self, capsys) -> None:
        with pytest.raises(CommandError, match="16 rows are to mend: nothing was imported"):
            call_command("import_meetings", str(SAMPLE), "--as-at", "2016-10-17")
        told = capsys.readouterr().err
        assert "Row 4: Status: 27 September 2018 has not come yet" in told
        assert "Row 19: Body: There is no body with the code “QE1”" in told
        assert not Meeting.objects.exists()
        call_command("import_meetings", str(SAMPLE), "--as-at", "2016-10-17", "--skip-faults")
        assert "8 new, 0 changed, 0 already here, 16 refused." in capsys.readouterr().out
        call_command("import_meetings", str(SAMPLE))
        assert "16 new, 0 changed, 8 already here." in capsys.readouterr().out

    def test_what_is_no_list_or_no_day_is_refused_in_words(self, tmp_path) -> None:
        with pytest.raises(CommandError, match="cannot be read"):
            call_command("import_meetings", str(tmp_path / "none.csv"))
        (tmp_path / "birds.csv").write_text("bird\nheron\n")
        with pytest.raises(CommandError, match=r"birds\.csv: .*titles of the columns"):
            call_command("import_meetings", str(tmp_path / "birds.csv"))
        with pytest.raises(CommandError, match="has not come yet"):
            call_command("import_meetings", str(SAMPLE), "--as-at", "2099-01-01")
        with pytest.raises(CommandError, match="write it as 2016-10-17"):
            call_command("import_meetings", str(SAMPLE), "--as-at", "soon")


@pytest.mark.usefixtures("register")
def test_who_leads_all_its_bodies_imports_it_on_the_page(monkeypatch) -> None:
    monkeypatch.setattr(tasks.run_import_task, "delay", lambda pk: None)
    monkeypatch.setattr(running, "PAUSE", 0)
    codes = {line.split(",")[0] for line in SAMPLE.read_text().splitlines()[1:]}
    user = make_member(Role.LEAD, Body.objects.get(code="10H")).user
    for body in Body.objects.filter(code__in=codes):
        make_member(Role.LEAD, body, user=user)
    client = Client()
    client.force_login(user)
    imported = upload(client, content=SAMPLE.read_bytes(), name="sample_meetings.csv")
    assert fates(imported) == ["new"] * 24
    client.post(f"/imports/{imported.pk}/confirm/")
    running.run(imported.pk, today=AS_AT)
    assert Import.objects.get().finished_at is not None and Meeting.objects.count() == 24
    assert fates(upload(client, content=SAMPLE.read_bytes())) == ["here"] * 24
