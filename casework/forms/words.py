"""The box “This is not personal”, for every form whose words are looked at before they are kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from casework.actions.common import LooksPersonal

BOX = "not_personal"
LABEL = "This is not personal"
HINT = "Tick it only if nothing that was found could lead to a person: the number of a switchboard, say"


class NoPersonalData(forms.Form):
    """Mix in after InWords: adds the box, which nobody sees until something that looks personal was found.

        class SubjectForm(InWords, NoPersonalData): ...

        try:
            change_request(..., not_personal=form.says_not_personal)
        except LooksPersonal as found:
            form.show_personal(found)  # and the page is drawn again, with what was typed

    The actions look at the words (`casework.actions.common.check_words`); the form shows what they found.
    """

    not_personal = forms.BooleanField(label=LABEL, help_text=HINT, required=False, widget=forms.HiddenInput)

    @property
    def says_not_personal(self) -> bool:
        """Whether the box was ticked; only of a form that is valid."""
        return bool(self.cleaned_data.get(BOX))

    def full_clean(self) -> None:
        """Keep a box that was ticked in sight while other answers are put right."""
        super().full_clean()
        if self.is_bound and self.cleaned_data.get(BOX):
            self._reveal()

    def show_personal(self, refusal: LooksPersonal, names: Mapping[str, str] | None = None) -> None:
        """Show what looks personal at its fields, and the box. `names`: field of the action → field of the form."""
        self._reveal()
        for told, ones in refusal.found.items():
            name = (names or {}).get(told, told)
            each = "; ".join(dict.fromkeys(one.sentence for one in ones))
            words = f"{each}. Take it out, or tick “{LABEL}” below"
            self.add_error(name if name in self.fields else None, words)

    def _reveal(self) -> None:
        """Draw the box, as the last question of the form."""
        box: Any = self.fields.pop(BOX)
        box.widget = forms.CheckboxInput()
        self.fields[BOX] = box
