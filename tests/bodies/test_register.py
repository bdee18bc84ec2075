"""The register's files: what is sound, and the one error for each thing that is not."""
# ruff: noqa: E501 - one fault a line

from datetime import date
from pathlib import Path

import pytest

from bodies import models, register
from bodies.csvfile import DataFileError
from bodies.register import digest_of, read_register

BODY = "A1,NHS Alpha CCG,ccg,2013-04-01,2015-03-31,,,,"


def replace(folder: Path, file: str, line: int, text: str | None) -> None:
    """Put a text in the place of one line (counted from 1), or take it away; a line after the last is added."""
    lines = (folder / file).read_text(encoding="utf-8").splitlines()
    lines[line - 1 : line] = [] if text is None else [text]
    (folder / file).write_text("\n".join(lines) + "\n", encoding="utf-8")


def fault(folder: Path) -> DataFileError:
    with pytest.raises(DataFileError) as caught:
        read_register(folder)
    return caught.value


def test_the_small_register_is_sound(small_folder):
    read = read_register(small_folder)
    assert list(read.bodies) == ["A1", "A2", "B1", "S1", "I1", "I2"]
    assert read.bodies["A1"].closed_on == date(2015, 3, 31)


def test_the_real_register_is_sound_and_whole(read_once):
    read, _ = read_once
    kinds = [body.kind for body in read.bodies.values()]
    assert (kinds.count("ccg"), kinds.count("icb")) == (248, 48)
    scopes = [(edge.kind, edge.scope) for edge in read.successions]
    assert len(scopes) == 267
    assert [kind for kind, _ in scopes].count("ccg_merger") == 142
    assert [kind for kind, _ in scopes].count("ccg_to_icb") == 109


def test_every_body_that_closed_was_followed(read_once):
    read, _ = read_once
    closed = {code for code, body in read.bodies.items() if body.closed_on}
    assert closed == {edge.predecessor for edge in read.successions}


@pytest.mark.parametrize(
    ("code", "day", "office"),
    [
        ("13T", date(2015, 4, 1), "Y54"),  # blank in the source: its predecessors' region
        ("14L", date(2017, 4, 1), "Y54"),
        ("14L", date(2019, 4, 1), "Y62"),
        ("99P", date(2018, 3, 31), "Y57"),
        ("99P", date(2018, 4, 1), "Y58"),
        ("02Q", date(2022, 6, 30), "Y63"),
        ("99J", date(2020, 3, 31), "Y59"),
    ],
)
def test_the_region_of_a_day(read_once, code, day, office):
    read, _ = read_once
    places = [p for p in read.places if p.body == code and p.kind == "region" and p.from_on <= day]
    [found] = [p.office for p in places if p.to_on is None or p.to_on >= day]
    assert found == office


def test_adjacent_rows_of_one_region_are_one_row(read_once):
    read, _ = read_once
    [london] = [p for p in read.places if p.body == "07P" and p.kind == "region"]
    assert (london.office, london.from_on, london.to_on) == ("Y56", date(2013, 4, 1), date(2021, 3, 31))


def test_area_teams_are_those_of_the_first_two_years(read_once):
    read, _ = read_once
    teams = [place for place in read.places if place.kind == "area_team"]
    assert len(teams) == 211
    assert {(team.from_on, team.to_on) for team in teams} == {(date(2013, 4, 1), date(2015, 3, 31))}


