"""Expressions: CEL, checked when a definition is loaded and run when a case moves.

Owns the types an expression may see, its problems in plain words and its values. Knows nothing of
definitions or cases: the caller says which roots exist (`Types`) and gives their values. Start at `check`
for definitions and at `compile` for the engine.

Two environments, because each alone is wrong: the *check* one knows every field as a protocol-buffer
message, so that types and names are verified; the *run* one holds plain maps, so that reading what is not
set is an error and never a silent 0 or 1970.
"""

from casetypes.kernel.expressions.checking import Wanted, check, check_all, result_type
from casetypes.kernel.expressions.comparisons import Compared, compared, outcomes
from casetypes.kernel.expressions.problems import ExpressionProblem
from casetypes.kernel.expressions.running import ROOTS, ExpressionRefused, Program, compile
from casetypes.kernel.expressions.syntax import references
from casetypes.kernel.expressions.types import CelType, Slot, Types, many, optional

__all__ = [
    "ROOTS",
    "CelType",
    "Compared",
    "ExpressionProblem",
    "ExpressionRefused",
    "Program",
    "Slot",
    "Types",
    "Wanted",
    "check",
    "check_all",
    "compared",
    "compile",
    "many",
    "optional",
    "outcomes",
    "references",
    "result_type",
]
