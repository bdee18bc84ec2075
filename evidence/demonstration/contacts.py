"""How anybody reaches the bodies of the demonstration: posts, and addresses that lead nowhere."""

from __future__ import annotations

from datetime import date
from random import Random

from bodies.contacts import SAID, change_contact
from bodies.models import Membership
from evidence.demonstration.people import DOMAIN, HOME

NOTE = "(Invented for the demonstration.)"
TELEPHONE = "01632 960 001"  # of the numbers that lead to nobody
WAYS = {
    "attend": ("attend",),
    "ask": ("ask", "ask_to", "ask_email"),
    "inform": ("inform", "inform_email", "inform_address", "inform_page"),
    "complain": ("complain", "complain_email", "complain_phone", "complain_page"),
}
LEFT_OUT = 0.25  # of the ways of a body that is not the sign-ins'


def record(*, today: date, seed: int) -> None:
    """Let the governance lead of every body record how to reach it; elsewhere than at home some ways are missing."""
    leads = Membership.objects.filter(role="lead", user__is_demonstration=True).select_related("user", "body")
    for lead in leads.order_by("pk"):
        assert lead.body is not None
        chance = Random(f"{seed}-contact-{lead.body.code}")
        missing = set() if lead.body.code == HOME else {way for way in WAYS if chance.random() < LEFT_OUT}
        without = {name for way in missing for name in WAYS[way]}
        said = dict.fromkeys(SAID, "") | {
            name: words for name, words in _said(lead.body.code.lower(), lead.body.name).items() if name not in without
        }
        change_contact(body=lead.body, said=said, expected=0, by=lead.user, today=today, invented=True)


def _said(code: str, name: str) -> dict[str, str]:
    site = f"{code}.{DOMAIN}"
    return {
        "attend": "Anyone may come to the part held in public; there is no need to book. Each meeting notice says "
        f"where and when. For access needs, write to the governance office a week before. {NOTE}",
        "ask": "Send your question in writing, two working days before the meeting. It is answered there or, if there "
        f"is no time, in writing. {NOTE}",
        "ask_to": "Governance office",
        "ask_email": f"questions@{site}",
        "inform": f"Write, give your name and where to send the answer, and say what you want to know. {NOTE}",
        "inform_email": f"foi@{site}",
        "inform_address": f"Freedom of Information officer\n{name}\n1 Example Street\nExampletown",
        "inform_page": f"https://{site}/freedom-of-information",
        "complain": f"Tell the complaints manager, in words or in writing. Somebody can help you with it. {NOTE}",
        "complain_email": f"complaints@{site}",
        "complain_phone": TELEPHONE,
        "complain_page": f"https://{site}/complaints",
    }
