"""Where a setting comes from: the environment first, then the file the supervisor wrote for this city.

`make run` writes `var/<city>/run.env`, so that `python manage.py …` in a second terminal talks to the
same database and broker without anything being exported.
"""

import os
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
CITY = os.environ.get("CITY", "torreon")
VAR_DIR = Path(os.environ.get("AGORA_VAR", BASE_DIR / "var")) / CITY


def read_env_file(path: Path) -> dict[str, str]:
    """`NAME=value` lines of a file; blank lines and `#` comments are skipped, a missing file is empty."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError:
        return {}
    pairs = (line.split("=", 1) for line in lines if "=" in line and not line.lstrip().startswith("#"))
    return {name.strip(): value.strip() for name, value in pairs}


_FROM_FILE = read_env_file(VAR_DIR / "run.env")


def text(name: str, default: str = "") -> str:
    """The setting as text; the environment wins over the supervisor's file."""
    return os.environ.get(name) or _FROM_FILE.get(name) or default


def flag(name: str, default: bool = False) -> bool:
    """`1`, `true`, `yes`, `on` are true."""
    value = text(name)
    return value.lower() in {"1", "true", "yes", "on"} if value else default


def number(name: str, default: int) -> int:
    return int(text(name, str(default)))


def words(name: str, default: str = "") -> list[str]:
    """A comma separated list."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]
