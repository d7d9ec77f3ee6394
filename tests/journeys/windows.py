"""A browser window for a journey: opened on a live server, closed before Django cleans up."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser import opened

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}


@contextmanager
def window(chromium: str, address: str = "about:blank", **options: Any) -> Iterator[Page]:
    """A window as wide as a phone, unless told otherwise."""
    with opened(chromium, address, **{"viewport": PHONE, **options}) as page:
        yield page


def assert_good(page: Page) -> None:
    """Axe finds nothing and nothing is wider than the screen."""
    page.wait_for_load_state("networkidle")
    found = Axe().run(page).response["violations"]
    problems = [(problem["id"], [node["html"][:160] for node in problem["nodes"]]) for problem in found]
    assert problems == [], f"{page.url} {problems}"
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, page.url
