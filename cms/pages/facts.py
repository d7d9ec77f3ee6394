"""What a citizen is told about a service before reporting: all of it from the definition, none from an editor."""

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from casetypes.definitions import selectors
from casetypes.definitions.compiled import CompiledService
from casetypes.definitions.schema.service import Clock, Page
from casetypes.kernel.errors import NotFound
from casetypes.kernel.text import pick
from cms.components.shapes import Step
from cms.pages import addresses, spans


@dataclass(frozen=True)
class Promise:
    """A deadline the city sets itself: "Solution: 2 to 5 working days"."""

    title: str
    time: str


@dataclass(frozen=True)
class Facts:
    key: str
    title: str
    summary: str
    category: str
    department: str
    purpose: str
    requirements: tuple[str, ...]
    cost: str
    legal_basis: tuple[str, ...]
    duration: str
    promises: tuple[Promise, ...]
    questions: tuple[Step, ...]
    personal: bool
    confidential: bool
    report_url: str
    url: str


def live_service(key: str) -> CompiledService | None:
    """The live definition of that key, or None when the city does not offer it (any more)."""
    try:
        return selectors.live_service(key).compiled
    except NotFound:
        return None


def offered_service(key: str) -> CompiledService | None:
    """The same, only if the public may ask for it: what staff open, and what is retired, has no page."""
    compiled = live_service(key)
    return compiled if compiled is not None and compiled.spec.for_everyone else None


def of(compiled: CompiledService) -> Facts:
    """In the active language."""
    spec, language, city = compiled.spec, get_language() or "es", selectors.city()
    return Facts(
        key=spec.key,
        title=pick(spec.title, language),
        summary=pick(spec.summary, language),
        category=pick(city.categories.get(spec.category, {}), language),
        department=pick(city.departments.get(spec.steward, {}), language),
        purpose=pick(spec.about.purpose, language),
        requirements=tuple(pick(each, language) for each in spec.about.requirements),
        cost=pick(spec.about.cost, language),
        legal_basis=tuple(spec.about.legal_basis) or _basis(compiled),
        duration=pick(spec.about.duration, language),
        promises=tuple(_promise(clock, language) for clock in spec.clocks.values() if clock.budget),
        questions=tuple(_question(page, language) for page in spec.form.values() if not page.by_office),
        personal=bool(compiled.personal_fields),
        confidential=spec.confidential,
        report_url=addresses.report(spec.key),
        url=addresses.service(spec.key),
    )


def _basis(compiled: CompiledService) -> tuple[str, ...]:
    effective = compiled.spec.effective
    return (effective.basis,) if effective and effective.basis else ()


def _promise(clock: Clock, language: str) -> Promise:
    return Promise(
        pick(clock.title, language) or _("Answer"), spans.range_words(rule.span for rule in clock.budget)
    )


def _question(page: Page, language: str) -> Step:
    if page.goes_with_personal:
        return Step(pick(page.title, language), _("Only if you give personal data."))
    return Step(pick(page.title, language), _("Only when your answers call for it.") if page.when else "")
