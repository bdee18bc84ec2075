"""What the demonstration tells of agreed actions: one of every state at the sign-ins' body, and all of it invented."""

from assessments.agreed import demonstration
from assessments.agreed.states import State
from assessments.models import AgreedAction
from bodies.models import Membership, User
from tests.factories import TODAY, make_body, make_office


def people(body, office):
    for role, place in (("lead", {"body": body}), ("assurer", {"office": office})):
        user, _ = User.objects.get_or_create(email=f"{role}.{place}@example.org", defaults={"is_demonstration": True})
        Membership.objects.create(user=user, role=role, post=role, from_on=body.opened_on, **place)


def test_every_state_is_told_and_each_row_is_invented(db):
    south = make_office("Y57")
    for code in ("10H", "11N"):
        people(make_body(code, region=south), south)
    make_body("07M", region=make_office("Y56"))  # nobody speaks for it
    demonstration.tell(today=TODAY)
    demonstration.follow(today=TODAY)
    home = AgreedAction.objects.filter(body__code="10H")
    assert {action.state(TODAY) for action in home} == set(State)
    assert set(AgreedAction.objects.values_list("body__code", flat=True)) == {"10H", "11N"}
    assert not AgreedAction.objects.filter(is_invented=False).exists()
