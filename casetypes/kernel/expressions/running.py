"""Run an expression on the values of a case."""

from collections.abc import Mapping
from functools import lru_cache

from cel_expr_python import cel

from casetypes.kernel import clock
from casetypes.kernel.errors import DomainError, gettext_noop
from casetypes.kernel.expressions.functions import running_functions
from casetypes.kernel.expressions.syntax import references
from casetypes.kernel.expressions.values import timestamp, to_cel

ROOTS = ("form", "calc", "case", "actor", "input", "checklist", "evidence", "clock", "children")

# What a root says of a key that nobody has written yet: no photo is 0 photos, no checklist is not complete.
_COUNTS = "evidence"
_FLAGS = ("checklist", "clock", "children")
_NUMBERS = frozenset({"score", "open", "done", "other"})


class ExpressionRefused(DomainError):
    """The expression gave no usable answer; the caller refuses the whole step, it never reads it as false.

    `extra`: `expression` and `detail` (English, for the log and for stewards).
    """

    code = "expression-refused"
    status = 422
    default_message = gettext_noop("A rule of this service could not be worked out, so nothing was changed.")

    def __init__(self, expression: str, detail: str, message: object = "") -> None:
        super().__init__(message, extra={"expression": expression, "detail": detail})
        self.expression = expression
        self.detail = detail


class Program:
    """One compiled expression; safe in threads, kept by `compile`."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.references = references(text)
        self._roots = {path[0] for path in self.references}
        try:
            self._expression = _ENVIRONMENT.compile(text)
        except RuntimeError as error:
            raise ExpressionRefused(text, _first_line(error)) from None

    def value(self, roots: Mapping[str, object]) -> object:
        """The answer as a plain Python value (moments aware, in UTC); raises ExpressionRefused.

        `roots` maps names of ROOTS, and `now` when it is not the current moment, to their values. A key
        that is missing or None is not set.
        """
        try:
            answer = self._expression.eval(data=self._data(roots))
        except RuntimeError as error:
            raise ExpressionRefused(self.text, _first_line(error)) from None
        if answer.type() in (cel.Type.ERROR, cel.Type.UNKNOWN):
            raise ExpressionRefused(self.text, str(answer.plain_value()))
        return answer.plain_value()

    def holds(self, roots: Mapping[str, object]) -> bool:
        """Whether it is true; an answer that is neither true nor false raises ExpressionRefused."""
        answer = self.value(roots)
        if not isinstance(answer, bool):
            raise ExpressionRefused(self.text, f"gives {type(answer).__name__}, not true or false")
        return answer

    def _data(self, roots: Mapping[str, object]) -> dict[str, object]:
        data = {name: to_cel(roots.get(name) or {}) for name in ROOTS if name in self._roots}
        for path in self.references:
            _fill_in(data, path)
        if "now" in self._roots:
            data["now"] = to_cel(roots["now"]) if roots.get("now") else timestamp(clock.now())
        return data


@lru_cache(maxsize=4096)
def compile(text: str) -> Program:
    """The program of an expression; raises ExpressionRefused when it cannot be one."""
    return Program(text)


def _fill_in(data: dict[str, object], path: tuple[str, ...]) -> None:
    root = data.get(path[0])
    if not isinstance(root, dict):
        return
    if path[0] == _COUNTS and len(path) > 1:
        root.setdefault(path[1], 0)
    elif path[0] in _FLAGS and len(path) > 2:
        root.setdefault(path[1], {}).setdefault(path[2], 0 if path[2] in _NUMBERS else False)


def _first_line(error: RuntimeError) -> str:
    return str(error).partition("\n")[0]


_MAP = cel.Type.Map(cel.Type.STRING, cel.Type.DYN)
_ENVIRONMENT = cel.NewEnv(
    variables={**dict.fromkeys(ROOTS, _MAP), "now": cel.Type.TIMESTAMP}, functions=running_functions()
)
