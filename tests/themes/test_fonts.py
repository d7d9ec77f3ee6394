"""The typeface is cut from the installed package: small, complete for Spanish, never committed."""

import pytest
from django.contrib.staticfiles import finders
from django.test import override_settings
from fontTools.ttLib import TTFont

from cms.components import fonts
from tests.themes.css import THEMES

SPANISH = "áéíóúüñÁÉÍÓÚÜÑ¿¡«»“”—€"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where it is cut: once for all of these tests, which takes seconds."""
    place = tmp_path_factory.mktemp("var")
    with override_settings(VAR_DIR=place):
        fonts.web_font()
    return place


@pytest.fixture
def web_font(settings, folder):
    settings.VAR_DIR = folder
    return fonts.web_font()


def test_it_has_every_letter_of_spanish_and_figures_of_one_width(web_font):
    with TTFont(web_font) as font:
        letters = font.getBestCmap()
        features = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
        axes = {axis.axisTag: (axis.minValue, axis.maxValue) for axis in font["fvar"].axes}
    assert [letter for letter in SPANISH if ord(letter) not in letters] == []
    assert "tnum" in features
    assert axes == {"wght": fonts.WEIGHTS}


def test_it_is_small_enough_for_a_phone(web_font):
    assert web_font.stat().st_size < 50_000


def test_it_is_cut_once(web_font):
    before = web_font.stat().st_mtime_ns
    assert fonts.web_font().stat().st_mtime_ns == before


def test_the_static_files_find_it(web_font):
    assert finders.find(fonts.WEB_FONT) == str(web_font)


def test_documents_get_the_complete_file():
    assert fonts.inter_ttf().suffix == ".ttf"
    assert fonts.inter_ttf("italic") != fonts.inter_ttf()


def test_no_font_is_committed():
    committed = [path for kind in ("woff2", "woff", "ttf", "otf") for path in THEMES.rglob(f"*.{kind}")]
    assert committed == []
