"""One small service of the live city, told with other scenarios."""

from collections.abc import Callable

import pytest

from casetypes.definitions.selectors import live
from casetypes.proving.scenarios.account import Proof
from casetypes.proving.scenarios.running import run_text

GIVEN = (
    "given: {profundidad_cm: 6, via: calle, lesionados: false, ubicacion: [25.5393, -103.4602],"
    " correo: ana@example.org, aviso: true}"
)
REPAIR = "{zona_segura: true, corte_recto: true, tecnica: fria, material_kg: 4.0}"


def told(*steps: str, given: str = GIVEN) -> str:
    """The live text of the potholes with one scenario in the place of all its own."""
    text = live("bache").source.partition("\nscenarios:\n")[0]
    lines = [f"      - {{{step}}}" for step in steps]
    return "\n".join(
        [
            text,
            "scenarios:",
            "  prueba:",
            f"    {given}",
            "    at: 2026-12-01 09:00",
            "    steps:",
            *lines,
            "",
        ]
    )


@pytest.fixture
def run(db: None) -> Callable[..., Proof]:
    """`run("by: …, do: …", …)`: the proof of those steps."""
    return lambda *steps, given=GIVEN: run_text(told(*steps, given=given), key="bache")


@pytest.fixture
def said(run: Callable[..., Proof]) -> Callable[..., str]:
    """What the one failing scenario says, without its place."""

    def words(*steps: str, given: str = GIVEN) -> str:
        [problem] = run(*steps, given=given).problems
        return str(problem.message)

    return words
