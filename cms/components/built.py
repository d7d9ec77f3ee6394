"""Where generated static files live: beside the city's data, never in the repository."""

from pathlib import Path

from django.conf import settings


def root() -> Path:
    """`var/<city>/built`; made on first use."""
    return Path(settings.VAR_DIR) / "built"


def write(path: Path, content: bytes) -> None:
    """All or nothing, so that a page never reads half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.part")
    draft.write_bytes(content)
    draft.replace(path)
