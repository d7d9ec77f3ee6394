"""Where a setting comes from: the environment, a secret's file, or what the supervisor wrote for this city.

`NAME` itself wins; then the file that `NAME_FILE` points to (secrets of containers), then the file `NAME` among
systemd's credentials. `make run` writes `var/<city>/run.env`, so that `python manage.py …` in a second terminal
talks to the same database and broker without anything being exported.
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


def secret_file(name: str) -> str:
    """What the file of this setting holds, without the line's end; "" when no file is named.

    A named file that cannot be read is an error at once (OSError): the platform must not start without it.
    """
    named, credentials = os.environ.get(f"{name}_FILE"), os.environ.get("CREDENTIALS_DIRECTORY")
    if named:
        return Path(named).read_text(encoding="utf-8").strip()
    if credentials and (Path(credentials) / name).is_file():
        return (Path(credentials) / name).read_text(encoding="utf-8").strip()
    return ""


def text(name: str, default: str = "") -> str:
    """The setting as text; the environment wins over files, and those over the supervisor's file."""
    return os.environ.get(name) or secret_file(name) or _FROM_FILE.get(name) or default


def flag(name: str, default: bool = False) -> bool:
    """`1`, `true`, `yes`, `on` are true."""
    value = text(name)
    return value.lower() in {"1", "true", "yes", "on"} if value else default


def number(name: str, default: int) -> int:
    return int(text(name, str(default)))


def words(name: str, default: str = "") -> list[str]:
    """A comma separated list."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]
