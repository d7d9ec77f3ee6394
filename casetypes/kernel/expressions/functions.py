"""Functions that the language adds to CEL: `sum(list)`, of whole numbers or of decimals.

>>> compile("sum(form.muebles.map(m, m.piezas)) <= 6")
"""

from functools import lru_cache

from cel_expr_python import cel

_INTS, _DOUBLES, _ANY = (
    cel.Type.List(cel.Type.INT),
    cel.Type.List(cel.Type.DOUBLE),
    cel.Type.List(cel.Type.DYN),
)


@lru_cache(maxsize=1)
def checked_functions() -> list[cel.FunctionDecl]:
    """As the checker knows them: by type, without a body."""
    overloads = [
        cel.Overload("sum_int", cel.Type.INT, [_INTS]),
        cel.Overload("sum_double", cel.Type.DOUBLE, [_DOUBLES]),
    ]
    return [cel.FunctionDecl("sum", overloads)]


@lru_cache(maxsize=1)
def running_functions() -> list[cel.FunctionDecl]:
    """As they run: values are checked by then, so one body serves every type."""
    return [cel.FunctionDecl("sum", [cel.Overload("sum_list", cel.Type.DYN, [_ANY], False, _sum)])]


def _sum(numbers: list[int] | list[float]) -> int | float:
    """A whole number of nothing is 0."""
    return sum(numbers)
