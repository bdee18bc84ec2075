"""The form of how anybody reaches a body."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from bodies.contacts import SAID
from bodies.models import Contact
from bodies.web.forms import InWords

LONGEST = 2000  # characters
TELEPHONE = re.compile(r"\+?[0-9][0-9 ()-]{5,}( ?(ext\.?|extension|option) ?[0-9]{1,6})?", re.IGNORECASE)
WEB_PAGE = "Enter a web page that begins with http:// or https://, like https://www.example.org/complaints"


def _words(label: str, hint: str, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        **more,
    )  # fmt: skip


def _email(label: str) -> forms.EmailField:
    return forms.EmailField(
        label=label, max_length=254, required=False, help_text="Of an office, not of a person",
        widget=forms.TextInput(attrs={"inputmode": "email", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"invalid": f"Enter an {label.replace('E', 'e', 1)}, like office@example.org"},
    )  # fmt: skip


def _page(label: str) -> forms.URLField:
    return forms.URLField(
        label=label, max_length=500, required=False, assume_scheme="https", error_messages={"invalid": WEB_PAGE},
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip


class ContactForm(InWords, forms.Form):
    """Everything may be left empty: the public page then says that it is not recorded yet."""

    attend = _words(
        "How can anyone attend?", "Where meetings are announced, whether to book, what there is for access needs"
    )
    ask = _words("How can anyone ask a question?", "In which form, and how long before the meeting")
    ask_to = forms.CharField(
        label="Post or office that takes questions", max_length=120, required=False,
        help_text="For example, Governance office. Not a person’s name",
    )  # fmt: skip
    ask_email = _email("E-mail address for questions")
    inform = _words(
        "How can anyone request information?", "For example, that a request must be in writing and give a name"
    )
    inform_email = _email("E-mail address for requests")
    inform_address = forms.CharField(
        label="Postal address for requests", max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    inform_page = _page("Web page about requests")
    complain = _words("How can anyone complain?", "To whom, and who helps with it")
    complain_email = _email("E-mail address for complaints")
    complain_phone = forms.CharField(
        label="Telephone number for complaints", max_length=40, required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off", "width": 20}),
    )  # fmt: skip
    complain_page = _page("Web page about complaints")
    expected = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    SECTIONS = (
        ("Attend a meeting held in public", ("attend",)),
        ("Ask a question at a meeting", ("ask", "ask_to", "ask_email")),
        ("Request information", ("inform", "inform_email", "inform_address", "inform_page")),
        ("Complain", ("complain", "complain_email", "complain_phone", "complain_page")),
    )

    @classmethod
    def of(cls, contact: Contact | None) -> dict[str, Any]:
        """What the form holds when it is opened."""
        if contact is None:
            return {"expected": 0}
        return {"expected": contact.version} | {name: getattr(contact, name) for name in SAID}

    def clean_complain_phone(self) -> str:
        number: str = self.cleaned_data["complain_phone"]
        if number and not TELEPHONE.fullmatch(number):
            raise forms.ValidationError("Enter a telephone number, like 01632 960 001", code="invalid")
        return number

    def clean_inform_page(self) -> str:
        return self._web_page("inform_page")

    def clean_complain_page(self) -> str:
        return self._web_page("complain_page")

    def _web_page(self, name: str) -> str:
        url: str = self.cleaned_data[name]
        if url and not url.lower().startswith(("http://", "https://")):
            raise forms.ValidationError(WEB_PAGE, code="invalid")
        return url

    def said(self) -> dict[str, str]:
        """What was typed, with line breaks of one kind."""
        return {name: self.cleaned_data[name].replace("\r\n", "\n") for name in SAID}
