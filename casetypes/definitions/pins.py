"""Which versions of shared parts a service uses, what is newer, and its text with a newer one; comments are kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from casetypes.definitions.loader import Loaded, load_text


@dataclass(frozen=True)
class Offer:
    """A newer version of a fragment: the pins as written, such as "ubicacion@1" and "ubicacion@2"."""

    pin: str
    newer: str


def offers(loaded: Loaded, known: Iterable[str]) -> list[Offer]:
    """For each pin of a service of which `known` has a newer version, the newest."""
    newest = newest_versions(known)
    found = (Offer(pin, f"{name}@{newest[name]}") for pin, name in _pins(loaded) if name in newest)
    return [offer for offer in found if version_of(offer.newer) > version_of(offer.pin)]


def newest_versions(known: Iterable[str]) -> dict[str, int]:
    """Name of a fragment → its highest version."""
    found: dict[str, int] = {}
    for pin in known:
        name = pin.partition("@")[0]
        found[name] = max(found.get(name, 0), version_of(pin))
    return found


def version_of(pin: str) -> int:
    number = pin.partition("@")[2]
    return int(number) if number.isdecimal() else 0


def _pins(loaded: Loaded) -> list[tuple[str, str]]:
    pins = loaded.data.get("use")
    return (
        [(pin, pin.partition("@")[0]) for pin in pins if isinstance(pin, str)]
        if isinstance(pins, list)
        else []
    )


def upgraded(text: str, loaded: Loaded, offer: Offer) -> str:
    """The text with that one pin written anew, at its place; everything else stays to the letter."""
    pins = loaded.data.get("use") or []
    mark = loaded.marks.value(("use", pins.index(offer.pin)))
    lines = text.split("\n")
    line = lines[mark.line - 1] if mark.line <= len(lines) else ""
    place = line.find(offer.pin, mark.column - 1)
    if place < 0:
        return text  # lines end in it with signs that only YAML takes for line ends
    lines[mark.line - 1] = line[:place] + offer.newer + line[place + len(offer.pin) :]
    return "\n".join(lines)


def with_offer(loaded: Loaded, offer: Offer, fragments: Mapping[str, Loaded]) -> Loaded:
    """The service as it would be with the newer version."""
    return load_text(upgraded(loaded.text, loaded, offer), loaded.file, fragments)
