"""What loading a file yields."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from casetypes.definitions.loader.marks import DataPath, SourceMap
from casetypes.definitions.problems import Problem


@dataclass(frozen=True)
class Loaded:
    """A file as data and, when nothing is wrong with its shape, as a model.

    `data` has the fragments merged in. `partial` is the model, or what of it still fits without what the file has at
    `dropped` (left out, or something harmless stands in), so that the linter can speak of everything in one pass; None
    when nothing can be said. `lock` gives the SHA-256 of each fragment used. `problems` are those of reading, merging
    and shape.
    """

    file: str
    kind: str
    text: str
    data: dict[str, Any]
    marks: SourceMap
    model: Any | None = None
    partial: Any | None = None
    dropped: tuple[DataPath, ...] = ()
    problems: tuple[Problem, ...] = ()
    lock: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The file's own key; for fragments `key@version`; for files without one, their kind."""
        key = self.data.get("key") or (self.data.get("service") if self.kind == "import" else None)
        if not isinstance(key, str):
            return self.kind
        return f"{key}@{self.data.get('version')}" if self.kind == "fragment" else key

    @cached_property
    def canonical(self) -> str:
        return canonical(self.data)


def canonical(document: Any) -> str:
    """The one way to write a document down, for its hash. Order is kept: pages and states mean it."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
