"""In which states an asset does not work, read from the `out_of_service` of every published version."""

import json
from typing import Any, cast

from casetypes.definitions.models import CaseTypeVersion

# By hash of the version: versions never change, so each is read once per process.
_known: dict[str, dict[str, object] | None] = {}


def as_json() -> str:
    """Rows (service, states, only_if) for SQL; the latest version of a service counts. `only_if` is "" for none."""
    versions = CaseTypeVersion.objects.order_by("number", "pk").values_list("case_type_id", "sha256", "pk")
    latest = {service: (digest, pk) for service, digest, pk in versions}
    _read([pk for digest, pk in latest.values() if digest not in _known])
    return json.dumps(
        [
            {"service": service, **found}
            for service, (digest, _pk) in sorted(latest.items())
            if (found := _known[digest])
        ]
    )


def _read(versions: list[int]) -> None:
    if not versions:
        return
    rows = CaseTypeVersion.objects.filter(pk__in=versions).values_list("sha256", "document")
    for digest, document in rows:
        said = cast(dict[str, Any], document).get("out_of_service")
        _known[digest] = {"states": said["in"], "only_if": said.get("only_if") or ""} if said else None
