"""Packages of the operating system: installed where that is allowed, otherwise the line to type."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
from pathlib import Path

from . import console
from .child import call
from .console import Step
from .errors import Stop

PANGO = {"libpango-1.0.so.0": "libpango-1.0-0", "libpangoft2-1.0.so.0": "libpangoft2-1.0-0"}
OTHER_SYSTEMS = {
    "dnf": {"pango": "sudo dnf install pango", "chromium": "sudo dnf install chromium"},
    "pacman": {"pango": "sudo pacman -S pango", "chromium": "sudo pacman -S chromium"},
    "apk": {"pango": "sudo apk add pango", "chromium": "sudo apk add chromium"},
    "zypper": {"pango": "sudo zypper install pango", "chromium": "sudo zypper install chromium"},
    "brew": {"pango": "brew install pango", "chromium": "brew install --cask chromium"},
}


def missing_pango() -> list[str]:
    """Debian's names of the libraries that the PDF needs and the loader does not find."""
    return [package for library, package in PANGO.items() if not _loads(library)]


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def ensure_pango(logs: Path) -> bool:
    """Install the PDF libraries where that is allowed; False (and a line to type) when they stay missing."""
    missing = missing_pango()
    if not missing:
        return True
    with console.step("Installing the libraries for PDF") as step:
        install(missing, step, logs / "packages.log")
        missing = missing_pango()
        step.detail = "not installed" if missing else ""
    if missing:
        console.warn("PDF reports need two system libraries; everything else works without them. Type:")
        console.say("      " + line_to_type(missing, "pango"))
    return not missing


def apt_prefix() -> list[str] | None:
    """How apt-get can be run here without asking anybody, or None."""
    if os.environ.get("AGORA_APT") == "0" or not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0:
        return ["sudo", "-n"]
    return None


def install(names: list[str], step: Step, log: Path) -> bool:
    """Whether apt installed them; its lists are refreshed when the first try fails. Raises no Stop."""
    prefix = apt_prefix()
    if prefix is None:
        return False
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    quietly = [*prefix, "apt-get", "-o", "DPkg::Lock::Timeout=120"]
    wanted = [*quietly, "install", "-y", "--no-install-recommends", *names]
    for commands in ([wanted], [[*quietly, "update"], wanted]):
        try:
            for argv in commands:
                call(argv, log=log, step=step, env=env)
            return True
        except Stop:
            continue
    return False


def line_to_type(names: list[str], group: str = "") -> str:
    """The command a person can type to install them on this system."""
    if not shutil.which("apt-get"):
        for tool, lines in OTHER_SYSTEMS.items():
            if shutil.which(tool) and group in lines:
                return lines[group]
    sudo = "" if os.geteuid() == 0 else "sudo "
    return f"{sudo}apt-get install -y {' '.join(names)}"


def find_chromium() -> str:
    """The browser for the journeys: CHROMIUM, a system one, the one Playwright keeps, or nothing."""
    for name in (
        os.environ.get("CHROMIUM", ""),
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
    ):
        found = shutil.which(name) if name else None
        if found:
            return found
    cache = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    kept = sorted(cache.glob("chromium-*/chrome-linux*/chrome")) + sorted(
        cache.glob("chromium-*/chrome-mac*/*.app")
    )
    return str(kept[-1]) if kept else ""


def ensure_chromium(logs: Path) -> str:
    """The browser's path, installed where that is allowed; nothing (said loudly) when there is none."""
    found = find_chromium()
    if found:
        return found
    with console.step("Installing Chromium for the browser journeys") as step:
        install(["chromium"], step, logs / "packages.log")
        found = find_chromium()
        step.detail = found or "not installed"
    if not found:
        console.say(console.paint("  !!! NO CHROMIUM: EVERY BROWSER JOURNEY WILL BE SKIPPED !!!", "red"))
        console.say("      To run them, type: " + line_to_type(["chromium"], "chromium"))
    return found
