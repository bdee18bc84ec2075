"""Say how to sign in to the demonstration."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from bodies.models import Membership
from evidence.demonstration.people import PASSWORD, SIGN_INS


class Command(BaseCommand):
    help = "List the demonstration's sign-ins."

    def handle(self, **options: Any) -> None:
        emails = [sign_in.email for sign_in in SIGN_INS]
        rows = Membership.objects.filter(user__email__in=emails).select_related("user", "body", "office")
        found = {row.user.email: row for row in rows}
        if not found:
            self.stdout.write("There is no demonstration here.")
            return
        self.stdout.write(f"Sign in with the password {PASSWORD} as:")
        for email in emails:
            self.stdout.write(f"  {email:<36} {found[email].post}, {found[email].body or found[email].office}")
