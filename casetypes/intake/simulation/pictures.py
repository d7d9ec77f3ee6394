"""The photos of a simulated year: a few drawn scenes for each category, stored once and shown by many cases."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from casetypes.definitions import selectors as definitions
from casetypes.definitions.compiled import CompiledService
from casetypes.evidence import shared
from casetypes.evidence.shared import SharedPicture
from casetypes.intake.demonstration.pictures import Shot, draw
from casetypes.kernel import clock

SCENES = 4


@dataclass(frozen=True)
class Photo:
    """A picture that somebody adds: the id of its attachment, and which scene it shows."""

    id: UUID
    scene: int


class Album:
    """Stored scenes by category, scene and whether the work is done."""

    def __init__(self, stored: Mapping[str, Mapping[str, str | int]]) -> None:
        self._pictures = {key: SharedPicture(**columns) for key, columns in stored.items()}  # type: ignore[arg-type]

    def find(self, compiled: CompiledService, scene: int, *, done: bool) -> SharedPicture:
        return self._pictures[_key(compiled.spec.category, scene, done=done)]


def store(
    services: Iterable[CompiledService], known: Mapping[str, Mapping[str, str | int]]
) -> dict[str, dict[str, str | int]]:
    """Draw and keep what is not there yet; JSON-shaped, for the run's own row."""
    album = {key: dict(columns) for key, columns in known.items()}
    shot = Shot(clock.now(), None, definitions.city().time_zone)
    for category in sorted({service.spec.category for service in services}):
        for scene in range(SCENES):
            for done in (False, True):
                key = _key(category, scene, done=done)
                if key not in album:
                    album[key] = shared.keep(draw(scene, shot, category=category, done=done)).as_json()
    return album


def _key(category: str, scene: int, *, done: bool) -> str:
    return f"{category}:{scene}:{'after' if done else 'before'}"
