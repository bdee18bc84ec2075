"""docs/deadlines.md publishes the vocabulary of worked cases; it is held to the rules word for word."""

from pathlib import Path

from duties.cases import COLUMNS, NOT_COVERED
from duties.clocks import RULE_INPUTS, EventRule
from duties.clocks.foi import WEEKEND
from duties.clocks.foi_clock import DAY_1, RECEIVED_THEN
from duties.inputs import Input, InputKind

TEXT = (Path(__file__).resolve().parents[2] / "docs/deadlines.md").read_text()
KINDS = {InputKind.NUMBER: "whole number", InputKind.MOMENT: "date, or date and time", InputKind.EVENTS: "list"}


def told(one: Input) -> str:
    """One input as the document tells it."""
    if one.name == WEEKEND.name:
        return f"[`{one.name}` policy]"
    kind = " or ".join(value for value, _ in one.choices) or KINDS.get(one.kind, str(one.kind))
    if one.required:
        return f"`{one.name}` {kind}"
    return f"[`{one.name}` {kind}{f', else {one.default}' if one.default is not None else ''}]"


def row(rule: EventRule) -> str:
    """One rule as the document tells it."""
    title = rule.title.removesuffix("?")
    inputs = "; ".join(told(one) for one in rule.inputs)
    sure = {"law": rule.sure, "guidance": f"{rule.sure}, guidance"}.get(rule.basis, "local policy")
    return f"| `{rule.name}` | {title} | {inputs} | {rule.gives} | {rule.section} | {sure} |"


def test_every_rule_stands_in_the_document_with_its_inputs_its_answer_and_its_section():
    missing = [row(rule) for rule in RULE_INPUTS.values() if row(rule) not in TEXT]
    assert not missing, "\n".join(missing)


def test_the_document_names_no_rule_that_there_is_not():
    named = {line.split("`")[1] for line in TEXT.splitlines() if line.startswith("| `") and line.count("|") == 7}
    assert named == set(RULE_INPUTS)


def test_the_document_names_the_columns_the_policies_and_what_is_not_covered():
    for word in (*COLUMNS, *NOT_COVERED, DAY_1, RECEIVED_THEN):
        assert f"`{word}`" in TEXT
