"""Whoever a real provider vouches for comes in with the posts that their claims give, and with no others."""

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client

from casetypes.access.actors import SYSTEM, for_user
from casetypes.access.models import EndedPost, Membership, User
from casetypes.access.staff import memberships
from casetypes.access.staff.memberships import Granting
from casetypes.access.staff.places_of_roles import Place
from casetypes.audit.models import AuditLeaf
from cms.sso.models import Identity
from tests.cms.sso.conftest import ANA, KEY, publish, spec

MFA = {"second_factor": {"amr": ["mfa"]}}


def signed_in_as(client: Client) -> str | None:
    key = client.session.get(SESSION_KEY)
    return User.objects.get(pk=key).username if key else None


def posts_of(name: str) -> list[str]:
    return sorted(map(str, Membership.objects.filter(user__username=name).values_list("role_id", flat=True)))


@pytest.fixture
def vouched(there):
    """The provider asks for a second factor, and the city takes its word."""
    there.person("ana", **ANA, amr=["pwd", "mfa"])
    publish({KEY: spec(there.issuer, **MFA)})
    return there


def test_a_new_person_of_a_mapped_group_comes_in_with_that_post(vouched, enter, client):
    response = enter()
    assert (response.status_code, response["Location"]) == (302, "/admin/")
    ana = User.objects.get(username="ana.rios")
    assert (ana.full_name, ana.email, ana.is_superuser) == ("Ana Ríos", "ana.rios@torreon.gob.mx", False)
    assert not ana.has_usable_password()
    assert signed_in_as(client) == "ana.rios"
    [post] = for_user(ana).posts
    assert (post.role, post.desk) == ("control_desk", "bacheo")
    assert client.get("/admin/mesas/bacheo/").status_code == 200
    assert client.get("/admin/mesas/limpieza/").status_code in {403, 404}


def test_the_person_goes_where_they_wanted_to_go(vouched, enter):
    assert enter(next="/admin/mesas/bacheo/")["Location"] == "/admin/mesas/bacheo/"


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/%2f%2fevil.mx"],
)
def test_nobody_is_sent_to_another_site(vouched, enter, elsewhere):
    assert enter(next=elsewhere)["Location"] == "/admin/"


def test_our_own_second_factor_follows_where_the_provider_asked_for_none(there, enter, client):
    response = enter()
    assert response["Location"].startswith("/admin/")
    assert response["Location"] != "/admin/"
    assert signed_in_as(client) is None
    assert client.get("/admin/mesas/bacheo/").status_code != 200


def test_a_claim_that_is_gone_ends_its_post_at_once_and_touches_none_given_by_hand(vouched, enter, client):
    enter()
    ana = User.objects.get(username="ana.rios")
    memberships.grant(Granting(ana.pk, "agent", Place(desk="limpieza")), actor=SYSTEM)
    vouched.person("ana", **{**ANA, "groups": []}, amr=["mfa"])
    assert enter(browser=Client())["Location"] == "/admin/"
    assert posts_of("ana.rios") == ["agent"]
    assert EndedPost.objects.filter(user=ana, role="control_desk", because="sso").exists()
    assert client.get("/admin/mesas/bacheo/").status_code in {
        302,
        403,
        404,
    }  # the session that was open before


def test_a_post_that_a_person_gave_is_not_given_twice_and_stays_theirs(vouched, enter):
    enter()
    ana = User.objects.get(username="ana.rios")
    Membership.objects.filter(user=ana).update(source="")
    enter(browser=Client())
    assert Membership.objects.filter(user=ana).count() == 1
    vouched.person("ana", **{**ANA, "groups": []}, amr=["mfa"])
    enter(browser=Client())
    assert posts_of("ana.rios") == ["control_desk"]


def test_who_loses_every_post_is_told_so_and_does_not_come_in(vouched, enter):
    enter()
    vouched.person("ana", **{**ANA, "groups": []}, amr=["mfa"])
    browser = Client()
    response = enter(browser=browser)
    assert response.status_code == 403
    assert "Aún no tiene un puesto aquí" in response.content.decode()
    assert posts_of("ana.rios") == []
    assert signed_in_as(browser) is None


def test_a_path_of_a_claim_is_followed(vouched, enter):
    vouched.person("ana", **{**ANA, "groups": []}, realm_access={"roles": ["contraloria"]}, amr=["mfa"])
    enter()
    assert posts_of("ana.rios") == ["comptroller"]


def test_claims_that_only_the_userinfo_address_tells_count_too(vouched, enter):
    vouched.control("lie", only_userinfo=["groups", "email", "email_verified"])
    enter()
    assert posts_of("ana.rios") == ["control_desk"]
    assert User.objects.get(username="ana.rios").email == ANA["email"]


def test_groups_that_did_not_fit_into_the_token_are_not_taken_for_none(vouched, enter):
    enter()
    vouched.person(
        "ana", **{k: v for k, v in ANA.items() if k != "groups"}, amr=["mfa"], _claim_names={"groups": "a"}
    )
    assert enter(browser=Client()).status_code == 400
    assert posts_of("ana.rios") == ["control_desk"]


