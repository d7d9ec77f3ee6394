"""A second version of a service, and the shortest way to a batch."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from casetypes.access.actors import SYSTEM
from casetypes.cases.migration import batches
from casetypes.cases.models import MigrationBatch
from casetypes.definitions import revision, selectors
from casetypes.definitions.models import CaseType, CaseTypeVersion

Document = dict[str, Any]


def publish(key: str, change: Callable[[Document], None]) -> CaseTypeVersion:
    """The next version of a service, live, with something changed in the merged document of the live one."""
    live = selectors.live(key)
    document = deepcopy(live.document)
    document.pop("migrate", None)
    change(document)
    version = CaseTypeVersion.objects.create(
        case_type_id=key, number=live.number + 1, source=live.source, document=document,
        sha256=f"{live.number + 1:064d}", published_by="test",
    )  # fmt: skip
    CaseType.objects.filter(key=key).update(live=version)
    revision.renew()
    return version


def questions(document: Document) -> Document:
    """Fields of the page `problema` of the pothole service."""
    return document["form"]["problema"]["fields"]


def renamed(document: Document, old: str, new: str) -> None:
    """Another key for a field, in its place."""
    page = next(page for page in document["form"].values() if old in page["fields"])
    page["fields"] = {new if key == old else key: options for key, options in page["fields"].items()}


@pytest.fixture
def migrate(db) -> Callable[..., MigrationBatch]:
    """`migrate("bache", 2)`: every open case, to the end."""

    def _migrate(service: str, number: int, **kwargs: Any) -> MigrationBatch:
        batch = batches.begin(service, number, actor=SYSTEM, **kwargs)
        batches.start(batch.pk, actor=SYSTEM)
        return batches.proceed(batch.pk)

    return _migrate


@pytest.fixture
def undo(db) -> Callable[[MigrationBatch], MigrationBatch]:
    def _undo(batch: MigrationBatch) -> MigrationBatch:
        batches.undo(batch.pk, actor=SYSTEM)
        return batches.proceed(batch.pk)

    return _undo
