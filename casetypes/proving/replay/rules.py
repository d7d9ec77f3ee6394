"""The rules of one version, each worked out once for every set of values it looks at."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, NamedTuple

from casetypes.definitions.compiled import CompiledService
from casetypes.definitions.schema.service import Transition
from casetypes.kernel import clock
from casetypes.kernel.business_time import Span
from casetypes.kernel.expressions import ExpressionRefused, references
from casetypes.proving.replay.recall import Recall
from casetypes.proving.replay.terms import Terms, secret_paths, shown, texts_of
from casetypes.proving.replay.verdict import Decided, Reasons
from casetypes.sla.reckoning import span_until

Roots = Mapping[str, Any]
SAID = tuple[tuple[str, str], ...]


class Budget(NamedTuple):
    """`span` None: its rule gave nothing, without what `broken` names."""

    span: Span | None
    reasons: Reasons
    broken: tuple[str, ...] = ()


class Way(NamedTuple):
    """Where a move leads by its rules: `goto` "" when that cannot be worked out."""

    goto: str
    said: tuple[SAID, ...]
    refer: str
    reasons: Reasons


class Rules:
    """Of the version that `terms` judges with. Raises nothing: what cannot be worked out is said in the answer."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.compiled: CompiledService = terms.judging
        self._secret = secret_paths(self.compiled)
        looked_at = [path for path in self.compiled.read_by_rules if path[0] != "calc"]
        self._decided = {
            False: Recall(looked_at, lambda roots: self._decide(roots, legacy=False)),
            True: Recall(looked_at, lambda roots: self._decide(roots, legacy=True)),
        }
        self._budgets: dict[tuple[str, bool], Recall[Budget]] = {}
        self._ways: dict[str, Recall[Way]] = {}
        self._missing = Recall(self._conditions, self._asked)

    def decided(self, roots: Roots, *, legacy: bool) -> Decided:
        return self._decided[legacy](roots)

    def budget(self, key: str, roots: Roots, *, legacy: bool) -> Budget:
        """How long a clock may take that starts now."""
        found = self._budgets.get((key, legacy))
        if found is None:
            spec = self.compiled.spec.clocks[key]
            texts = [rule.when for rule in spec.budget if rule.when] + ([spec.until] if spec.until else [])
            looked_at = _paths(texts) | ({("now",)} if spec.until else set())
            found = self._budgets[key, legacy] = Recall(
                looked_at, lambda roots: self._budget(key, texts, roots, legacy)
            )
        return found(roots)

    def way(self, key: str, roots: Roots) -> Way:
        """Where a transition leads, which of its requirements fail, and the desk that it refers to."""
        found = self._ways.get(key)
        if found is None:
            spec = self.compiled.spec.transitions[key]
            refers = [call.args.desk for call in _refers(spec)]
            found = self._ways[key] = Recall(
                _paths([*texts_of(spec), *refers]), lambda roots: self._way(key, spec, roots)
            )
        return found(roots)

    def required(self, roots: Roots) -> frozenset[str]:
        """Questions that must be answered and that these answers lead to; of personal ones only those that are new."""
        return self._missing(roots)

    @cached_property
    def unasked(self) -> frozenset[str]:
        """Answers that calculations, priority and budgets read and that these cases were never asked for."""
        spec = self.compiled.spec
        texts = [calc.formula for calc in spec.calc.values()]
        texts += [rule.when for rule in spec.priority if rule.when]
        texts += [rule.when for each in spec.clocks.values() for rule in each.budget if rule.when]
        return self.terms.unasked(texts)

    @property
    def _conditions(self) -> frozenset[tuple[str, ...]]:
        pages = self.compiled.spec.form.values()
        texts = [page.when for page in pages if page.when]
        texts += [field.when for page in pages for field in page.fields.values() if field.when]
        return _paths(texts)

    def _asked(self, roots: Roots) -> frozenset[str]:
        fields = self.compiled.asked(roots["form"], {"now": roots["now"]})
        return frozenset(
            key
            for key, field in fields.items()
            if field.required and not (field.is_personal and key in self.terms.asked)
        )

    def _decide(self, roots: Roots, *, legacy: bool) -> Decided:
        compiled, spec = self.compiled, self.compiled.spec
        with clock.at(roots["now"]):
            try:
                computed = compiled.calc(roots["form"], legacy=legacy)
                decided = compiled.priority({**roots, "calc": computed.values}, legacy=legacy)
            except ExpressionRefused as refused:
                return Decided({}, "normal", (), broken=self._lacking(refused, roots))
        rule = decided.rule
        texts = [each.when for each in spec.priority[: None if rule is None else rule + 1] if each.when]
        if rule is not None and spec.priority[rule].when:
            texts = texts[-1:]
        reasons = shown(self._secret, texts, {**roots, "calc": computed.values})
        return Decided(computed.values, decided.priority, reasons, computed.fell_back or decided.fell_back)

    def _budget(self, key: str, texts: list[str], roots: Roots, legacy: bool) -> Budget:
        spec = self.compiled.spec.clocks[key]
        with clock.at(roots["now"]):
            try:
                if spec.until:
                    span = span_until(roots["now"], *self.compiled.until(key, roots))
                    return Budget(span, shown(self._secret, texts, roots))
                found = self.compiled.budget(key, roots, legacy=legacy)
            except ExpressionRefused as refused:
                return Budget(None, (), self._lacking(refused, roots))
        when = spec.budget[found.rule].when
        return Budget(found.span, shown(self._secret, [when] if when else texts, roots))

    def _way(self, key: str, spec: Transition, roots: Roots) -> Way:
        compiled = self.compiled
        with clock.at(roots["now"]):
            failed = [each for each in spec.require if self._fails(each.that, roots, key)]
            said = tuple(tuple(each.otherwise.items()) for each in failed)
            try:
                branch = compiled.branch(key, roots)
            except ExpressionRefused:
                return Way("", said, "", shown(self._secret, [each.that for each in failed], roots))
            refer = self._refer([*spec.do, *branch.do], key, roots)
        before = spec.to[: spec.to.index(branch) + 1]
        texts = [each.when for each in before if each.when]
        texts = [each.that for each in failed] or (texts[-1:] if branch.when else texts)
        return Way(branch.goto, said, refer, shown(self._secret, texts, roots))

    def _fails(self, text: str, roots: Roots, key: str) -> bool:
        """Whether a requirement does not hold, as far as what it reads was written down."""
        return not self.terms.unknown([text], key) and not self._holds(text, roots, key)

    def _holds(self, text: str, roots: Roots, key: str) -> bool:
        try:
            return self.compiled.holds(text, roots, key)
        except ExpressionRefused:
            return False

    def _refer(self, calls: list[Any], key: str, roots: Roots) -> str:
        """The desk of the last `refer` that can be worked out."""
        desk = ""
        for call in calls:
            if call.name == "refer" and not self.terms.unknown([call.args.desk], key):
                try:
                    desk = str(self.compiled.value(call.args.desk, roots, key))
                except ExpressionRefused:
                    continue
        return desk

    def _lacking(self, refused: ExpressionRefused, roots: Roots) -> tuple[str, ...]:
        """The answers that the rule reads and the case does not have; else the rule itself."""
        form = roots["form"]
        paths = sorted(path for path in references(refused.expression) if path[0] == "form" and path[1:])
        lacking = tuple(f"form.{path[1]}" for path in paths if form.get(path[1]) is None)
        return tuple(dict.fromkeys(lacking)) or (refused.expression,)


def _refers(spec: Transition) -> list[Any]:
    calls = [*spec.do, *(call for branch in spec.to for call in branch.do)]
    return [call for call in calls if call.name == "refer"]


def _paths(texts: list[str]) -> frozenset[tuple[str, ...]]:
    return frozenset(path for text in texts for path in references(text))
