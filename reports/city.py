"""What reports need to know of the city: its name, time zone, way of writing numbers, targets, laws."""

from dataclasses import dataclass

from casetypes.definitions import selectors
from casetypes.kernel.text import Texts

COMMA_DECIMALS = ("es-ES", "es-AR", "es-CL", "es-CO", "es-UY", "es-PY", "es-EC", "es-BO", "es-VE", "es-CR")


@dataclass(frozen=True)
class Target:
    """As the city wrote them (“8 hours”, “90%”); empty when it set none."""

    target: str = ""
    baseline: str = ""


@dataclass(frozen=True)
class Basis:
    """A law that the quarterly report rests on, and what it orders; both by language."""

    name: Texts
    orders: Texts


@dataclass(frozen=True)
class City:
    key: str
    name: Texts
    locale: str
    time_zone: str
    targets: dict[str, Target]
    office: str = ""
    basis: tuple[Basis, ...] = ()

    @property
    def comma_decimals(self) -> bool:
        return self.locale in COMMA_DECIMALS


def current() -> City:
    """The city of this installation, as published."""
    spec = selectors.city()
    targets = {
        key: Target(one.target or one.sla or "", one.baseline or "") for key, one in spec.targets.items()
    }
    office = spec.contact.get("office", "")
    basis = tuple(Basis(dict(one.name), dict(one.orders)) for one in spec.report.basis)
    return City(spec.key, dict(spec.name), spec.locale, spec.time_zone, targets, office, basis)
