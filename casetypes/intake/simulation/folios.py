"""Folios of simulated cases: as random to look at as all others, never twice in one run, the same for the same seed."""

from casetypes.kernel.folio import FolioPattern

ROUNDS = 4


def letters(seed: int, number: int, width: int) -> bytes:
    """`width` values for a pattern's random letters: a shuffle of all numbers that fit, so no two are alike."""
    bits = 5 * width
    mask, value = (1 << bits) - 1, number
    for turn in range(ROUNDS):
        odd = ((seed * 2 + 1) * 0x9E3779B97F4A7C15 + turn * 0xD1B54A32D192ED03) | 1
        value = (value * odd + seed + turn) & mask
        value ^= value >> (bits // 2)
    return bytes((value >> (5 * place)) & 31 for place in range(width))


def folio(pattern: FolioPattern, year: int, seed: int, number: int, serial: int | None) -> str:
    return pattern.new(year, serial, lambda width: letters(seed, number, width))
