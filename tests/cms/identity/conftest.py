"""People who sign in through the real pages, with the clock in our hands."""

from collections.abc import Callable
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from django.test import Client

from casetypes.access.entry import second_factor
from casetypes.access.models import AuthenticatorApp, User
from casetypes.kernel import clock
from tests.cast import MORNING

LOGIN, CODE, SET_UP = "/admin/login/", "/admin/entrar/codigo/", "/admin/entrar/segundo-factor/"
SAFETY, CONFIRM = "/admin/seguridad/", "/admin/seguridad/confirmar/"
PASSWORD = "un camello cruza despacio"


class Door:
    """Somebody before the sign-in, at a moment that only moves when the test says so."""

    def __init__(self, client: Client, moment: datetime) -> None:
        self.client, self.moment = client, moment

    def later(self, **by: int) -> None:
        self.moment += timedelta(**by)

    @contextmanager
    def now(self):
        with clock.at(self.moment):
            yield

    def get(self, address: str, **options):
        with self.now():
            return self.client.get(address, **options)

    def post(self, address: str, data: dict | None = None, **options):
        with self.now():
            return self.client.post(address, data or {}, **options)

    def password(self, name: str, password: str = PASSWORD, **more: str):
        return self.post(LOGIN, {"username": name, "password": password, **more})

    def code_of(self, name: str) -> str:
        app = AuthenticatorApp.objects.filter(user__username=name).latest("pk")
        with self.now():
            return second_factor.code_now(app)

    def enter(self, name: str, target: str = "/admin/"):
        """Password and, where there is an app, its code; the last answer."""
        answer = self.password(name, next=target)
        if answer.status_code == 302 and answer["Location"] == CODE:
            self.later(seconds=30)
            answer = self.post(CODE, {"code": self.code_of(name)})
        return answer

    def is_in(self) -> bool:
        return self.get(SAFETY).status_code == 200


@pytest.fixture
def people(db) -> Callable[[str], User]:
    """A person of the cast whose password we know."""

    def _person(name: str) -> User:
        user = User.objects.get(username=name)
        user.set_password(PASSWORD)
        user.save()
        return user

    return _person


@pytest.fixture
def door(db) -> Door:
    return Door(Client(), MORNING)


@pytest.fixture
def doors(db) -> Callable[[], Door]:
    """Further browsers."""
    return lambda: Door(Client(), MORNING)
