"""Static files with hashed names, and a compressed twin of what a phone loads first.

Compressing everything the admin brings would take minutes at the first start; the public site's own styles,
scripts and drawings take a moment. WhiteNoise serves the twin to browsers that accept it.
"""

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage

PUBLIC = ("css/", "js/", "img/", "django_htmx/htmx-2.min", "leaflet/leaflet.")
KINDS = {".css", ".js", ".svg"}
WORTH_IT = 600  # bytes: below, the header costs what the body saves


def is_public(name: str) -> bool:
    return name.startswith(PUBLIC) and Path(name).suffix in KINDS


def compress(path: Path) -> None:
    """Writes `<path>.gz` beside it."""
    content = path.read_bytes()
    if len(content) < WORTH_IT:
        return
    path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(content, 9, mtime=0))


class LeanStaticFilesStorage(ManifestStaticFilesStorage):
    """Django's manifest storage plus compressed twins of the public site's files."""

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        for name, hashed, processed in super().post_process(paths, dry_run=dry_run, **options):
            if hashed and processed is True and not dry_run and is_public(name):
                compress(Path(self.path(hashed)))
            yield name, hashed, processed
