import pytest
from hypothesis import given
from hypothesis import strategies as st

from casetypes.kernel.folio import ALPHABET, FolioPattern, FolioPatternError, check_character

TORREON = FolioPattern("TRC-{year:2}-{random:8}{check}")
FIXED = bytes(range(1, 9))
RANDOM = st.binary(min_size=8, max_size=8)


def test_a_folio_follows_its_pattern():
    folio = TORREON.new(2026, None, FIXED)
    assert folio.startswith("TRC-26-12345678")
    assert len(folio) == 16
    assert TORREON.is_valid(folio)


def test_it_counts_when_the_pattern_says_so():
    pattern = FolioPattern("HMO-{year:4}-{serial:6}")
    assert pattern.needs_serial
    assert pattern.new(2026, 42) == "HMO-2026-000042"
    assert pattern.new(2026, 1234567) == "HMO-2026-1234567"
    assert pattern.is_valid("hmo 2026 1234567")
    with pytest.raises(FolioPatternError, match="serial number"):
        pattern.new(2026)


def test_folios_come_from_good_randomness_by_default():
    assert len({TORREON.new(2026) for _ in range(200)}) == 200


def test_too_little_randomness_is_refused():
    with pytest.raises(ValueError, match="8 random bytes"):
        TORREON.new(2026, None, b"abc")


@given(RANDOM)
def test_it_is_found_however_it_was_typed(random_bytes):
    folio = TORREON.new(2026, None, random_bytes)
    dictated = folio.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert TORREON.normalise(dictated) == folio
    assert TORREON.normalise(TORREON.grouped(folio)) == folio
    assert TORREON.normalise(folio.replace("-", "").replace("1", "I")) == folio


@given(RANDOM, st.integers(7, 15), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_caught(random_bytes, place, wrong):
    folio = TORREON.new(2026, None, random_bytes)
    changed = folio[:place] + wrong + folio[place + 1 :]
    assert TORREON.is_valid(changed) == (changed == folio)


@given(RANDOM, st.integers(7, 15), st.integers(7, 15))
def test_two_swapped_characters_are_always_caught(random_bytes, one, two):
    folio = TORREON.new(2026, None, random_bytes)
    letters = list(folio)
    letters[one], letters[two] = letters[two], letters[one]
    changed = "".join(letters)
    assert TORREON.is_valid(changed) == (changed == folio)


def test_the_check_character_can_stand_in_an_address():
    assert {check_character(f"X{number}") for number in range(2000)} == set(ALPHABET)


def test_letters_that_look_like_digits_may_stand_in_the_pattern():
    pattern = FolioPattern("LEON-{random:6}{check}")
    folio = pattern.new(2026)
    assert folio.startswith("LEON-")
    assert pattern.normalise(folio.lower()) == folio
    assert pattern.is_valid(folio.replace("O", "0"))


def test_what_is_no_folio_comes_back_tidied():
    assert TORREON.normalise("  hola   mundo ") == "HOLA MUNDO"
    assert not TORREON.is_valid("hola mundo")
    assert not TORREON.is_valid("")


def test_it_is_grouped_to_be_read_aloud():
    assert TORREON.grouped("TRC-26-7K3M9QXTD") == "TRC 26 7K3M 9QXT D"


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("TRC-{year:2}", "same folio"),
        ("TRC-{random:8}{check}-X", "must come last"),
        ("{check}{random:8}{check}", "must come last"),
        ("trc-{random:8}", "capital letters"),
        ("TRC/{random:8}", "capital letters"),
        ("TRC-{randon:8}", "is unknown"),
        ("TRC-{random}", "needs a width"),
        ("TRC-{random:2}", "needs a width"),
        ("TRC-{year:3}-{random:8}", "needs a width"),
        ("TRC-{random:x}", "needs a width"),
        ("{serial:6}{serial:6}", "each stand once"),
        ("A" * 30 + "{random:8}", "dictated"),
        ("TRC-{random:8", "capital letters"),
    ],
)
def test_a_bad_pattern_says_what_to_write(pattern, words):
    with pytest.raises(FolioPatternError, match=words):
        FolioPattern(pattern)
