"""People and drafts of the studio."""

from collections.abc import Callable

import pytest

from casetypes.access.actors import Actor, for_user
from casetypes.access.models import Membership, User
from casetypes.definitions import selectors as definitions
from cms.studio import services
from cms.studio.models import Draft


@pytest.fixture
def draft(hugo: Actor) -> Draft:
    """Hugo began to write the next version of the pothole service."""
    return services.start("bache", actor=hugo)


@pytest.fixture
def changed() -> Callable[..., str]:
    """`changed("es: Bache,", "es: Hoyo,")`: the live text of a service with something else in it."""

    def _changed(old: str, new: str, key: str = "bache") -> str:
        text = definitions.live(key).source
        assert old in text
        return text.replace(old, new)

    return _changed


@pytest.fixture
def written(draft: Draft, changed, hugo: Actor) -> Draft:
    """The draft with another title, saved as revision 2."""
    return services.save(draft.pk, changed("es: Bache,", "es: Hoyo,"), expected_revision=1, actor=hugo)


@pytest.fixture
def sent(written: Draft, hugo: Actor) -> Draft:
    """The same, waiting for a second person."""
    return services.send(written.pk, expected_revision=2, note="El nombre", actor=hugo)


@pytest.fixture
def steward_of(db: object) -> Callable[[str], Actor]:
    """`steward_of("alumbrado")`: a second steward, who belongs to one department."""

    def _steward(department: str) -> Actor:
        return for_user(steward_user(department))

    return _steward


def steward_user(department: str) -> User:
    user = User.objects.create(username=f"s-{department}", full_name="Julia Soto", is_staff=True)
    Membership.objects.create(user=user, role_id="steward", department_id=department)
    user.groups.set(User.objects.get(username="hugo").groups.all())
    return user
