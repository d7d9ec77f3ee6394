import pytest

from casetypes.kernel import text

TEXTS = {"es": "Bache", "en": "Pothole"}


@pytest.mark.parametrize(
    ("texts", "language", "expected"),
    [
        (TEXTS, "en", "Pothole"),
        (TEXTS, "es-MX", "Bache"),
        (TEXTS, "EN-us", "Pothole"),
        (TEXTS, "nah", "Bache"),
        ({"en": "Pothole"}, "nah", "Pothole"),
        ({"es": "", "en": "Pothole"}, "es", "Pothole"),
        ({}, "es", ""),
    ],
)
def test_it_picks_the_language_then_the_fallback_then_any(texts, language, expected):
    assert text.pick(texts, language) == expected


def test_the_plain_text_is_one_for_all_readers():
    assert text.plain(TEXTS) == "Bache"


def test_normalised_words_sort_and_match_without_accents():
    assert text.normalise("  Ávila   Ñoño ") == "avila nono"
    assert sorted(["zapata", "Ávila"], key=text.normalise) == ["Ávila", "zapata"]


def test_the_closest_word_ignores_case_and_accents():
    assert text.closest("resuelt", ["recibido", "resuelto"]) == "resuelto"
    assert text.closest("DIRECCION", ["dirección"]) == "dirección"
    assert text.closest("xyz", ["recibido"]) is None
    assert text.closest("a", []) is None


def test_a_slug_stands_in_an_address():
    assert text.slug("Dirección de Obras (Públicas)") == "direccion-de-obras-publicas"


def test_the_nearest_words_are_told_however_far_off():
    assert text.nearest("baches", ["parques", "bacheo", "aseo"], 2)[0] == "bacheo"
    assert text.nearest("xyz", ["obras"], 3) == ["obras"]
