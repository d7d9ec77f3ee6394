"""What a personal answer shows of itself before anybody says what for: enough to tell it from another, not to use it.

A mask has the same length whatever the value is, and holds at most the characters that its function names.
"""

from collections.abc import Mapping

HIDDEN = "•••"
TOLD_APART = (
    3  # characters from which the first one may show: of shorter texts it would be too much of the whole
)
LAST_DIGITS = 4


def first_letter(text: str) -> str:
    """ "A•••": at most the first letter."""
    bare = text.strip()
    return f"{bare[0]}{HIDDEN}" if len(bare) >= TOLD_APART and bare[0].isalpha() else HIDDEN


def email(text: str) -> str:
    """ "a•••@e•••.org": at most the first letters of the name and of the domain, and the last part of it."""
    name, at, domain = text.partition("@")
    host, dot, country = domain.rpartition(".")
    if not at or not dot or not country.isalpha():
        return HIDDEN
    return f"{first_letter(name)}@{first_letter(host)}.{country}"


def phone(number: str) -> str:
    """ "••• 1234": at most the last four digits, and those only of a number twice as long."""
    digits = [character for character in number if character.isdigit()]
    return f"{HIDDEN} {''.join(digits[-LAST_DIGITS:])}" if len(digits) >= 2 * LAST_DIGITS else HIDDEN


def address(parts: Mapping[str, str]) -> str:
    """ "••• Centro": the colonia, neither street nor number."""
    return f"{HIDDEN} {parts.get('colonia', '')}".strip()
