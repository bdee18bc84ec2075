"""The box “This is not personal” is there only once something was found, and stays where it was ticked."""

from django import forms

from bodies.web.forms import InWords
from casework.actions.common import LooksPersonal, check_words
from casework.forms.words import NoPersonalData


class Typed(InWords, NoPersonalData):
    subject = forms.CharField(label="Subject", max_length=50)
    note = forms.CharField(label="Note")


def refused(form: Typed, names: dict[str, str] | None = None, **texts: str) -> str:
    """Draw the form again after the action has refused these texts."""
    assert form.is_valid()
    try:
        check_words(texts, not_personal=form.says_not_personal)
    except LooksPersonal as found:
        form.show_personal(found, names)
    return str(form)


def test_nobody_sees_the_box_before_something_was_found() -> None:
    form = Typed({"subject": "Agency staff", "note": "None"})
    assert form.is_valid()
    assert not form.says_not_personal
    assert 'type="hidden" name="not_personal"' in str(form)
    assert "This is not personal" not in str(form)


def test_what_was_found_stands_at_its_field_with_the_box_at_the_end() -> None:
    form = Typed({"subject": "Call 020 7946 0000", "note": "None"})
    drawn = refused(form, subject="Call 020 7946 0000")
    assert "“020 7946 0000” looks like a phone number" in form.errors["subject"][0]
    assert drawn.index('name="note"') < drawn.index('type="checkbox"')
    assert drawn.count('name="not_personal"') == 1


def test_a_ticked_box_lets_the_words_pass_and_stays_ticked_while_others_are_wrong() -> None:
    ticked = {"subject": "Call 020 7946 0000", "not_personal": "on"}
    assert Typed(ticked | {"note": "None"}).is_valid()
    form = Typed(ticked | {"note": ""})
    assert not form.is_valid()
    assert "checked" in str(form)


def test_a_field_that_the_form_has_not_is_told_above_it() -> None:
    form = Typed({"subject": "Agency staff", "note": "None"})
    refused(form, {"words": "note"}, words="Born 1 May 1950", elsewhere="a.b@example.org")
    assert "date of birth" in form.errors["note"][0]
    assert "e-mail address" in form.non_field_errors()[0]
