"""What the staff pages stand on: cases in the states that matter, and photos."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from casetypes.access.actors import Actor, for_user
from casetypes.access.models import User
from casetypes.cases import engine
from casetypes.cases.models import Case
from casetypes.evidence import services as evidence
from casetypes.fieldwork import services as fieldwork
from casetypes.kernel import clock
from tests.cast import MORNING
from tests.evidence.pictures import jpeg

FILLED = {"zona_segura": True, "corte_recto": True, "tecnica": "fria", "material_kg": 4.0}


def person(name: str) -> Actor:
    return for_user(User.objects.get(username=name))


def photo(name: str = "foto.jpg", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content if content is not None else jpeg(), content_type="image/jpeg")


def fresh(case: Case) -> Case:
    """The case as it is now (its protected state does not refresh in place)."""
    return Case.objects.get(pk=case.pk)


def url(name: str, *args: object) -> str:
    return reverse(f"workspace_{name}", args=args)


@pytest.fixture
def scheduled(report) -> Callable[..., Case]:
    """A pothole that Carla gave to Elena's crew."""

    def _scheduled(**answers: object) -> Case:
        case = report("bache", **answers)
        return engine.advance(case.folio, "programar", actor=person("carla"), input={"cuadrilla": "C1"})

    return _scheduled


@pytest.fixture
def in_work(scheduled) -> Callable[..., Case]:
    """The same, with the work begun by the crew."""
    return lambda **answers: engine.advance(scheduled(**answers).folio, "iniciar", actor=person("elena"))


@pytest.fixture
def to_verify(in_work) -> Callable[..., Case]:
    """A deep one, finished by Elena: somebody else has to verify it."""

    def _to_verify() -> Case:
        case, elena = in_work(profundidad_cm=15), person("elena")
        after = evidence.receive(
            content=jpeg(), name="despues.jpg", field="despues", kind="despues", case=case, actor=elena
        )
        answers = {**FILLED, "despues": [str(after.pk)]}
        fieldwork.fill_checklist(case.folio, "reparacion", actor=elena, answers=answers)
        return engine.advance(case.folio, "terminar", actor=elena)

    return _to_verify


@pytest.fixture
def many(report, morning) -> Callable[[int], list[Case]]:
    """Potholes that came in one after the other."""

    def _many(number: int) -> list[Case]:
        cases = []
        for minute in range(number):
            with clock.at(MORNING + timedelta(minutes=minute)):
                cases.append(report("bache"))
        return cases

    return _many
