"""The style guide in a real browser: accessible, nothing jumps, usable by keyboard and without scripts."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from PIL import Image
from playwright.sync_api import Page, expect

from casetypes.intake.simulation import selectors as simulation
from tests.browser import opened

pytestmark = [pytest.mark.journey, pytest.mark.urls("tests.themes.urls")]

WIDTHS = (360, 1280)
SHIFTS = """() => new Promise(done => {
  let total = 0;
  new PerformanceObserver(list => list.getEntries().forEach(entry => { total += entry.value; }))
    .observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done(total), 300);
})"""
SMALL_TARGETS = """() => [...document.querySelectorAll(
    'main .button, main .option, main select, main input.input, .nav a, .languages a')]
  .filter(node => node.offsetParent && node.getBoundingClientRect().height < 44)
  .map(node => node.outerHTML.slice(0, 80))"""


class Silent(WSGIRequestHandler):
    """Says nothing about each request."""

    def log_message(self, *args: object) -> None:
        return None


@pytest.fixture
def address(settings) -> Iterator[str]:
    """Where the style guide is served; it needs no database, not even to know that its city is none."""
    cache.set(simulation.KEY, False, None)
    settings.MIDDLEWARE = [
        name for name in settings.MIDDLEWARE if not name.startswith(("whitenoise", "django_otp"))
    ]
    server = ThreadedWSGIServer(("127.0.0.1", 0), Silent)
    server.set_app(StaticFilesHandler(WSGIHandler()))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@contextmanager
def guide(chromium: str, address: str, **options) -> Iterator[Page]:
    """The style guide in a fresh window; closed before Django cleans up."""
    with opened(chromium, f"{address}/guia-de-estilo/", **options) as page:
        page.wait_for_load_state("networkidle")
        yield page


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_either_scheme(address, chromium, scheme):
    with guide(chromium, address, color_scheme=scheme) as page:
        found = Axe().run(page).response["violations"]
    assert [(problem["id"], [node["html"][:120] for node in problem["nodes"]]) for problem in found] == []


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_overflows_jumps_or_is_too_small_for_a_thumb(address, chromium, width):
    with guide(chromium, address, viewport={"width": width, "height": 740}) as page:
        overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        shift, small = page.evaluate(SHIFTS), page.evaluate(SMALL_TARGETS)
    assert overflow <= 0
    assert shift < 0.01
    assert small == []


def test_the_policy_blocks_nothing_of_ours(address, chromium):
    said: list[str] = []
    with guide(chromium, address) as page:
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.reload(wait_until="networkidle")
    assert said == []


def test_the_pin_moves_with_the_arrow_keys(address, chromium):
    with guide(chromium, address) as page:
        page.locator("[data-location] [data-map-canvas]").focus()
        page.keyboard.press("Enter")
        first = float(page.locator("[name=place_longitude]").input_value())
        page.keyboard.press("ArrowRight")
        second = float(page.locator("[name=place_longitude]").input_value())
        source = page.locator("[name=place_source]").input_value()
    assert second > first
    assert source == "pin"


def test_the_device_gives_its_position(address, chromium):
    where = {"latitude": 25.5428, "longitude": -103.4068, "accuracy": 12}
    with guide(chromium, address, geolocation=where, permissions=["geolocation"]) as page:
        page.locator("[data-locate]").click()
        expect(page.locator("[name=place_latitude]")).not_to_have_value("")
        values = [
            page.locator(f"[name=place_{part}]").input_value() for part in ("latitude", "accuracy", "source")
        ]
    assert values == ["25.542800", "12", "device"]


def test_the_long_list_is_filtered_without_accents_and_chosen_by_keyboard(address, chromium):
    with guide(chromium, address) as page:
        page.locator("#id_colonia").fill("angeles")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        written = page.locator("#id_colonia").input_value()
        sent = page.locator("select[name=colonia]").evaluate("node => node.selectedOptions[0].text")
    assert written == sent == "Los Ángeles"


def test_a_photo_is_previewed_and_a_huge_one_is_refused_before_it_is_sent(address, chromium, tmp_path: Path):
    Image.new("RGB", (64, 48), "teal").save(tmp_path / "calle.jpg")
    (tmp_path / "enorme.jpg").write_bytes(b"\xff\xd8" + b"0" * 11_000_000)
    with guide(chromium, address) as page:
        root = page.locator("[data-photo]").first
        root.locator("input[type=file]").set_input_files([tmp_path / "calle.jpg", tmp_path / "enorme.jpg"])
        root.locator("canvas").wait_for()
        said = root.locator(".photo__item--error").inner_text()
        kept = root.locator("input[type=file]").evaluate("node => [...node.files].map(file => file.name)")
    assert "enorme.jpg" in said
    assert "10 MB" in said
    assert kept == ["calle.jpg"]


def test_everything_can_be_answered_without_javascript(address, chromium):
    with guide(chromium, address, java_script_enabled=False) as page:
        assert page.locator("[name=place_address]").is_visible()
        assert page.locator("select[name=place_zone]").is_visible()
        assert page.locator("select[name=colonia]").is_visible()
        assert page.locator("[data-photo] input[type=file]").first.is_visible()
        assert not page.locator("[data-map-canvas]").first.is_visible()
