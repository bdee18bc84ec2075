"""Take a leaver's name and address out of the tracker."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bodies import clock
from bodies.actions import Refused
from bodies.leaving import pseudonymise
from bodies.models import User


class Command(BaseCommand):
    help = (
        "Switch a leaver's account off for good, end their roles and calendar address, and replace their name and "
        "e-mail address by a number. What they did stays on record. This cannot be undone."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the e-mail address by which they signed in")

    def handle(self, *, email: str, **options: Any) -> None:
        user = User.objects.filter(email=email.strip().lower()).first()
        if user is None:
            raise CommandError("No account has this e-mail address.")
        try:
            left = pseudonymise(user=user, by=None, today=clock.today())
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"This account is now “{left.name}”, {left.email}, and nobody can sign in with it.")
