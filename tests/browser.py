"""One browser for every journey of a process: opening it takes longer than most pages; a window of it does not."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

FLAGS = (
    "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync "
    "--no-first-run"
)


@contextmanager
def serving(chromium: str, folder: Path) -> Iterator[str]:
    """Open the browser at this path; the address by which `opened` reaches it."""
    settings = folder / "browser.json"
    settings.write_text(json.dumps({"executablePath": chromium, "args": FLAGS.split()}), encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "playwright",
        "launch-server",
        "--browser=chromium",
        f"--config={settings}",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as server:
        try:
            address = server.stdout.readline().strip() if server.stdout else ""
            assert address.startswith("ws://"), f"{chromium} did not start"
            yield address
        finally:
            os.killpg(server.pid, signal.SIGTERM)  # Playwright's own process is a child of this one


@contextmanager
def opened(browser: str, address: str, **options: Any) -> Iterator[Page]:
    """One page in a window of its own, without the cookies of any other; options are those of `new_context`.

    Django's database is not touched while a window is open (an event loop runs in this thread).
    """
    with sync_playwright() as playwright:
        context = playwright.chromium.connect(browser).new_context(**options)
        try:
            page = context.new_page()
            page.goto(address)
            yield page
        finally:
            context.close()
