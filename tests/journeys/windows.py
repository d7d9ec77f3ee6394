"""A browser window for a journey: opened on a live server, closed before Django cleans up.

Django's database is not touched while a window is open (Playwright runs an event loop in this thread).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, sync_playwright

FLAGS = (
    "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync "
    "--no-first-run"
)
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}


@contextmanager
def window(chromium: str, address: str = "about:blank", **options: Any) -> Iterator[Page]:
    """One page in a fresh window; options are those of `browser.new_context`."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS.split())
        page = browser.new_context(**{"viewport": PHONE, **options}).new_page()
        page.goto(address)
        try:
            yield page
        finally:
            browser.close()


def assert_good(page: Page) -> None:
    """Axe finds nothing and nothing is wider than the screen."""
    page.wait_for_load_state("networkidle")
    found = Axe().run(page).response["violations"]
    problems = [(problem["id"], [node["html"][:160] for node in problem["nodes"]]) for problem in found]
    assert problems == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, page.url
