"""Newer versions of the shared parts that a draft uses: what each would change, and the text with it."""

from dataclasses import dataclass

from casetypes.definitions.checking import file_of, live_city
from casetypes.definitions.differences.comparison import Difference, Side, compare
from casetypes.definitions.loader import Loaded, load_text
from casetypes.definitions.pins import Offer, offers, upgraded, with_offer


@dataclass(frozen=True)
class Upgrade:
    """An offer with what it would change in this service; no differences when the text cannot be read."""

    offer: Offer
    differences: tuple[Difference, ...]


def upgrades_of(loaded: Loaded, language: str) -> list[Upgrade]:
    fragments = live_city().fragments
    found = []
    for offer in offers(loaded, fragments):
        newer = with_offer(loaded, offer, fragments)
        comparison = compare(
            loaded.key, Side(loaded.data), Side(newer.data), language=language, counted=False
        )
        found.append(Upgrade(offer, comparison.differences))
    return found


def with_newer(text: str, key: str, newer: str) -> str:
    """The text with that version of a shared part; as it is when there is no such offer (any more)."""
    fragments = live_city().fragments
    loaded = load_text(text, file_of(key), fragments)
    chosen = [offer for offer in offers(loaded, fragments) if offer.newer == newer]
    return upgraded(text, loaded, chosen[0]) if chosen else text
