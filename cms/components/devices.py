"""A device in words a person recognises: "Firefox · Android". Never the browser's whole name, which identifies it."""

from django.http import HttpRequest

BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("CrOS", "ChromeOS"),
    ("Mac OS", "Mac"), ("Linux", "Linux"),
)  # fmt: skip


def device_of(request: HttpRequest) -> str:
    """Browser and system, as far as they are among the common ones; "" when neither is."""
    return device_in(request.headers.get("User-Agent", ""))


def device_in(agent: str) -> str:
    """The same from what a browser calls itself."""
    return " · ".join(name for name in (_first(BROWSERS, agent), _first(SYSTEMS, agent)) if name)


def _first(names: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for mark, name in names if mark in agent), "")