def test_an_administrator_comes_only_of_a_mapping_that_says_so(vouched, enter):
    vouched.person("ana", **{**ANA, "groups": ["admin", "administrators"]}, amr=["mfa"], is_superuser=True)
    assert enter().status_code == 403
    assert not User.objects.filter(username="ana.rios").exists()
    vouched.person("ana", **{**ANA, "groups": ["administracion"]}, amr=["mfa"])
    assert enter()["Location"] == "/admin/"
    assert posts_of("ana.rios") == ["administrator"]
    assert not User.objects.get(username="ana.rios").is_superuser


def test_an_unknown_person_without_a_mapped_group_finds_a_friendly_page_and_leaves_nothing(
    there, enter, client
):
    there.person("ana", **{**ANA, "groups": ["contabilidad"]})
    before = User.objects.count()
    response = enter()
    page = response.content.decode()
    assert response.status_code == 403
    assert "Aún no tiene un puesto aquí" in page
    assert ANA["email"] not in page
    assert (User.objects.count(), Identity.objects.count()) == (before, 0)
    assert signed_in_as(client) is None


def test_a_known_person_is_found_by_a_verified_address_of_the_citys_domain(vouched, enter, client):
    User.objects.filter(username="carla").update(email="Ana.Rios@torreon.gob.mx")
    enter()
    assert signed_in_as(client) == "carla"
    assert Identity.objects.get().by == "email"
    User.objects.filter(username="carla").update(email="otra@torreon.gob.mx")
    again = Client()
    enter(browser=again)
    assert signed_in_as(again) == "carla"  # by the provider's own name for her from now on


@pytest.mark.parametrize(
    "told",
    [
        {"email_verified": False},
        {"email_verified": "true"},
        {"email_verified": None},
        {"email": "ana.rios@gmail.com"},
        {"email": "ana.rios@torreon.gob.mx.evil.example"},
        {"email": "ana.rios@sub.torreon.gob.mx"},
    ],
)
def test_an_address_that_is_not_vouched_for_opens_nobodys_account(vouched, enter, client, told):
    claims = {**ANA, **told, "amr": ["mfa"]}
    vouched.person("ana", **claims)
    User.objects.filter(username="carla").update(email=claims["email"])
    assert enter().status_code == 403
    assert signed_in_as(client) is None
    assert Identity.objects.count() == 0


def test_an_unverified_address_is_not_kept_of_a_new_person(vouched, enter):
    vouched.person("ana", **{**ANA, "email_verified": False}, amr=["mfa"])
    enter()
    assert User.objects.get(username="ana.rios").email == ""


def test_an_address_that_went_to_another_account_there_opens_nothing_here(vouched, enter):
    enter()
    vouched.person("otra", **{**ANA, "sub": "subject-of-another", "preferred_username": "otra"}, amr=["mfa"])
    assert enter("otra", browser=Client()).status_code == 403
    assert Identity.objects.count() == 1


def test_an_administrator_is_not_found_by_address_unless_the_claims_make_one(vouched, enter, client):
    User.objects.filter(username="admin").update(email=ANA["email"])
    assert enter().status_code == 403
    vouched.person("ana", **{**ANA, "groups": ["administracion"]}, amr=["mfa"])
    enter()
    assert signed_in_as(client) == "admin"


def test_whose_account_was_closed_stays_outside(vouched, enter, client):
    enter()
    User.objects.filter(username="ana.rios").update(is_active=False)
    again = Client()
    response = enter(browser=again)
    assert response.status_code == 403
    assert "Su cuenta aquí está cerrada" in response.content.decode()
    assert signed_in_as(again) is None


def test_somebody_who_left_does_not_come_back_as_a_new_person(vouched, enter):
    User.objects.filter(username="carla").update(email=ANA["email"], is_active=False)
    before = User.objects.count()
    assert enter().status_code == 403
    assert User.objects.count() == before


def test_the_log_tells_links_posts_and_refusals_without_names(vouched, enter):
    enter()
    vouched.person("otra", **{**ANA, "sub": "subject-of-another", "email": "", "groups": []}, amr=["mfa"])
    enter("otra", browser=Client())
    leaves = AuditLeaf.objects.filter(action__startswith="sso.")
    assert {leaf.action for leaf in leaves} == {"sso.link", "sso.create_person", "sso.posts", "sso.refuse"}
    told = " ".join(str(leaf.__dict__) for leaf in AuditLeaf.objects.all())
    assert [
        secret for secret in ("ana.rios", "Ana", "subject-of-ana", "subject-of-another") if secret in told
    ] == []


def test_the_same_person_in_two_windows_at_once_is_one_person(vouched, enter, client):
    enter()
    enter(browser=Client())
    assert User.objects.filter(full_name="Ana Ríos").count() == 1
    assert Identity.objects.count() == 1
