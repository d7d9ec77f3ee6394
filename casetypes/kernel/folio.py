"""Folios: the public number of a case, short enough to dictate on the phone.

A pattern is literal text (capital letters, digits, dashes) and placeholders: `{year:2}` or `{year:4}`,
`{random:N}` (Crockford base 32: no I, L, O, U), `{serial:N}` (decimal, wider when it must be) and
`{check}`, last.

The check character comes from the same 32 characters, because a folio stands in addresses and is read aloud;
Crockford's own modulo 37 needs `*~$=U`. It is Damm's algorithm over the field of 32 elements (H. M. Damm,
"Total anti-symmetrische Quasigruppen", 2004): it catches every single wrong character and every swap of two
characters up to 30 places apart, where Luhn modulo 32 misses 0Z against Z0.
"""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from casetypes.kernel.errors import DomainError
from casetypes.kernel.phrases import phrase

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES = {char: value for value, char in enumerate(ALPHABET)}
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_WIDTHS = {"year": {2, 4}, "random": set(range(4, 17)), "serial": set(range(4, 13)), "check": {1}}


class FolioPatternError(DomainError):
    """The pattern cannot make folios; the message says which part and what to write instead."""

    code = "folio-pattern"
    status = 422


@dataclass(frozen=True)
class _Part:
    """A piece of a pattern: kind `literal`, `year`, `random`, `serial` or `check`."""

    kind: str
    width: int
    text: str = ""

    @property
    def expression(self) -> str:
        """What matches it in a folded folio (upper case, no dashes, look-alikes mapped)."""
        if self.kind == "literal":
            return re.escape(_fold(self.text))
        if self.kind == "year":
            return rf"\d{{{self.width}}}"
        if self.kind == "serial":
            return rf"\d{{{self.width},}}"
        return rf"[{ALPHABET}]{{{self.width}}}"


class FolioPattern:
    """Makes and recognises the folios of a city: FolioPattern("TRC-{year:2}-{random:8}{check}")."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self._parts = _parse(pattern)
        self.needs_serial = any(part.kind == "serial" for part in self._parts)
        self._has_check = self._parts[-1].kind == "check"
        groups = "".join(f"({part.expression})" for part in self._parts)
        self._matches = re.compile(groups)

    def new(
        self,
        year: int,
        serial: int | None = None,
        random_bytes: bytes | Callable[[int], bytes] = secrets.token_bytes,
    ) -> str:
        """A folio of that year. `serial` only when `needs_serial`; one random byte per character."""
        if self.needs_serial and serial is None:
            raise FolioPatternError(f'"{self.pattern}" counts: give the serial number')
        width = sum(part.width for part in self._parts if part.kind == "random")
        random = random_bytes(width) if callable(random_bytes) else random_bytes
        if len(random) < width:
            raise ValueError(f"{width} random bytes are needed, not {len(random)}")
        letters = iter(random)
        folio = ""
        for part in self._parts:
            if part.kind == "random":
                folio += "".join(ALPHABET[next(letters) & 31] for _ in range(part.width))
            else:
                folio += self._fixed(part, year, serial or 0, folio)
        return folio

    @staticmethod
    def _fixed(part: _Part, year: int, serial: int, so_far: str) -> str:
        if part.kind == "year":
            return str(year)[-part.width :]
        if part.kind == "serial":
            return str(serial).zfill(part.width)
        return check_character(so_far) if part.kind == "check" else part.text

    def is_valid(self, text: str) -> bool:
        """Whether it has the form of this city's folios and its check character is right."""
        folded = _fold(text)
        if not self._matches.fullmatch(folded):
            return False
        return not self._has_check or check_character(folded[:-1]) == folded[-1]

    def normalise(self, text: str) -> str:
        """The folio as it was given out, however it was typed: `trc 26 o1l...` finds `TRC-26-011...`.

        What has another form comes back tidied but unchanged; looking it up then finds nothing.
        """
        found = self._matches.fullmatch(_fold(text))
        if not found:
            return " ".join(text.upper().split())
        pieces = zip(self._parts, found.groups(), strict=True)
        return "".join(part.text if part.kind == "literal" else piece for part, piece in pieces)

    def grouped(self, folio: str) -> str:
        """To read aloud or print: dashes become spaces, long runs groups of four ("TRC 26 7K3M 9QXT D")."""
        groups = []
        for run in folio.split("-"):
            size = 4 if len(run) > 5 else 5
            groups += [run[start : start + size] for start in range(0, len(run), size)]
        return " ".join(groups)


def check_character(text: str) -> str:
    """The check character of everything before it; dashes, spaces and case do not matter."""
    state = 0
    for char in _fold(text):
        state = _double(state ^ _VALUES["V" if char == "U" else char])
    return ALPHABET[state]


def _double(value: int) -> int:
    """Times x in GF(2)[x] / (x^5 + x^2 + 1)."""
    value <<= 1
    return value ^ 0b100101 if value & 0b100000 else value


def _fold(text: str) -> str:
    return re.sub(r"[^0-9A-Z]", "", text.upper()).translate(_LOOKALIKES)


def _parse(pattern: str) -> list[_Part]:
    parts: list[_Part] = []
    position = 0
    for found in _PLACEHOLDER.finditer(pattern):
        parts += _literal(pattern[position : found.start()])
        parts.append(_placeholder(found[1]))
        position = found.end()
    parts += _literal(pattern[position:])
    _demand(parts)
    return parts


def _literal(text: str) -> list[_Part]:
    if not re.fullmatch(r"[A-Z0-9-]*", text):
        raise FolioPatternError(
            phrase('"%(text)s" may hold only capital letters A-Z, digits and dashes', text=text)
        )
    return [_Part("literal", len(text), text)] if text else []


def _placeholder(text: str) -> _Part:
    kind, _, width = text.partition(":")
    if kind not in _WIDTHS:
        raise FolioPatternError(
            phrase("{%(text)s} is unknown: use {year:2}, {random:8}, {serial:6} or {check}", text=text)
        )
    default = {"year": "4", "check": "1"}.get(kind, "")
    number = int(width or default) if (width or default).isascii() and (width or default).isdigit() else 0
    if number not in _WIDTHS[kind]:
        allowed = ", ".join(map(str, sorted(_WIDTHS[kind])))
        raise FolioPatternError(
            phrase(
                "{%(text)s} needs a width: {%(kind)s:N} with N one of %(allowed)s",
                text=text,
                kind=kind,
                allowed=allowed,
            )
        )
    return _Part(kind, number)


def _demand(parts: list[_Part]) -> None:
    kinds = [part.kind for part in parts]
    if "random" not in kinds and "serial" not in kinds:
        raise FolioPatternError(phrase("two cases would get the same folio: add {random:8} or {serial:6}"))
    if "check" in kinds[:-1]:
        raise FolioPatternError(phrase("{check} must come last, and once: it covers what stands before it"))
    if kinds.count("serial") > 1 or kinds.count("year") > 1:
        raise FolioPatternError(phrase("{serial} and {year} may each stand once"))
    if sum(part.width for part in parts) > 32:
        raise FolioPatternError(
            phrase("a folio of more than 32 characters cannot be dictated: shorten the pattern")
        )
