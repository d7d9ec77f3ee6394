"""The key of a person: made once, stored wrapped, gone for good when the person is erased."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from casetypes.citizens.models import Citizen
from casetypes.kernel import sealing
from casetypes.kernel.errors import NotFound


class Erased(NotFound):
    """The person asked for erasure: their key is gone, and with it what it sealed."""

    code = "erased"


def master() -> bytes:
    """The installation's master key."""
    return sealing.master_key(settings.MASTER_KEY)


def new_wrapped_key() -> bytes:
    return sealing.wrap(sealing.new_key(), master())


def key_of(citizen: Citizen) -> bytes:
    """The person's key; raises Erased."""
    if citizen.wrapped_key is None:
        raise Erased(_("This person's data has been erased at their request."))
    return sealing.unwrap(bytes(citizen.wrapped_key), master())
