"""Ana walks through a form as a browser without JavaScript does: one POST per page, following redirects by hand."""

from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import PLAZA
from tests.evidence.pictures import jpeg

PLACE = {
    "ubicacion_latitude": str(PLAZA["latitude"]),
    "ubicacion_longitude": str(PLAZA["longitude"]),
    "ubicacion_zone": "",
    "ubicacion_address": "Av. Juárez 123",
    "referencias": "",
}
PROBLEM = {
    "bache": ("problema", {"via": "calle", "profundidad_cm": "6", "lesionados": "false"}),
    "fuga_de_agua": (
        "fuga",
        {"origen": "calle", "tipo_de_agua": "potable", "caudal": "chorro", "sin_agua": "false"},
    ),
    "luminaria": ("luminaria", {"falla": "apagada", "lugar": "calle"}),
}
CONTACT = {"nombre": "Ana Contreras", "correo": "ana@example.org", "telefono": ""}


def photo(name: str = "bache.jpg", **how: Any) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, jpeg(**how), content_type="image/jpeg")


@dataclass
class Walk:
    """One browser in one form; `at` is where the last answer led."""

    client: Client
    service: str = "bache"
    prefix: str = ""
    at: str = field(default="", init=False)

    @property
    def root(self) -> str:
        return f"{self.prefix}/servicios/{self.service.replace('_', '-')}/reportar/"

    def page(self, page: str) -> str:
        return f"{self.root}paso/{page}/"

    @property
    def check(self) -> str:
        return f"{self.root}revisar/"

    def begin(self) -> str:
        self.at = self.client.get(self.root)["Location"]
        return self.at

    def answer(self, page: str, answers: dict[str, Any], *, change: bool = False) -> Any:
        response = self.client.post(self.page(page) + ("?cambio=1" if change else ""), answers)
        self.at = response.headers.get("Location", "")
        return response

    def to_check(self, **problem: Any) -> str:
        """Answers every page, the last one being the check page."""
        page, answers = PROBLEM[self.service]
        self.answer("lugar", PLACE)
        self.answer(page, {**answers, **problem})
        self.answer("contacto", CONTACT)
        self.answer("privacidad", {"aviso": "on"})
        return self.at

    def send(self) -> str:
        """The folio."""
        response = self.client.post(self.check)
        return response["Location"].rstrip("/").rpartition("/")[2]
