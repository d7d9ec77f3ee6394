import pytest
from hypothesis import given
from hypothesis import strategies as st

from casetypes.kernel import sealing

KEY, OTHER = sealing.new_key(), sealing.new_key()


@given(st.binary(max_size=500), st.binary(max_size=50))
def test_what_was_sealed_opens_with_its_key_and_context(plain, context):
    sealed = sealing.seal(plain, KEY, context)
    assert sealing.open_sealed(memoryview(sealed), KEY, context) == plain
    assert len(sealed) == len(plain) + 29


@pytest.mark.parametrize(
    ("key", "context", "spoil"),
    [
        (OTHER, b"a", lambda sealed: sealed),
        (KEY, b"b", lambda sealed: sealed),
        (KEY, b"a", lambda sealed: sealed[:-1]),
        (KEY, b"a", lambda sealed: b"\x02" + sealed[1:]),
        (KEY, b"a", lambda sealed: sealed[:20] + bytes([sealed[20] ^ 1]) + sealed[21:]),
        (KEY, b"a", lambda sealed: b""),
        (b"short", b"a", lambda sealed: sealed),
    ],
    ids=["another key", "another context", "cut", "another version", "changed", "empty", "no key"],
)
def test_it_does_not_open_otherwise_and_says_nothing_of_its_content(key, context, spoil):
    sealed = sealing.seal(b"+528711234567", KEY, b"a")
    with pytest.raises(sealing.SealBroken) as refused:
        sealing.open_sealed(spoil(sealed), key, context)
    assert refused.value.extra == {}
    assert "8711234567" not in refused.value.message


def test_the_same_value_is_never_sealed_twice_alike():
    assert sealing.seal(b"x", KEY, b"") != sealing.seal(b"x", KEY, b"")


def test_a_wrapped_key_opens_with_its_master_only():
    wrapped = sealing.wrap(KEY, OTHER)
    assert sealing.unwrap(wrapped, OTHER) == KEY
    with pytest.raises(sealing.SealBroken):
        sealing.unwrap(wrapped, KEY)


def test_a_digest_finds_an_equal_value_and_needs_the_master_key():
    digest = sealing.lookup_digest("+528711234567", KEY)
    assert digest == sealing.lookup_digest("+528711234567", KEY)
    assert digest != sealing.lookup_digest("+528711234568", KEY)
    assert digest != sealing.lookup_digest("+528711234567", OTHER)
    assert len(digest) == 64


def test_the_master_key_of_a_setting_is_32_bytes_in_base64():
    assert len(sealing.master_key("YWdvcmEtZGV2ZWxvcG1lbnQtbWFzdGVyLWtleS0zMmI=")) == 32
    for wrong in ("", "nonsense!", "c2hvcnQ="):
        with pytest.raises(ValueError, match="MASTER_KEY must be 32 bytes"):
            sealing.master_key(wrong)
