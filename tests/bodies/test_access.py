"""Who may do what: the one access table, and how far a person reaches on a day."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from bodies.access import NOBODY, PUBLIC, ROLE_PERMISSIONS, Permission, Reach, Role, can, reach_of
from bodies.doors import DOORS
from bodies.models import Body, Membership, Office, User

TODAY = date(2016, 10, 17)


def body(code: str) -> Body:
    return Body.objects.prefetch_related("offices").get(code=code)


def reach(
    role: Role, code: str, day: date = TODAY, *, from_on: date = date(2013, 4, 1), to_on: date | None = None
) -> Reach:
    """What a new person may do on a day who holds one role in one body or office."""
    user = User.objects.create_user(f"{role.value}@example.org", name="A post")
    place = {"body": Body.objects.get(code=code)} if role.in_body else {"office": Office.objects.get(code=code)}
    Membership.objects.create(user=user, role=role.value, post="A post", from_on=from_on, to_on=to_on, **place)
    return reach_of(user, day)


# The tables ----------------------------------------------------------------------------------------------------------
def test_every_role_has_its_row():
    assert set(ROLE_PERMISSIONS) == set(Role)


def test_every_door_opens_to_somebody():
    held = frozenset().union(*ROLE_PERMISSIONS.values(), {PUBLIC, Permission.SIGNED_IN})
    assert set(DOORS.values()) <= held


def test_only_the_lead_certifies():
    assert [role for role, held in ROLE_PERMISSIONS.items() if Permission.CERTIFY in held] == [Role.LEAD]


def test_only_an_assurer_reviews_and_no_assurer_sees_drafts_or_adds_evidence():
    assert [role for role, held in ROLE_PERMISSIONS.items() if Permission.REVIEW in held] == [Role.ASSURER]
    assert not ROLE_PERMISSIONS[Role.ASSURER] & {Permission.SEE_DRAFTS, Permission.ADD_EVIDENCE, Permission.CERTIFY}


def test_an_administrator_sees_no_body():
    assert ROLE_PERMISSIONS[Role.ADMINISTRATOR] == {Permission.ADMINISTER}


@pytest.mark.parametrize("name", [name for name, permission in DOORS.items() if permission is PUBLIC])
def test_the_open_doors_are_the_public_site_signing_in_and_the_way_home(name):
    # A calendar program cannot sign in: the feed asks its secret address whose it is (tests/desk/test_feed.py).
    # A machine that watches the parts does not sign in either: it is told "ok" or "late" and nothing else.
    # Anybody may ask for letters; from then on the address in a letter is the key (tests/meetings/test_following.py).
    letters = {f"meetings:{one}" for one in ("subscribe", "subscribe_asked", "subscription", "confirm_subscription")}
    others = {"desk:home", "desk:feed", "meetings:end_subscription", *letters}
    assert name.startswith(("register:", "account_", "health:")) or name in others


# In a body -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("role", "may"),
    [
        (
            Role.LEAD,
            {
                "SEE_BODY",
                "SEE_DRAFTS",
                "ADD_EVIDENCE",
                "CERTIFY",
                "IMPORT",
                "OPEN_BY_HAND",
                "KEEP_MEETINGS",
                "KEEP_REQUESTS",
                "KEEP_COMPLAINTS",
                "ANSWER_SURVEY",
            },
        ),
        (Role.FOI_OFFICER, {"SEE_BODY", "SEE_DRAFTS", "ADD_EVIDENCE", "IMPORT", "KEEP_REQUESTS"}),
        (Role.COMPLAINTS_MANAGER, {"SEE_BODY", "SEE_DRAFTS", "ADD_EVIDENCE", "IMPORT", "KEEP_COMPLAINTS"}),
        (Role.CONTRIBUTOR, {"SEE_BODY", "SEE_DRAFTS", "ADD_EVIDENCE"}),
        (Role.LAY_MEMBER, {"SEE_BODY", "CHECK_MEETINGS"}),
    ],
)
def test_a_role_in_a_body_reaches_that_body_only(small_register, role, may):
    mine = reach(role, "B1")
    assert {p.name for p in Permission if can(mine, p, body("B1"), TODAY)} == may
    assert {p.name for p in Permission if can(mine, p, body("S1"), TODAY)} == set()


def test_a_contributor_cannot_certify(small_register):
    assert not can(reach(Role.CONTRIBUTOR, "B1"), Permission.CERTIFY, body("B1"), TODAY)


def test_staff_of_several_bodies_keep_them_apart(small_register):
    user = User.objects.create_user("support@example.org", name="Support unit")
    for role, code in ((Role.LEAD, "B1"), (Role.CONTRIBUTOR, "S1")):
        Membership.objects.create(
            user=user, role=role.value, post="Officer", body=Body.objects.get(code=code), from_on=TODAY
        )
    mine = reach_of(user, TODAY)
    assert can(mine, Permission.CERTIFY, body("B1"), TODAY)
    assert not can(mine, Permission.CERTIFY, body("S1"), TODAY)
    assert can(mine, Permission.ADD_EVIDENCE, body("S1"), TODAY)
    assert [m.body.code for m in mine.in_bodies(Role.LEAD)] == ["B1"]
    assert mine.membership_in([body("S1").pk], Role.LEAD) is None
    assert mine.membership_in([body("S1").pk]).role == "contributor"


@pytest.mark.parametrize(
    ("day", "reaches"),
    [(date(2015, 3, 31), False), (date(2015, 4, 1), True), (date(2016, 3, 31), True), (date(2016, 4, 1), False)],
)
def test_a_membership_holds_from_its_first_day_to_its_last(small_register, day, reaches):
    mine = reach(Role.LEAD, "B1", day, from_on=date(2015, 4, 1), to_on=date(2016, 3, 31))
    assert can(mine, Permission.CERTIFY, body("B1"), day) is reaches
    assert mine.holds(Permission.CERTIFY) is reaches


# At NHS England ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("region", "code", "day", "reaches"),
    [
        ("Y1", "B1", date(2018, 3, 31), True),  # B1 moves from Y1 to Y2 on 1 April 2018
        ("Y1", "B1", date(2018, 4, 1), False),
        ("Y2", "B1", date(2018, 3, 31), False),
        ("Y2", "B1", date(2018, 4, 1), True),
        ("Y1", "A1", date(2016, 10, 17), True),  # closed in March 2015: its last day's region
        ("Y2", "A1", date(2016, 10, 17), False),
        ("Q1", "A1", date(2014, 10, 17), True),  # an area team
        ("Q1", "B1", date(2016, 10, 17), False),
        ("L1", "B1", date(2016, 10, 17), False),  # which bodies a local office had is not recorded
    ],
)
def test_a_regional_assurer_reaches_a_body_of_the_region_on_that_day_only(small_register, region, code, day, reaches):
    mine = reach(Role.ASSURER, region, day)
    assert can(mine, Permission.REVIEW, body(code), day) is reaches
    assert can(mine, Permission.SEE_BODY, body(code), day) is reaches
    assert not can(mine, Permission.CERTIFY, body(code), day)


def test_the_queryset_of_an_office_agrees_with_the_reach(real_register):
    for day in (date(2014, 10, 17), date(2016, 10, 17), date(2018, 10, 17), date(2023, 1, 1), date(2026, 4, 1)):
        bodies = list(Body.objects.known(day).prefetch_related("offices"))
        for office in Office.objects.filter(kind__in=["region", "area_team"]):
            mine = Reach((Membership(role="assurer", office=office, from_on=day),))
            reached = {b.pk for b in bodies if can(mine, Permission.REVIEW, b, day)}
            listed = set(Body.objects.known(day).in_office(office, day).values_list("pk", flat=True))
            assert reached == listed, (office, day)


def test_a_national_assurer_reaches_every_body(small_register):
    mine = reach(Role.ASSURER, "NHSE")
    assert all(can(mine, Permission.REVIEW, one, TODAY) for one in Body.objects.prefetch_related("offices"))
    assert mine.is_national()
    assert mine.holds(Permission.CERTIFY_NHS_ENGLAND)


def test_a_regional_assurer_is_not_national(small_register):
    mine = reach(Role.ASSURER, "Y1")
    assert not mine.is_national()
    assert not mine.holds(Permission.CERTIFY_NHS_ENGLAND)
    assert mine.holds(Permission.SEE_NATION)


def test_an_administrator_of_the_national_office_is_no_assurer(small_register):
    mine = reach(Role.ADMINISTRATOR, "NHSE")
    assert mine.holds(Permission.ADMINISTER)
    assert not mine.is_national()
    assert not can(mine, Permission.SEE_BODY, body("B1"), TODAY)


def test_the_national_office_stands_before_regions(small_register):
    user = User.objects.create_user("both@example.org", name="Both")
    for code in ("Y1", "NHSE"):
        Membership.objects.create(
            user=user, role="assurer", post="Assurer", office=Office.objects.get(code=code), from_on=TODAY
        )
    assert [m.office.code for m in reach_of(user, TODAY).offices()] == ["NHSE", "Y1"]


# Nobody --------------------------------------------------------------------------------------------------------------
def test_nobody_and_a_switched_off_account_reach_nothing(small_register):
    assert reach_of(AnonymousUser(), TODAY) is NOBODY
    reach(Role.LEAD, "B1")
    user = User.objects.get()
    user.is_active = False
    assert reach_of(user, TODAY) is NOBODY
    assert not can(NOBODY, Permission.SEE_BODY, body("B1"), TODAY)


def test_reading_the_reach_is_one_statement(small_register, django_assert_num_queries):
    reach(Role.ASSURER, "Y1")
    user, one = User.objects.get(), body("B1")
    with django_assert_num_queries(1):
        assert can(reach_of(user, TODAY), Permission.REVIEW, one, TODAY)
