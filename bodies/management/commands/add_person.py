"""Make an account, or extend one, by a role in a body or in an office of NHS England."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from bodies import clock
from bodies.access import Role
from bodies.actions import Refused, give_role, open_account
from bodies.models import Body, Office, User


class Command(BaseCommand):
    help = "Make an account, or extend the one with this address, by a role in a body or in an office of NHS England."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the person's e-mail address, by which they sign in")
        parser.add_argument("--name", help="how colleagues know them (needed for a new account)")
        parser.add_argument("--post", required=True, help="such as “Complaints manager”")
        parser.add_argument("--role", required=True, choices=[role.value for role in Role])
        place = parser.add_mutually_exclusive_group(required=True)
        place.add_argument("--body", metavar="CODE", help="the ODS code of the body, such as 00C")
        place.add_argument("--office", metavar="CODE", help="the code of the office, such as NHSE or Y54")
        parser.add_argument("--from", dest="from_on", metavar="DATE", type=_day, help="its first day (default: today)")
        parser.add_argument("--password-stdin", action="store_true", help="read the password from standard input")

    def handle(self, *, email: str, name: str | None, post: str, role: str, **options: Any) -> None:
        today = clock.today()
        place = _place(options["body"], options["office"])
        password = sys.stdin.readline().rstrip("\r\n") if options["password_stdin"] else None
        if password == "":
            raise CommandError("Standard input held no password.")
        if not name and not User.objects.filter(email=email.strip().lower()).exists():
            raise CommandError("A new account needs --name.")
        try:
            with transaction.atomic():
                user, is_new = open_account(email=email, name=name or "", password=password, by=None, today=today)
                membership, given = give_role(
                    user=user,
                    role=Role(role),
                    place=place,
                    post=post,
                    from_on=options["from_on"] or today,
                    by=None,
                    today=today,
                )
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{'Made' if is_new else 'Found'} the account of {user.email}.")
        where = place.name_on(today) if isinstance(place, Body) else place.name
        what = f"{Role(role).label} of {where} from {membership.from_on:%-d %B %Y}, as {membership.post}."
        self.stdout.write(what if given else f"Nothing to add: already {what}")
        if password is not None:
            self.stdout.write("The password is set.")
        elif not user.has_usable_password():
            self.stdout.write("No password yet: they choose one by asking for a reset on the sign-in page.")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date; write it as 2016-12-31") from None


def _place(body: str | None, office: str | None) -> Body | Office:
    if body is not None:
        found: Body | Office | None = Body.objects.filter(code=body.upper()).first()
    else:
        found = Office.objects.filter(code=(office or "").upper()).first()
    if found is None:
        kind, code = ("body", body) if body is not None else ("office", office)
        raise CommandError(f"No {kind} has the code {code!r}. Has the register been loaded (manage.py load_register)?")
    return found
