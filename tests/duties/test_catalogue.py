"""The catalogue: what its own files hold, and every fault that stops the reading of them."""

import csv
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

import duties
from duties.catalogue import CatalogueError, read_catalogue
from duties.catalogue_rows import DIRECTED_COLUMNS, DUTY_COLUMNS, RULE_COLUMNS, THEMES

DATA = Path(duties.__file__).parent / "data"
CATALOGUE = read_catalogue(DATA)
BY_SLUG = {duty.slug: duty for duty in CATALOGUE.duties}

DUTY = {
    "slug": "annual-report", "title": "Prepare an annual report", "category": "Annual report and accounts",
    "theme": "annual report", "tier": "core", "nature": "statute", "owed_by": "body", "public_facing": "yes",
    "evidence_kinds": "document | web address", "evidence": "The report", "checks": "Signed | Published",
    "plain": "It must report.", "notes": "", "source_codes": "S000.B6",
}  # fmt: skip
RULE = {
    "slug": "annual-report", "regime": "CCG", "from_on": "2013-04-01", "to_on": "2022-06-30", "step": "",
    "opens": "yearly", "record_kind": "", "code": "NHSE_DIRECTED:annual_report", "when": "As directed",
    "legal_basis": "NHS Act 2006 section 14Z15", "confidence": "CONFIRMED", "date_basis": "directed",
    "set_by": "NHS England", "proof": "reviewed", "voluntary": "no", "lead_days": "42",
}  # fmt: skip
DIRECTED = {
    "key": "annual_report", "year": "2016/17", "period": "", "due_on": "2017-05-31", "set_by": "NHS England",
    "source": "its letter", "confidence": "CONFIRMED",
}  # fmt: skip


