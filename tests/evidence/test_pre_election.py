"""Inside a pre-election period publishing warns and asks to be said once more; it never forbids."""

from __future__ import annotations

import shutil
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from bodies import clock
from bodies.csvfile import DataFileError
from bodies.models import AuditEntry
from evidence import actions, pre_election
from evidence.actions.publishing import DuringElection
from evidence.apps import _pre_election_periods
from evidence.models import Evidence
from evidence.pre_election import FILE, period_on, periods, read_periods
from tests.evidence.conftest import send, when
from tests.factories import TODAY

INSIDE = date(2017, 5, 2)
REFERENDUM = date(2016, 6, 1)


@pytest.fixture
def sent(world, obligation) -> Evidence:
    send(obligation, world.lead)
    return obligation.evidence.get()


def at(item: Evidence, what: str) -> str:
    return f"/obligations/{item.obligations.get().pk}/evidence/{item.pk}/{what}/"


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2015, 3, 29), None), (date(2015, 3, 30), "General election and elections to councils"),
        (date(2015, 5, 7), "General election and elections to councils"), (date(2015, 5, 8), None),
        (date(2016, 4, 13), None), (date(2016, 5, 26), None),
        (date(2016, 5, 27), "Referendum on membership of the European Union"), (date(2016, 6, 24), None),
        (date(2017, 4, 21), "Elections to councils and of mayors"),
        (date(2017, 4, 25), "General election"),  # of two the one that runs longer
        (date(2017, 6, 9), None), (date(2019, 12, 12), "General election"), (date(2020, 5, 1), None),
        (date(2024, 7, 4), "General election"), (TODAY, None),
    ],
)  # fmt: skip
def test_which_period_a_day_lies_in(day: date, name: str | None) -> None:
    period = period_on(day)
    assert (period and period.name) == name


def test_the_28_days_of_the_referendum_end_with_the_poll() -> None:
    """Political Parties, Elections and Referendums Act 2000 s125(3): "the period of 28 days ending with the date of the
    poll"."""
    found = period_on(REFERENDUM)
    assert found is not None and (found.to_on - found.from_on).days + 1 == 28


def test_every_period_names_its_source_and_what_was_not_seen_says_so() -> None:
    assert len(periods()) > 15
    for one in periods():
        assert one.source and ("to be verified" in one.sentence) is (one.confidence != "CONFIRMED")
    assert [one.from_on.year for one in periods() if one.confidence == "RECALLED"] == [2013, 2014]


@pytest.mark.parametrize(
    ("fault", "line", "column", "words"),
    [
        (lambda s: s.replace("2016-06-23", "2016-05-01"), 6, "to_on", "before the first day"),
        (lambda s: s.replace("2016-06-23", "23/6/2016"), 6, "to_on", "is not a date"),
        (lambda s: s.replace("2016-06-23", "2017-06-23"), 6, "to_on", "a hundred days"),
        (lambda s: s.replace(",RECALLED", ",GUESSED", 1), 2, "confidence", "'GUESSED' is not known"),
        (lambda s: s.replace("parts of England", "Wales", 1), 2, "area", "'Wales' is not known"),
        (lambda s: s + s.splitlines()[-1] + "\n", 19, "name", "stands already in line 18"),
        (lambda s: s.replace("2014-05-01", "2012-05-01").replace("2014-05-22", "2012-05-22"), 3, "from_on", "keep the"),
        (lambda s: s.replace("name,area", "name,place"), 1, "area", "is missing"),
    ],
)
def test_a_fault_in_the_data_names_file_line_and_column(tmp_path: Path, fault, line, column, words) -> None:
    file = tmp_path / FILE.name
    shutil.copy(FILE, file)
    file.write_text(fault(file.read_text()))
    with pytest.raises(DataFileError, match=words) as found:
        read_periods(file)
    assert (found.value.file, found.value.line, found.value.column) == (FILE.name, line, column)


def test_a_fault_in_the_data_stops_the_start(tmp_path: Path, monkeypatch) -> None:
    assert not _pre_election_periods()
    monkeypatch.setattr(pre_election, "periods", lambda: read_periods(tmp_path / "none.csv"))
    assert "none.csv, line 1" in _pre_election_periods()[0].msg


def test_publishing_inside_a_period_warns_and_asks_once_more(world, as_, sent, monkeypatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: INSIDE)
    client = as_(world.lead)
    words = "A pre-election period runs from 22 April 2017 to 8 June 2017: general election in the United Kingdom."
    page = unescape(client.get(at(sent, "publish")).content.decode())
    assert words in page and "Publish all the same" in page and "SN05262" in page
    refused = client.post(at(sent, "publish"), {"when": "now"})
    assert "Tick “Publish all the same”, or choose another day" in refused.content.decode()
    assert not Evidence.objects.published(INSIDE).exists()
    client.post(at(sent, "publish"), {"when": "now", "anyway": "on"})
    assert Evidence.objects.published(INSIDE).get() == sent
    assert "General election" in AuditEntry.objects.get(verb="published").detail["pre_election"]
    told = unescape(client.get(at(sent, "unpublish")).content.decode())
    assert "published it, knowing of the pre-election period." in told


def test_choosing_a_later_day_needs_no_tick_on_the_way(world, as_, sent, monkeypatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: INSIDE)
    assert as_(world.lead).post(at(sent, "publish"), {"when": "later"})["Location"] == at(sent, "embargo")


def test_the_day_of_an_embargo_is_looked_at_too(world, as_, sent) -> None:
    client = as_(world.lead)
    given = {"why": "future", **when("from_on", INSIDE)}
    assert "Pre-election" not in client.get(at(sent, "embargo")).content.decode()
    page = unescape(client.post(at(sent, "embargo"), given).content.decode())
    assert "A pre-election period runs from 22 April 2017" in page and "Publish all the same" in page
    assert 'value="2017"' in page  # what was typed is kept
    client.post(at(sent, "embargo"), given | {"anyway": "on"})
    sent.refresh_from_db()
    assert sent.published_on == INSIDE


def test_outside_of_any_nothing_is_asked(world, as_, sent) -> None:
    page = as_(world.lead).get(at(sent, "publish")).content.decode()
    assert "Publish all the same" not in page and "Pre-election" not in page


def test_no_way_round_the_form_publishes_unwarned(world, sent) -> None:
    with pytest.raises(DuringElection, match="22 April 2017"):
        actions.publish(evidence=sent, by=world.lead.user, today=INSIDE)
    with pytest.raises(DuringElection):
        actions.publish(evidence=sent, by=world.lead.user, today=TODAY, from_on=INSIDE, why="future")
