"""What the staff do to a pothole, in short, and how its pages are addressed."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from casetypes.access.actors import Actor, for_user
from casetypes.access.models import User
from casetypes.cases import engine
from casetypes.cases.models import Case
from casetypes.evidence import services as evidence
from casetypes.fieldwork import services as fieldwork
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


def schedule(case: Case, crew: str = "C1") -> Case:
    """Carla gives it to a crew; Elena's, unless another is named."""
    return engine.advance(case.folio, "programar", actor=person("carla"), input={"cuadrilla": crew})


def begin(case: Case) -> Case:
    """The crew has begun."""
    return engine.advance(schedule(case).folio, "iniciar", actor=person("elena"))


def finish(case: Case) -> Case:
    """Elena has filled the checklist, added the photo and finished."""
    case, elena = begin(case), person("elena")
    after = evidence.receive(
        content=jpeg(), name="despues.jpg", field="despues", kind="despues", case=case, actor=elena
    )
    answers = {**FILLED, "despues": [str(after.pk)]}
    fieldwork.fill_checklist(case.folio, "reparacion", actor=elena, answers=answers)
    return engine.advance(case.folio, "terminar", actor=elena)
