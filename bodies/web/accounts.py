"""How accounts behave: an administrator makes them, nobody signs up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ChangePasswordForm, LoginForm, ResetPasswordForm, ResetPasswordKeyForm
from django import forms
from django.db import transaction
from django.http import HttpRequest

from bodies import audit, clock
from bodies.models import User
from bodies.web.forms import InWords


class ClosedSignUp(DefaultAccountAdapter):
    """Keeps sign-up closed, and who signs in on our own pages."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *more: Any, **named: Any
    ) -> None:
        """Says nothing on signing in: the header shows who is signed in, and the first screen is for what is due."""
        if message_template != "account/messages/logged_in.txt":
            super().add_message(request, level, message_template, *more, **named)

    @transaction.atomic
    def set_password(self, user: User, password: str) -> None:
        """Set what the person chose, on the page for it or by a link that came by mail."""
        super().set_password(user, password)
        audit.record("password chosen", user, by=user, today=clock.today())

    def is_safe_url(self, url: str) -> bool:
        """Whether somebody may be sent on there after signing in; what cannot be read as an address is not safe."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count wrong passwords by account and address: who guesses from elsewhere must not lock the owner out."""
        return f"{super()._get_login_attempts_cache_key(request, **credentials)} {self.get_client_ip(request)}"


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


class NewPasswordForm(InWords, ResetPasswordKeyForm):
    """The new password of somebody who came by a link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_passwords(self)


class ChangedPasswordForm(InWords, ChangePasswordForm):
    """The new password of somebody who is signed in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_passwords(self)
        self.fields["oldpassword"].label = "Current password"
        self.fields["oldpassword"].error_messages["required"] = "Enter your current password"


def _name_passwords(form: forms.Form) -> None:
    form.fields["password1"].label = "New password"
    form.fields["password1"].error_messages["required"] = "Enter a new password"
    form.fields["password2"].label = "New password again"
    form.fields["password2"].error_messages["required"] = "Enter the new password again"


def _name_email(field: forms.Field) -> None:
    field.label = "E-mail address"
    field.error_messages["required"] = "Enter your e-mail address"
    field.error_messages["invalid"] = "Enter an e-mail address, like name@example.nhs.uk"
