"""Texts in an expression that their function can never read: `timestamp("tomorrow")`, `form.x.matches("(")`.

CEL reads them only when the expression runs, and then stops the case; here they are found before.
"""

import json
from collections.abc import Iterator
from functools import lru_cache

from cel_expr_python import cel

from casetypes.kernel.expressions.syntax import Node

_CALLS = {"timestamp": "timestamp(%s)", "duration": "duration(%s)", "int": "int(%s)", "double": "double(%s)",
          "matches": '"".matches(%s)'}  # fmt: skip


def unusable_literals(tree: Node) -> Iterator[tuple[int, str, str]]:
    """(column, function, text) for every call whose text it cannot read."""
    text = tree.children[-1].text if tree.kind == "call" and tree.children else None
    if text is not None and tree.name in _CALLS and not _readable(tree.name, text):
        yield tree.children[-1].column, tree.name, text
    for child in tree.children:
        yield from unusable_literals(child)


@lru_cache(maxsize=1024)
def _readable(function: str, text: str) -> bool:
    """Asks CEL itself."""
    call = _CALLS[function] % json.dumps(text, ensure_ascii=False)
    try:
        answer = _ENVIRONMENT.compile(call).eval(data={})
    except RuntimeError:
        return False
    return answer.type() != cel.Type.ERROR


_ENVIRONMENT = cel.NewEnv()
