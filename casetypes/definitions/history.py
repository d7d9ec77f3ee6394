"""The versions of a service as its history tells them: when, by whom, what kind of change, on what legal basis."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField, F
from django.db.models.expressions import RawSQL
from django.utils.translation import pgettext, pgettext_lazy

from casetypes.definitions.models import CaseTypeVersion

KINDS = {
    "first": pgettext_lazy("history", "first version"),
    "text": pgettext_lazy("history", "texts: running cases show them too"),
    "addition": pgettext_lazy("history", "additions"),
    "rule": pgettext_lazy("history", "rules"),
    "removal": pgettext_lazy("history", "something is taken away or takes another name"),
}
RENAME = pgettext_lazy("history", "something takes another name, as migrate says")
BASIS = "(definitions_casetypeversion.document::json #>> '{effective,basis}')"


@dataclass(frozen=True)
class Published:
    """One version. `basis` is the legal basis that it records, "" without one."""

    number: int
    published_at: datetime
    published_by: str
    sha256: str
    change: str
    basis: str

    @property
    def previous(self) -> int:
        """The number of the version that it replaced; 0 for the first."""
        return self.number - 1

    @property
    def words(self) -> str:
        """What kind of change it was and for whom, in the active language."""
        kind = str(KINDS.get(self.change, self.change))
        if self.change not in {"rule", "removal"}:
            return kind
        if self.basis:
            return pgettext("history", "%(kind)s; legal basis: %(basis)s") % {
                "kind": kind,
                "basis": self.basis,
            }
        return pgettext("history", "%(kind)s; without a legal basis, for new cases only") % {"kind": kind}


def versions_of(service: str) -> list[Published]:
    """The newest first; one query, without the documents."""
    rows = (
        CaseTypeVersion.objects.filter(case_type=service)
        .annotate(basis=RawSQL(BASIS, (), output_field=CharField(null=True)))  # noqa: S611 - no value of anybody
        .order_by(F("number").desc())
        .values_list("number", "published_at", "published_by", "sha256", "change", "basis")
    )
    return [Published(*row[:5], basis=(row[5] or "").strip()) for row in rows]
