"""The small demonstration built once for a class of tests, its people, and records of two bodies to reach for."""

from __future__ import annotations

import shutil
import tempfile
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.test import Client, TestCase, override_settings
from django.urls import URLResolver, get_resolver, reverse

from bodies.models import Body, User
from duties import actions as duty_actions
from duties.models import Obligation
from evidence import actions, files
from evidence.demonstration.people import DOMAIN, HOME
from evidence.models import Evidence, Submission
from tests.evidence import sample_files as sample
from tests.house.demonstration import TODAY, build

# Who tries: everybody's sign-in without the domain. "" is nobody, "nothing" somebody signed in without a role.
PEOPLE = (
    "", "nothing", "lead", "contributor", "lay", "region", "national", "administrator", "lead.07m", "assurer.y56",
)  # fmt: skip
# The sign-ins' body in the South, and one of London: whose unpublished records must not meet.
OURS, THEIRS = HOME, "07M"
OVER = "9" * 4301  # more digits than Python turns into a number
NO_IDS: tuple[Any, ...] = (0, 2**31, 2**63, 2**70)


@dataclass(frozen=True)
class Records:
    """What one body has: a duty gathering with a draft, one sent in and waiting, one certified, one asked about."""

    body: Body
    gathering: Obligation
    draft: Evidence
    waiting: Obligation
    sent: Evidence
    round: Submission
    certified: Obligation
    asked: Obligation
    secrets: tuple[str, ...]  # what nobody out of reach may read
    draft_words: tuple[str, ...]  # what nobody but those who work on it may read

    def arguments(self, name: str) -> list[object]:
        """What the address of this name takes to be about this body."""
        one, draft, sent = self.gathering.pk, self.draft.pk, self.sent.pk
        by_hand = {
            "evidence:add_kind": [one, "statement"], "evidence:change_draft": [one, draft],
            "evidence:remove_draft": [one, draft], "evidence:certify": [self.certified.pk],
            "evidence:publish": [self.waiting.pk, sent], "evidence:unpublish": [self.waiting.pk, sent],
            "evidence:decide_not_applicable": [self.asked.pk], "evidence:review": [self.round.pk],
            "evidence:file": [draft], "register:evidence": [sent], "register:file": [sent],
            "register:body": [self.body.code], "register:duty": [self.gathering.duty.slug],
            "desk:open_by_hand": [self.body.code], "desk:name_holder": [self.body.code],
            "assurance:cell": [self.body.code, "constitution"],
            "desk:review_month": [self.body.code], "desk:withdraw_holiday": ["2016-10-31"],
            "account_reset_password_from_key": ["1", "abc-def"],
        }  # fmt: skip
        return by_hand.get(name) or [one if kind == "int" else "x" for kind in _parameters()[name]]

    def address(self, name: str) -> str:
        return reverse(name, args=self.arguments(name))


@cache
def _parameters() -> dict[str, list[str]]:
    """The kinds of what every address takes, by name."""
    found: dict[str, list[str]] = {}

    def walk(patterns: list[Any], namespace: str) -> None:
        for one in patterns:
            if isinstance(one, URLResolver):
                walk(one.url_patterns, f"{namespace}{one.namespace}:" if one.namespace else namespace)
            else:
                kinds = [type(kind).__name__ for kind in one.pattern.converters.values()]
                kinds += [""] * (one.pattern.regex.groups - len(kinds))
                found[f"{namespace}{one.name}"] = ["int" if kind == "IntConverter" else "" for kind in kinds]

    walk(get_resolver().url_patterns, "")
    return found


WITHOUT_OBJECT = {"evidence:queue", "evidence:confirm_many"}


@override_settings(DEMONSTRATION=True)
class SmallDemonstration(TestCase):
    """Builds the demonstration and the records of OURS and THEIRS once; every test finds them as they were."""

    __test__ = False
    folder: str
    ours: Records
    theirs: Records

    @classmethod
    def setUpClass(cls) -> None:
        cls.folder = tempfile.mkdtemp(prefix="tracker-people-")
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.enterClassContext(override_settings(MEDIA_ROOT=cls.folder))
        super().setUpClass()

    @classmethod
    def setUpTestData(cls) -> None:
        build()
        User.objects.create_user(f"nothing@{DOMAIN}", None, name="Nobody in particular")
        cls.ours = _records(OURS, lead="lead", contributor="contributor")
        cls.theirs = _records(THEIRS, lead="lead.07m", contributor="lead.07m")

    def setUp(self) -> None:
        self.enterContext(override_settings(MEDIA_ROOT=self.folder))  # tests/conftest.py gives each test its own

    def browser(self, who: str) -> Client:
        """The browser of one of PEOPLE. An error of ours comes back as 500, as it would to them."""
        client = Client(raise_request_exception=False)
        if who:
            client.force_login(user(who))
        return client


def user(who: str) -> User:
    return User.objects.get(email=f"{who}@{DOMAIN}")


def ask(client: Client, method: str, address: str, *given: Any, **more: Any) -> HttpResponse:
    """Ask, and undo whatever that wrote, signing out too."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        answer = getattr(client, method)(address, *given, **more)
        transaction.set_rollback(True)
    client.cookies = cookies
    if answer.streaming:
        b"".join(answer.streaming_content)  # read to its end, so that the file is closed
    return answer


def _records(code: str, *, lead: str, contributor: str) -> Records:
    body = Body.objects.get(code=code)
    still_open = Obligation.objects.answered_by(body).open().owed_by_body().opened_by(TODAY).select_related("duty")
    untouched = still_open.filter(gathering_on=None, sent_back_on=None, duty__public_facing="yes").order_by("pk")
    gathering, waiting, asked = untouched.filter(proof="reviewed").exclude(duty__category="Finance")[:3]
    secret = f"hush-{code.lower()}"
    draft = _draft(gathering, contributor, f"{secret}-draft-title", sample.PDF + secret.encode(), f"{secret}-name.pdf")
    sent = _draft(waiting, contributor, f"{secret}-sent-title", sample.PDF + b"sent" + secret.encode(), "sent.pdf")
    sender, told = user(contributor), {"today": TODAY, "invented": True}
    actions.send_in(obligation=waiting, done_on=TODAY, note=f"{secret}-note", by=sender, **told)
    duty_actions.ask_not_applicable(obligation=asked, why=f"{secret}-why", by=user(lead), today=TODAY)
    sent.refresh_from_db()
    return Records(
        body, gathering, draft, waiting, sent, waiting.submissions.get(decision=""),
        untouched.filter(proof="certified").exclude(duty__category="Finance")[0], asked,
        secrets=(f"{secret}-",), draft_words=(f"{secret}-draft-title", f"{secret}-name.pdf"),
    )  # fmt: skip


def _draft(obligation: Obligation, who: str, title: str, content: bytes, name: str) -> Evidence:
    received = files.receive([content], name=name)
    return actions.add_evidence(
        obligation=obligation, content=actions.Content(received=received, file_name=name), title=title,
        about_on=date(2016, 9, 30), by=user(who), today=TODAY, invented=True,
    )  # fmt: skip