FAULTS = {
    "a code twice": ("bodies.csv", 8, BODY, 8, "code", "stands already on line 2"),
    "an office's code twice": ("offices.csv", 7, "Y1,,North,region,NHSE,,,", 7, "code", "stands already on line 3"),
    "a code in small letters": ("bodies.csv", 2, BODY.replace("A1", "a1"), 2, "code", "capital letters"),
    "no code": ("bodies.csv", 2, BODY.replace("A1", ""), 2, "code", "must not be empty"),
    "no such day": ("bodies.csv", 2, BODY.replace("2013-04-01", "2013-04-31"), 2, "opened_on", "is not a date"),
    "a day written otherwise": ("bodies.csv", 2, BODY.replace("2013-04-01", "01/04/2013"), 2, "opened_on", "2016-12-31"),
    "no opening": ("bodies.csv", 2, BODY.replace("2013-04-01", ""), 2, "opened_on", ""),
    "closed before opened": ("bodies.csv", 2, BODY.replace("2015", "2012"), 2, "closed_on", "after the opening"),
    "an unknown kind": ("bodies.csv", 2, BODY.replace("ccg", "pct"), 2, "kind", "'pct' is not known here"),
    "a name too long": ("bodies.csv", 2, BODY.replace("Alpha", "A" * 160), 2, "name", "longer than 160"),
    "an ONS code amiss": ("bodies.csv", 2, f"{BODY[:-3]}38000001,,,", 2, "ons_code", "E38000042"),
    "a website with its scheme": ("bodies.csv", 2, f"{BODY[:-2]}https://a.uk,,", 2, "website", "host only"),
    "a month amiss": ("bodies.csv", 2, f"{BODY[:-1]}2020-13,", 2, "website_as_at", "2020-08"),
    "a column too few": ("bodies.csv", 1, "code,name,kind,opened_on,closed_on,ons_code,website,note", 1, "website_as_at", "missing"),
    "a column too many": ("names.csv", 1, "body,name,kind,from_on,to_on,why", 1, "why", "not known here"),
    "a cell too few": ("names.csv", 3, "B1,NHS Betta CCG,spelling", 3, "from_on", "has 3 cells"),
    "a name of an unknown body": ("names.csv", 3, "ZZ,NHS Zed CCG,spelling,,", 3, "body", "no row in bodies.csv"),
    "a spelling with a day": ("names.csv", 3, "B1,NHS Betta CCG,spelling,2015-04-01,", 3, "from_on", "no dates"),
    "a name without a day": ("names.csv", 2, "B1,NHS Gimel CCG,name,2015-04-01,", 2, "to_on", ""),
    "a name twice": ("names.csv", 4, "B1,NHS Betta CCG,spelling,,", 4, "name", "already on line 3"),
    "two names at once": ("names.csv", 4, "B1,NHS Dalet CCG,name,2017-03-31,2018-03-31", 4, "from_on", "line 2"),
    "a name before the opening": ("names.csv", 2, "B1,NHS G CCG,name,2015-03-31,2017-03-31", 2, "from_on", "opened later"),
    "the last name as a former one": ("names.csv", 2, "B1,NHS G CCG,name,2017-04-01,2022-06-30", 2, "to_on", "stands in bodies.csv"),
    "an office under nobody": ("offices.csv", 3, "Y1,,North,region,,,,", 3, "parent", "must not be empty"),
    "an office under an unknown one": ("offices.csv", 3, "Y1,,North,region,ZZ,,,", 3, "parent", "no row in offices.csv"),
    "a region under a region": ("offices.csv", 3, "Y1,,North,region,Y2,,,", 3, "parent", "must be 'national'"),
    "a nation under another": ("offices.csv", 2, "NHSE,,NHS England,national,Y1,,,", 2, "parent", "has no parent"),
    "a place of an unknown body": ("body_offices.csv", 2, "ZZ,region,Y1,2013-04-01,", 2, "body", "no row in bodies.csv"),
    "a place in an unknown office": ("body_offices.csv", 2, "A1,region,ZZ,2013-04-01,2015-03-31", 2, "office", "offices.csv"),
    "an area team called a region": ("body_offices.csv", 2, "A1,region,Q1,2013-04-01,2015-03-31", 2, "office", "not 'region'"),
    "a local office": ("body_offices.csv", 2, "A1,local_office,L1,2013-04-01,2015-03-31", 2, "kind", "not known here"),
    "a place before the opening": ("body_offices.csv", 2, "A1,region,Y1,2013-03-31,2015-03-31", 2, "from_on", "opened later"),
    "a place after the closing": ("body_offices.csv", 2, "A1,region,Y1,2013-04-01,2015-04-01", 2, "to_on", "closed before"),
    "a place that stays open": ("body_offices.csv", 2, "A1,region,Y1,2013-04-01,", 2, "to_on", "closed before"),
    "a place that ends first": ("body_offices.csv", 2, "A1,region,Y1,2013-04-01,2013-03-31", 2, "to_on", "before the first day"),
    "a place in an office not yet open": ("body_offices.csv", 2, "A1,region,Y2,2013-04-01,2015-03-31", 2, "from_on", "Y2 opened later"),
    "a place in an office that closed": ("body_offices.csv", 8, "I1,region,Y2,2022-07-01,", 8, "to_on", "Y2 closed before"),
    "two regions on one day": ("body_offices.csv", 5, "B1,region,Y1,2015-04-01,2018-04-01", 6, "from_on", "line 5"),
    "an area team after March 2015": ("body_offices.csv", 10, "B1,area_team,Q1,2015-04-01,2015-06-30", 10, "to_on", "to 2015-03-31"),
    "a day in no region": ("body_offices.csv", 6, "B1,region,Y2,2018-04-02,2022-06-30", 6, "from_on", "no region from 2018-04-01"),
    "no region at the start": ("body_offices.csv", 2, "A1,region,Y1,2013-04-02,2015-03-31", 2, "from_on", "from 2013-04-01"),
    "no region at the end": ("body_offices.csv", 6, "B1,region,Y2,2018-04-01,2022-06-29", 6, "to_on", "from 2022-06-30"),
    "no region ever": ("body_offices.csv", 3, None, 3, "code", "no region in body_offices.csv"),
    "an unknown predecessor": ("successions.csv", 2, "ZZ,B1,2015-04-01,ccg_merger,whole,", 2, "predecessor", "no row"),
    "an unknown successor": ("successions.csv", 2, "A1,ZZ,2015-04-01,ccg_merger,whole,", 2, "successor", "no row"),
    "not the day after": ("successions.csv", 2, "A1,B1,2015-03-31,ccg_merger,whole,", 2, "effective_on", "closed, 2015-04-01"),
    "a successor not yet open": ("successions.csv", 2, "A1,I1,2015-04-01,ccg_to_icb,whole,", 2, "effective_on", "I1 opened later"),
    "a successor that had closed": ("successions.csv", 4, "B1,A1,2022-07-01,ccg_merger,whole,", 4, "effective_on", "A1 had closed"),
    "a body that follows itself": ("successions.csv", 4, "B1,B1,2022-07-01,ccg_merger,whole,", 4, "effective_on", "B1 had closed"),
    "an open body taken whole": ("successions.csv", 7, "I2,I1,2026-04-01,icb_reorganisation,whole,", 7, "predecessor", "I2 is still open"),
    "two that took it whole": ("successions.csv", 7, "B1,I2,2022-07-01,ccg_to_icb,whole,", 7, "scope", "took B1 whole (line 4)"),
    "whole and in part": ("successions.csv", 7, "B1,I2,2022-07-01,ccg_to_icb,part,", 7, "scope", "took B1 whole (line 4)"),
    "one part only": ("successions.csv", 6, None, 5, "scope", "each other part"),
    "a succession twice": ("successions.csv", 7, "S1,I2,2022-07-01,ccg_to_icb,part,", 7, "successor", "already"),
    "a merger into a board": ("successions.csv", 4, "B1,I1,2022-07-01,ccg_merger,whole,", 4, "kind", "of kind 'icb'"),
    "a share amiss": ("successions.csv", 5, "S1,I1,2022-07-01,ccg_to_icb,part,0.4", 5, "share", "write a share as 9/507"),
    "a part that is the whole": ("successions.csv", 5, "S1,I1,2022-07-01,ccg_to_icb,part,5/5", 5, "share", "'part'"),
    "a part greater than the whole": ("successions.csv", 5, "S1,I1,2022-07-01,ccg_to_icb,part,6/5", 5, "share", "'part'"),
    "a whole that is a part": ("successions.csv", 4, "B1,I1,2022-07-01,ccg_to_icb,whole,4/5", 4, "share", "'whole'"),
    "an unknown scope": ("successions.csv", 4, "B1,I1,2022-07-01,ccg_to_icb,most,", 4, "scope", "not known here"),
}  # fmt: skip