def write(path: Path, columns: tuple[str, ...], rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture
def folder(tmp_path):
    """A small catalogue without a fault; called again with rows of its own it writes those instead."""

    def rewrite(duties=(DUTY,), rules=(RULE,), directed=(DIRECTED,)) -> Path:
        write(tmp_path / "duties.csv", DUTY_COLUMNS, list(duties))
        write(tmp_path / "rules.csv", RULE_COLUMNS, list(rules))
        write(tmp_path / "directed_dates.csv", DIRECTED_COLUMNS, list(directed))
        return tmp_path

    rewrite()
    return rewrite


def fault(path: Path) -> tuple[str, int, str]:
    with pytest.raises(CatalogueError) as caught:
        read_catalogue(path)
    return caught.value.file, caught.value.line, caught.value.column


# What the project's own files hold.


def test_the_whole_catalogue_is_there():
    assert len(CATALOGUE.duties) == 142
    assert Counter(duty.tier for duty in CATALOGUE.duties) == {"core": 72, "wider": 70}
    assert {duty.theme for duty in CATALOGUE.duties} == {"", *THEMES}
    assert {duty.slug for duty in CATALOGUE.duties if duty.owed_by == "nhs_england"} == {
        "nhse-annual-assessment",
        "nhse-consult-hwbs",
    }


def test_twenty_general_duties_are_lines_of_one_schedule():
    lines = {rule.slug for rule in CATALOGUE.rules if rule.opens == "schedule"}
    assert len(lines) == 20
    assert {rule.proof for rule in CATALOGUE.rules if rule.slug in lines} == {""}
    assert {rule.opens for rule in CATALOGUE.rules if rule.slug == "general-duties-schedule"} == {"yearly"}


def test_rules_of_groups_end_with_the_groups_and_those_of_boards_begin_with_the_boards():
    for rule in CATALOGUE.rules:
        if rule.regime == "CCG":
            assert rule.to_on <= date(2022, 6, 30)
        else:
            assert rule.from_on >= date(2022, 7, 1)


def test_every_duty_says_in_plain_english_what_it_means():
    for duty in CATALOGUE.duties:
        assert 40 <= len(duty.plain) <= 260, duty.slug
        assert duty.plain.endswith("."), duty.slug
        assert not re.search(r"\b(CCGs?|ICBs?|HWBs?|SI \d|s\d)\b", duty.plain), duty.slug


def test_no_mark_of_the_sources_is_left_and_the_word_breach_is_not_used():
    for row in (*CATALOGUE.duties, *CATALOGUE.rules):
        text = " ".join(str(getattr(row, name)) for name in row.__dataclass_fields__ if name != "slug")
        assert not re.search(r"\[[CR]|C:S\d|GBP|\bseed\b|\bFY\b|\bbreach", text), row.slug


def test_what_was_only_recalled_says_so():
    recalled = [rule for rule in CATALOGUE.rules if rule.confidence == "RECALLED"]
    assert recalled
    assert all("recalled, to be verified" in rule.legal_basis for rule in recalled)


def versions(slug: str, regime: str = "CCG", step: str = "") -> list[tuple[str, str, str, str]]:
    found = [rule for rule in CATALOGUE.rules if (rule.slug, rule.regime, rule.step) == (slug, regime, step)]
    return [(str(rule.from_on), str(rule.to_on or ""), rule.opens, rule.code) for rule in found]


def test_the_complaints_return_was_yearly_then_quarterly_and_is_yearly_again():
    assert versions("ko41a-return") == [
        ("2013-04-01", "2015-03-31", "yearly", "TABLE:ko41a"),
        ("2015-04-01", "2022-03-31", "quarterly", "QUARTERLY_TABLE:ko41a"),
        ("2022-04-01", "2022-06-30", "yearly", "TABLE:ko41a"),
    ]
    assert versions("ko41a-return", "ICB") == [("2022-07-01", "", "yearly", "TABLE:ko41a")]


@pytest.mark.parametrize("slug", ["equality-information", "equality-objectives"])
def test_the_equality_rules_changed_after_30_march_2017(slug):
    assert [version[:2] for version in versions(slug)] == [("2013-04-01", "2017-03-30"), ("2017-03-31", "2022-06-30")]
    old, new = [rule for rule in CATALOGUE.rules if (rule.slug, rule.regime) == (slug, "CCG")]
    assert "SI 2011/2260" in old.legal_basis
    assert "SI 2017/353" in new.legal_basis


def test_the_members_asked_for_changed_on_14_april_2022():
    found = [version[:2] for version in versions("governing-body-composition")]
    assert found == [("2013-04-01", "2022-04-13"), ("2022-04-14", "2022-06-30")]


def test_conflicts_certificates_were_quarterly_and_then_yearly():
    found = [version[:3] for version in versions("coi-self-certification")]
    assert found == [("2016-07-01", "2017-03-31", "quarterly"), ("2017-04-01", "2022-06-30", "yearly")]


def test_the_data_security_toolkit_is_dated_by_its_table():
    assert {rule.code for rule in CATALOGUE.rules if rule.slug == "ig-toolkit-dspt"} == {"TABLE:dspt"}


def test_a_boards_first_auditor_has_a_day_of_its_own():
    assert versions("auditor-appointment", "ICB", "first auditor") == [
        ("2022-07-01", "2022-09-30", "once", "ON_DATE:2022-09-30")
    ]


def test_steps_of_two_kinds_open_each_in_its_own_way():
    steps = {rule.step: rule.opens for rule in CATALOGUE.rules if rule.slug == "lay-members-independent"}
    assert steps == {"appointment": "by hand", "declaration": "yearly"}


def test_voluntary_duties_are_marked_on_every_rule():
    assert {rule.slug for rule in CATALOGUE.rules if rule.voluntary} == {"ccg-assessment-of-nhse", "stakeholder-360"}


def test_only_dates_that_were_found_are_entered():
    assert Counter(row.key for row in CATALOGUE.directed) == {
        "dspt": 9, "ko41a": 9, "accounts_draft": 1, "accounts_final": 1,
    }  # fmt: skip
    recalled = [str(row.year) for row in CATALOGUE.directed if row.confidence == "RECALLED"]
    assert recalled == ["2013/14", "2014/15", "2015/16", "2016/17", "2017/18"]


# Every fault stops it, and says where.


def test_the_small_catalogue_of_these_tests_is_sound(folder):
    catalogue = read_catalogue(folder())
    assert [duty.slug for duty in catalogue.duties] == ["annual-report"]
    assert catalogue.duties[0].checks == ("Signed", "Published")
    assert catalogue.directed[0].directed.on == date(2017, 5, 31)


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("slug", ""), ("slug", "Annual Report"), ("title", ""), ("category", "Other"), ("theme", "money"),
        ("tier", "extra"), ("nature", "habit"), ("owed_by", "somebody"), ("public_facing", "maybe"),
        ("evidence_kinds", "document | song"), ("evidence_kinds", ""), ("evidence", ""), ("checks", ""), ("plain", ""),
    ],
)  # fmt: skip
def test_a_wrong_cell_of_a_duty_is_named(folder, column, cell):
    assert fault(folder(duties=[DUTY | {column: cell}])) == ("duties.csv", 2, column)


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("slug", "no-such-duty"), ("regime", "PCT"), ("from_on", ""), ("from_on", "1 April 2013"),
        ("to_on", "2012-01-01"), ("opens", "daily"), ("record_kind", "meeting"), ("code", ""), ("code", "WHENEVER"),
        ("code", "EVENT_PLUS_DAYS:28"),
        ("code", "ON_DATE:2022-06-30"), ("code", "WITH:no-such-duty"), ("code", "BEFORE:no-such-duty"),
        ("when", ""), ("legal_basis", ""), ("confidence", "SURE"), ("date_basis", "habit"), ("date_basis", ""),
        ("date_basis", "none"), ("set_by", ""), ("proof", "sworn"), ("proof", ""), ("voluntary", "perhaps"),
        ("lead_days", ""), ("lead_days", "six weeks"),
    ],
)  # fmt: skip
def test_a_wrong_cell_of_a_rule_is_named(folder, column, cell):
    assert fault(folder(rules=[RULE | {column: cell}])) == ("rules.csv", 2, column)


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("key", "lunch"), ("year", "2016"), ("year", "2016/18"), ("period", "Q5"), ("period", "2018-04"),
        ("due_on", "soon"), ("due_on", ""), ("set_by", ""), ("source", ""), ("confidence", ""),
    ],
)  # fmt: skip
def test_a_wrong_cell_of_a_directed_date_is_named(folder, column, cell):
    assert fault(folder(directed=[DIRECTED | {column: cell}])) == ("directed_dates.csv", 2, column)


