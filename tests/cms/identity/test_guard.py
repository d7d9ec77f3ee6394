"""Nothing of the staff opens before the second factor was given: address by address, by every method."""

import re

import pytest
from django.test import Client

from casetypes.access.models import User
from tests.architecture.test_doors import addresses
from tests.cms.identity.conftest import CODE, LOGIN, PASSWORD

pytestmark = pytest.mark.django_db
# What anybody may ask for: the way in itself, what its page is drawn with, and two that only lead elsewhere.
OPEN = (
    "/admin/login/", "/admin/logout/", "/admin/entrar/", "/admin/password_reset/", "/admin/sprite/",
    "/admin/jsi18n/", "/admin/sso/", "/admin/invitacion/", "/admin/correo/", "/admin/users/", "/admin/groups/",
)  # fmt: skip
GAPS = {"int": "1", "str": "x", "slug": "bacheo", "uuid": "6b5b2b3e-6f0c-4b7d-8a35-0d6f2f6f9a11", "path": "x"}


def staff_addresses() -> list[str]:
    """Every address below /admin/, with something in each gap."""
    filled = {f"/{fill(pattern)}" for _route, pattern, _view in addresses()}
    return sorted(each for each in filled if each.startswith("/admin/"))


def fill(pattern: str) -> str:
    for kind, value in GAPS.items():
        pattern = re.sub(rf"<{kind}:\w+>", value, pattern)
    pattern = re.sub(
        r"\(\?P<\w+>(?:[^()]|\([^()]*\))*\)|\([^()]*\)", "1", re.sub(r"(?<!P)<\w+>", "x", pattern)
    )
    return re.sub(r"[\^$\\]|\.\*", "", pattern)


@pytest.fixture
def halfway(people) -> Client:
    """The administrator, whose password was right and who gave no code."""
    people("admin")
    client = Client()
    answer = client.post(LOGIN, {"username": "admin", "password": PASSWORD})
    assert answer["Location"] == CODE
    return client


@pytest.fixture
def weak(people) -> Client:
    """A session of Django's own making, without the second factor: as if a sign-in had forgotten to ask."""
    client = Client()
    client.force_login(people("admin"))
    return client


def refused(answer) -> bool:
    """Led to the sign-in (or to the same address with its slash), told that one may not, or that nothing is here."""
    if answer.status_code == 301:
        return answer["Location"].partition("?")[0] == f"{answer.request['PATH_INFO']}/"
    if answer.status_code == 302:
        return answer["Location"].startswith(LOGIN)
    return answer.status_code in {403, 404, 405}


def test_the_list_of_addresses_is_long():
    found = staff_addresses()
    assert len(found) > 150
    assert {"/admin/", "/admin/mesas/bacheo/exportar/", "/admin/api/main/pages/", "/admin/seguridad/"} <= set(
        found
    )


METHODS = (("get", {}), ("post", {}), ("get", {"HX-Request": "true"}))


def test_no_address_opens_before_the_second_factor(halfway):
    opened = [
        (method, address)
        for address in staff_addresses()
        for method, headers in METHODS
        if not address.startswith(OPEN) and not refused(getattr(halfway, method)(address, headers=headers))
    ]
    assert opened == []


def test_a_session_that_forgot_to_ask_opens_nothing_either(weak):
    """Each request anew: the first one ends such a session."""
    opened = []
    for number, address in enumerate(staff_addresses()[::9]):
        method, headers = METHODS[number % len(METHODS)]
        weak.force_login(User.objects.get(username="admin"))
        if not address.startswith(OPEN) and not refused(getattr(weak, method)(address, headers=headers)):
            opened.append((method, address))
    assert opened == []


@pytest.mark.parametrize("who", ["halfway", "weak"])
def test_the_public_site_does_not_take_them_for_staff_either(who, request):
    client = request.getfixturevalue(who)
    page = client.get("/")
    assert page.status_code == 200 and "wagtail-userbar" not in page.content.decode()
    assert client.get("/api/v1/desks/bacheo/cases/").status_code == 401


def test_an_address_in_a_form_of_a_fragment_is_no_way_around(halfway):
    for headers in (
        {"HX-Request": "true"},
        {"X-Requested-With": "XMLHttpRequest"},
        {"Accept": "application/json"},
    ):
        for address in (
            "/admin/mesas/bacheo/results/",
            "/admin/mesas/bacheo/exportar/",
            "/admin/api/main/pages/",
        ):
            assert refused(halfway.get(address, headers=headers)), (address, headers)
