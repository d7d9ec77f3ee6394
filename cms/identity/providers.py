"""Other ways to come in, shown as buttons on the sign-in page: who offers one registers here.

A function gets the request and the address to go to afterwards, and tells its buttons; none when nothing is set up.
Another one tells whether the city leaves passwords to a few people; whose counts is asked by `may_use_password`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.http import HttpRequest


@dataclass(frozen=True)
class Button:
    """`address` begins the sign-in there (a form is posted to it); `label` is what people know it by."""

    address: str
    label: str


Offer = Callable[[HttpRequest, str], Iterable[Button]]
_offers: list[Offer] = []
_few_passwords: list[Callable[[], bool]] = []


def register(offer: Offer, *, few_passwords: Callable[[], bool] | None = None) -> None:
    """Called when the application starts; the same function twice is no harm."""
    if offer not in _offers:
        _offers.append(offer)
        if few_passwords:
            _few_passwords.append(few_passwords)


def buttons(request: HttpRequest, target: str) -> list[Button]:
    """Every button of every offer, in the order in which they registered."""
    return [button for offer in _offers for button in offer(request, target)]


def few_passwords() -> bool:
    """Whether most people cannot come in by a password."""
    return any(few() for few in _few_passwords)