def test_a_slug_may_stand_only_once(folder):
    assert fault(folder(duties=[DUTY, DUTY])) == ("duties.csv", 3, "slug")


def test_a_duty_needs_a_rule(folder):
    assert fault(folder(duties=[DUTY, DUTY | {"slug": "another"}])) == ("duties.csv", 3, "slug")


def test_a_directed_date_may_stand_only_once(folder):
    assert fault(folder(directed=[DIRECTED, DIRECTED])) == ("directed_dates.csv", 3, "key")


def test_two_versions_of_a_step_may_not_hold_on_the_same_day(folder):
    older = RULE | {"to_on": "2017-03-31"}
    newer = RULE | {"from_on": "2017-03-31"}
    assert fault(folder(rules=[newer, older])) == ("rules.csv", 2, "from_on")


@pytest.mark.parametrize("other", [{"from_on": "2022-07-01", "to_on": ""}, {"regime": "ICB"}, {"step": "draft"}])
def test_versions_after_each_other_other_regimes_and_other_steps_do_not_overlap(folder, other):
    assert len(read_catalogue(folder(rules=[RULE, RULE | other])).rules) == 2


def test_a_version_without_an_end_overlaps_whatever_comes_later(folder):
    assert fault(folder(rules=[RULE | {"to_on": ""}, RULE | {"from_on": "2030-01-01", "to_on": ""}]))[1:] == (
        3,
        "from_on",
    )


def test_nothing_can_follow_a_duty_of_the_other_regime(folder):
    publish = RULE | {"slug": "annual-report-publish", "code": "NHSE_DIRECTED:annual_report_publish"}
    follows = RULE | {"code": "WITH:annual-report-publish"}
    both = [DUTY, DUTY | {"slug": "annual-report-publish"}]
    assert len(read_catalogue(folder(duties=both, rules=[publish, follows])).rules) == 2
    elsewhere = publish | {"regime": "ICB"}
    with pytest.raises(CatalogueError, match="line 3, column “code”: there is no CCG rule") as caught:
        read_catalogue(folder(duties=both, rules=[elsewhere, follows]))
    assert "annual-report-publish" in caught.value.message


def test_nothing_can_follow_a_duty_whose_year_the_rules_do_not_know(folder):
    both = [DUTY, DUTY | {"slug": "another"}]
    rules = [RULE, RULE | {"slug": "another", "code": "WITH:annual-report"}]
    assert fault(folder(duties=both, rules=rules)) == ("rules.csv", 3, "code")


@pytest.mark.parametrize("opens", ["rule", "schedule"])
def test_a_row_that_explains_needs_neither_basis_nor_proof_nor_code(folder, opens):
    explains = RULE | {"opens": opens, "date_basis": "none", "set_by": "", "proof": "", "code": ""}
    assert not read_catalogue(folder(rules=[explains])).rules[0].opens_obligations
    assert fault(folder(rules=[explains | {"proof": "reviewed"}])) == ("rules.csv", 2, "proof")
    assert fault(folder(rules=[explains | {"code": "WHENEVER"}])) == ("rules.csv", 2, "code")


def test_a_record_names_its_kind(folder):
    record = RULE | {"opens": "record", "record_kind": "meeting", "code": "CLEAR_DAYS_BEFORE:3"}
    assert read_catalogue(folder(rules=[record])).rules[0].record_kind == "meeting"
    assert fault(folder(rules=[record | {"record_kind": ""}])) == ("rules.csv", 2, "record_kind")


def test_once_needs_its_one_day(folder):
    once = RULE | {"opens": "once"}
    assert fault(folder(rules=[once])) == ("rules.csv", 2, "code")
    assert len(read_catalogue(folder(rules=[once | {"code": "ON_DATE:2022-06-30"}])).rules) == 1


@pytest.mark.parametrize("name", ["duties.csv", "rules.csv", "directed_dates.csv"])
def test_a_file_with_a_wrong_column_or_a_missing_cell_or_in_another_encoding_is_refused(folder, name):
    path = folder() / name
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole.replace("confidence", "certainty").replace("title", "heading"), encoding="utf-8")
    assert fault(path.parent)[:2] == (name, 1)
    path.write_text(whole.rstrip("\n").rsplit(",", 1)[0] + "\n", encoding="utf-8")
    assert fault(path.parent)[:2] == (name, 2)
    path.write_bytes(whole.encode() + b"caf\xe9\n")
    assert fault(path.parent)[:2] == (name, 3)
    path.unlink()
    assert fault(path.parent)[0] == name


def test_the_message_can_be_understood_by_itself(folder):
    with pytest.raises(
        CatalogueError, match=r"rules.csv, line 2, column “code”: the due-rule code 'WHENEVER' is not known"
    ):
        read_catalogue(folder(rules=[RULE | {"code": "WHENEVER"}]))
