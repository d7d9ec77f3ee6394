"""What is made on demand: the quarterly report as PDF, and the lint of a catalogue of 200 services."""

import io
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from casetypes.cases.models import Case
from casetypes.definitions.linter.run import lint_city
from casetypes.definitions.loader import load_city
from tests.bench.bench import Bench
from tests.bench.figures import figure
from tests.bench.load import Load

SERVICES = 200


def measure(bench: Bench) -> None:
    quarter = _busiest_quarter()
    bench.add(figure("PDF of a quarter", bench.size, 1, [_timed(lambda: _report(quarter))]))
    if bench.size == bench.options.sizes[0]:
        with tempfile.TemporaryDirectory() as folder:
            city = many_services(settings.CITY_DIR, Path(folder) / "city", SERVICES)
            rounds = [_timed(lambda: _lint(city)) for _ in range(2)]
        bench.add(figure(f"lint of {SERVICES} services", bench.size, 1, rounds))


def _timed(work: Callable[[], object]) -> Load:
    began = time.perf_counter()
    work()
    took = time.perf_counter() - began
    return Load([took], took)


def _report(quarter: str) -> None:
    call_command("quarterly_report", quarter=quarter, stdout=io.StringIO())


def _busiest_quarter() -> str:
    """The quarter of the case in the middle of the table, which is over."""
    middle = (Case.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) // 2
    opened = Case.objects.filter(pk__gte=middle).order_by("pk").values_list("opened_at", flat=True)[0]
    return f"{opened.year}Q{(opened.month + 2) // 3}"


def many_services(city: Path, folder: Path, number: int) -> Path:
    """A copy of the city whose catalogue is as long: its own services again and again under other keys."""
    shutil.copytree(city, folder)
    shipped = sorted((city / "services").glob("*.yaml"))
    for at in range(number - len(shipped)):
        source = shipped[at % len(shipped)]
        text = source.read_text("utf-8").replace(f"\nkey: {source.stem}\n", f"\nkey: {source.stem}_{at}\n", 1)
        (folder / "services" / f"{source.stem}_{at}.yaml").write_text(text, "utf-8")
    return folder


def _lint(city: Path) -> None:
    lint_city(load_city(city))
