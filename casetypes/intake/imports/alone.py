"""One run of a mapping at a time, in the whole installation."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from casetypes.definitions import selectors
from casetypes.intake.models import ImportRun
from casetypes.kernel import clock
from casetypes.kernel.errors import Conflict
from casetypes.kernel.exclusive import exclusively


class ImportBusy(Conflict):
    code = "import-busy"


@contextmanager
def alone(mapping_key: str) -> Iterator[None]:
    """Raises ImportBusy, with who runs since when, while another run lasts; the lock dies with its connection."""
    with exclusively(connection, f"import:{mapping_key}") as free:
        if not free:
            raise ImportBusy(_busy(mapping_key))
        yield


def _busy(mapping_key: str) -> str:
    runs = ImportRun.objects.filter(mapping=mapping_key, finished_at=None).select_related("started_by")
    running = runs.annotate(since=Coalesce("resumed_at", "started_at")).order_by("-since").first()
    if running is None:
        return _("An import of “%(key)s” is running already.") % {"key": mapping_key}
    since = clock.local(running.resumed_at or running.started_at, selectors.city().time_zone)
    says = {
        "key": mapping_key,
        "who": running.started_by.get_username() if running.started_by else _("the command line"),
        "since": f"{since:%Y-%m-%d %H:%M}",
        "file": running.file_name,
        "rows": running.read,
    }
    return (
        _(
            "An import of “%(key)s” is running already: %(file)s, started by %(who)s at %(since)s, %(rows)d rows so "
            "far. Wait until it has ended and start again; nothing was changed."
        )
        % says
    )
