"""The files of a city's folder to the byte, kept when they are loaded, so that an export gives back the same ones."""

from collections.abc import Collection
from pathlib import Path

from casetypes.definitions.loader import CityBundle
from casetypes.definitions.models import KeptFile
from casetypes.kernel import clock
from casetypes.kernel.hashing import sha256_hex

LARGEST = 16 * 1024 * 1024  # bytes; a file of zones may be large, anything beyond is no definition
UNFINISHED = ".agora-unfinished"  # stands in a folder while an export writes over it


def read_folder(folder: Path) -> dict[str, bytes]:
    """Every file by its path from the folder, with "/"; hidden ones, links and what is too large are left out."""
    found: dict[str, bytes] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in name.parts)
        if path.is_file() and not path.is_symlink() and not hidden and path.stat().st_size <= LARGEST:
            found[name.as_posix()] = path.read_bytes()
    return found


def keep(bundle: CityBundle, without: Collection[str]) -> None:
    """Keep the folder as it is now; files of the services `without` stay as they were kept before."""
    services = {loaded.file: key for key, loaded in bundle.services.items()}
    left = {path for path, key in services.items() if key in without}
    files = {path: content for path, content in read_folder(bundle.folder).items() if path not in left}
    known = dict(KeptFile.objects.values_list("path", "sha256"))
    now = clock.now()
    changed = [
        KeptFile(path=path, key=services.get(path, ""), content=content, sha256=digest, kept_at=now)
        for path, content in files.items()
        if known.get(path) != (digest := sha256_hex(content))
    ]
    KeptFile.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["path"],
        update_fields=["key", "content", "sha256", "kept_at"],
    )
    KeptFile.objects.exclude(path__in=[*files, *left]).delete()
