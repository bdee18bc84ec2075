"""How accounts behave: an administrator makes them, nobody signs up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm, ResetPasswordForm
from django import forms
from django.http import HttpRequest

from bodies.web.forms import InWords


class ClosedSignUp(DefaultAccountAdapter):
    """Keeps sign-up closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *more: Any, **named: Any
    ) -> None:
        """Says nothing on signing in: the header shows who is signed in, and the first screen is for what is due."""
        if message_template != "account/messages/logged_in.txt":
            super().add_message(request, level, message_template, *more, **named)


class SignInForm(InWords, LoginForm):
    """Django-allauth's form in our words. The page has its own link for a forgotten password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_email(self.fields["login"])
        self.fields["password"].help_text = ""
        self.fields["password"].error_messages["required"] = "Enter your password"


class PasswordLinkForm(InWords, ResetPasswordForm):
    """Asks for the address that a link for a new password goes to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_email(self.fields["email"])


def _name_email(field: forms.Field) -> None:
    field.label = "E-mail address"
    field.error_messages["required"] = "Enter your e-mail address"
    field.error_messages["invalid"] = "Enter an e-mail address, like name@example.nhs.uk"
