"""Unknown folios asked for by the network of a request: see `casetypes.accounts.guessing`."""

from django.http import HttpRequest

from casetypes.accounts import guessing
from cms.identity.network import network_of


def is_over(request: HttpRequest) -> bool:
    return guessing.is_over(network_of(request))


def count(request: HttpRequest) -> None:
    guessing.count(network_of(request))
