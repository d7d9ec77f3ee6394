"""What changed between two documents of one service, and how grave it is; plain data, no words.

A change is `text` (what people read; applies at once), `addition` (something new that takes nothing away), `rule`
(what decides: conditions, roles, deadlines; for new cases only) or `removal` (a state, field, transition, checklist or
clock that running cases may need; asks for migration rules). Says nothing in sentences: that is `differences`. Start
at `changes`; the classes are in `gravity`.
"""

from casetypes.definitions.diff.changes import Change, changes, classify, only_renames
from casetypes.definitions.diff.gravity import GRAVITY, ChangeClass, asks_more, is_text
from casetypes.definitions.diff.leaves import leaves
from casetypes.definitions.diff.paths import Path, field_keys
from casetypes.definitions.diff.renames import Renames, removed, renames

__all__ = [
    "GRAVITY",
    "Change",
    "ChangeClass",
    "Path",
    "Renames",
    "asks_more",
    "changes",
    "classify",
    "field_keys",
    "is_text",
    "leaves",
    "only_renames",
    "removed",
    "renames",
]