@pytest.mark.parametrize(("file", "line", "text", "at", "column", "words"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_names_its_file_line_and_column(small_folder, file, line, text, at, column, words):
    replace(small_folder, file, line, text)
    found = fault(small_folder)
    expected_file = "bodies.csv" if column == "code" and file == "body_offices.csv" else file
    assert (found.file, found.line, found.column) == (expected_file, at, column)
    assert words in found.message


def test_two_places_one_after_the_other_in_any_order_are_sound(small_folder):
    replace(small_folder, "body_offices.csv", 5, "B1,region,Y2,2018-04-01,2022-06-30")
    replace(small_folder, "body_offices.csv", 6, "B1,region,Y1,2015-04-01,2018-03-31")
    read_register(small_folder)


def test_text_that_is_not_utf_8(small_folder):
    (small_folder / "names.csv").write_bytes(b"body,name,kind,from_on,to_on\nB1,caf\xe9,spelling,,\n")
    found = fault(small_folder)
    assert (found.file, found.line) == ("names.csv", 2)


def test_a_missing_file(small_folder):
    (small_folder / "names.csv").unlink()
    assert fault(small_folder).file == "names.csv"
    with pytest.raises(DataFileError, match=r"names\.csv"):
        digest_of(small_folder)


def test_the_digest_changes_with_any_file(small_folder):
    seen = {digest_of(small_folder)}
    for name in register.COLUMNS:
        with (small_folder / name).open("a", encoding="utf-8") as file:
            file.write("\n")
        seen.add(digest_of(small_folder))
    assert len(seen) == 1 + len(register.COLUMNS)


def test_kinds_and_limits_are_those_of_the_database():
    assert sorted(register.OFFICE_KINDS) == sorted(models.Office.Kind.values)
    assert sorted(register.BODY_KINDS) == sorted(models.Body.Kind.values)
    assert sorted(register.NAME_KINDS) == sorted(models.BodyName.Kind.values)
    assert sorted(register.SUCCESSION_KINDS) == sorted(models.Succession.Kind.values)
    assert sorted(register.SCOPES) == sorted(models.Succession.Scope.values)
    assert {
        "office name": models.Office._meta.get_field("name").max_length,
        "body name": models.Body._meta.get_field("name").max_length,
        "website": models.Body._meta.get_field("website").max_length,
        "share": models.Succession._meta.get_field("share").max_length,
    } == register.LIMITS
    assert models.BodyName._meta.get_field("name").max_length == register.LIMITS["body name"]
