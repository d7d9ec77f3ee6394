"""`make screenshots`: the pictures of the README, taken from a running city, or from one started for it.

They are small WebP files beside this one. The city has to hold demonstration cases; nothing is reported, a form is
only filled up to "check your answers". The page of the PDF needs `pdftoppm` (package poppler-utils).
"""

import io
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import django
from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
TARGET = Path(__file__).parent / "screenshots"
PHONE = {"width": 390, "height": 800}
DESK = {"width": 1280, "height": 860}
TALLEST = 1500
LARGEST_BYTES = 150_000
FLAGS = "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --no-first-run"


@dataclass(frozen=True)
class Facts:
    """What the database knows that pictures are taken of; gathered before a browser is open."""

    tracking: str
    case: str
    desk: str
    checklist: str
    point: dict[str, float]
    sessions: dict[str, str]


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    address = f"http://localhost:{os.environ.get('PORT') or '8000'}"
    TARGET.mkdir(exist_ok=True)
    with city(address) as started:
        if started:  # its database is known to processes that begin now
            subprocess.run([sys.executable, "-m", "tests.docs.screenshots"], cwd=ROOT, check=True)
            return
        django.setup()
        facts = gather()
        report()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS.split())
            take(browser, address, facts)
            browser.close()
    say(f"{len(list(TARGET.glob('*.webp')))} pictures in {TARGET.relative_to(ROOT)}")


def say(text: str) -> None:
    sys.stdout.write(text + "\n")


def chromium() -> str:
    from config.runtime import packages

    return packages.find_chromium() or sys.exit(
        "No Chromium on this machine: make test installs it where it may."
    )


@contextmanager
def city(address: str) -> Iterator[bool]:
    """The running city; otherwise one that is started and stopped again. Whether it was started."""
    from config.runtime.app import healthy

    port = int(address.rpartition(":")[2])
    if healthy(port):
        yield False
        return
    say("No city is running: starting one (its output is in var/).")
    process = subprocess.Popen(
        [sys.executable, ROOT / "config/runtime/__main__.py", "run"],
        stdout=subprocess.DEVNULL,
        process_group=0,
    )
    try:
        while not healthy(port):
            if process.poll() is not None:
                sys.exit("It did not start. Try: make run")
            time.sleep(1)
        yield True
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()


def gather() -> Facts:
    from casetypes.access.actors import for_user
    from casetypes.access.models import User
    from casetypes.cases.models import Case
    from casetypes.cases.selectors import visible_to
    from casetypes.definitions import selectors
    from casetypes.evidence.models import Attachment

    cases = Case.objects.filter(demonstration=True)
    after = Attachment.objects.exclude(kind="").values("case")
    before = Attachment.objects.filter(kind="").values("case")
    closed = cases.filter(public_status="resolved", case_type="bache", pk__in=after).order_by("-opened_at")
    shown = closed.filter(pk__in=before).first() or closed.first() or cases.latest("opened_at")
    of_desk = cases.filter(final_kind="", desk=shown.desk_id, overdue=False)
    waiting = of_desk.order_by("-priority", "opened_at").first() or shown
    middle = cases.exclude(latitude=None).first()
    point = {"latitude": middle.latitude, "longitude": middle.longitude} if middle else {}
    hers = visible_to(for_user(User.objects.get(username="carla"))).filter(demonstration=True, final_kind="")
    checklist = next(
        (
            f"/admin/casos/{case.folio}/listas/{key}/"
            for case in hers.order_by("case_type", "-opened_at")
            for key, spec in selectors.compiled(case.version_id).spec.checklists.items()
            if case.state in spec.open_in
        ),
        "",
    )
    return Facts(shown.folio, waiting.folio, shown.desk_id, checklist, point, sessions())


def sessions() -> dict[str, str]:
    """A signed-in browser session for each person of the demonstration, without knowing a password."""
    from django.conf import settings
    from django.test import Client

    from casetypes.access.models import User
    from tests.cast import sign_in

    people = User.objects.filter(username__in=["carla", "diego", "hugo", "admin"])
    return {
        user.username: sign_in(Client(), user).cookies[settings.SESSION_COOKIE_NAME].value for user in people
    }


def take(browser: Browser, address: str, facts: Facts) -> None:
    shoot = _shooter(browser, address, facts)
    shoot("home", "/", DESK)
    shoot("transparency", "/transparencia/", DESK, tall=True)
    shoot("tracking", f"/seguimiento/{facts.tracking}/", PHONE, tall=True)
    shoot("queue", f"/admin/mesas/{facts.desk}/", DESK, who="carla")
    shoot("case", f"/admin/casos/{facts.case}/", DESK, who="carla")
    if facts.checklist:
        shoot("checklist", facts.checklist, PHONE, who="carla", tall=True)
    else:
        say("No checklist is open now: that picture stays as it was.")
    with window(browser, address, PHONE, facts) as page:
        fill(page, facts)
    with window(browser, address, DESK, facts, "hugo") as page:
        write_definition(page)


@contextmanager
def window(
    browser: Browser, address: str, size: dict[str, int], facts: Facts, who: str = ""
) -> Iterator[Page]:
    context = browser.new_context(
        viewport=size, device_scale_factor=1.5 if size is PHONE else 1, locale="es-MX", base_url=address,
        geolocation=facts.point or None, permissions=["geolocation"] if facts.point else [],
        reduced_motion="reduce",
    )  # fmt: skip
    if who:
        context.add_cookies([{"name": "sessionid", "value": facts.sessions[who], "url": address}])
    yield context.new_page()
    context.close()


def _shooter(browser: Browser, address: str, facts: Facts) -> Callable[..., None]:
    def shoot(name: str, path: str, size: dict[str, int], *, who: str = "", tall: bool = False) -> None:
        with window(browser, address, size, facts, who) as page:
            answer = page.goto(path)
            if answer is None or not answer.ok:
                sys.exit(f"{path} answered {answer.status if answer else 'nothing'}.")
            page.wait_for_load_state("networkidle")
            keep(name, page, tall=tall)

    return shoot


def fill(page: Page, facts: Facts) -> None:
    """A report up to the last page before sending."""
    from casetypes.intake.demonstration import pictures
    from casetypes.kernel import clock

    page.goto("/servicios/bache/reportar/")
    press(page, "Continuar")
    press(page, "Usar mi posición")
    expect(page.locator("[name=ubicacion_latitude]")).not_to_have_value("")
    press(page, "Continuar")
    page.get_by_label("Avenida o bulevar").check()
    page.locator("[name=profundidad_cm]").fill("15")
    page.locator("[name=ancho_m]").fill("0.8")
    page.get_by_label("No", exact=True).check()
    shot = pictures.Shot(
        clock.now(), (facts.point["latitude"], facts.point["longitude"]), "America/Monterrey"
    )
    drawn = {
        "name": "bache.jpg",
        "mimeType": "image/jpeg",
        "buffer": pictures.draw(3, shot, category="", done=False),
    }
    page.locator("[type=file]").set_input_files(drawn)
    page.wait_for_timeout(400)
    keep("form", page, tall=True)
    press(page, "Continuar")
    page.locator("[name=correo]").fill("ana@example.org")
    press(page, "Continuar")
    page.get_by_role("checkbox").check()
    press(page, "Continuar")
    page.wait_for_load_state("networkidle")
    keep("check", page, tall=True)


def write_definition(page: Page) -> None:
    """A draft with one mistake in it, given up afterwards."""
    page.goto("/admin/servicios/bache/")
    if not page.get_by_role("button", name="Editar").count():
        say("Somebody writes that service now: the picture of the editor stays as it was.")
        return
    press(page, "Editar")
    page.wait_for_load_state("networkidle")
    page.evaluate("ace.edit(document.querySelector('.st-ace')).find('desk: bacheo')")
    page.locator(".st-ace textarea").press("End")
    page.keyboard.type("s")
    expect(page.locator(".st-problem")).to_be_visible()
    keep("editor", page, tall=False)
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("link", name="Abandonar este borrador").click()
    press(page, "Abandonar el borrador")


def press(page: Page, label: str) -> None:
    page.get_by_role("button", name=label, exact=True).click()


def keep(name: str, page: Page, *, tall: bool) -> None:
    picture = Image.open(io.BytesIO(page.screenshot(full_page=tall, animations="disabled"))).convert("RGB")
    limit = int(TALLEST * (1.5 if page.viewport_size == PHONE else 0.9))
    write(name, picture.crop((0, 0, picture.width, min(picture.height, limit))))


def write(name: str, picture: Image.Image) -> None:
    """As good as fits into the limit."""
    for quality in (82, 70, 55, 40):
        stream = io.BytesIO()
        picture.save(stream, "WEBP", quality=quality, method=6)
        if stream.tell() <= LARGEST_BYTES:
            break
    (TARGET / f"{name}.webp").write_bytes(stream.getvalue())
    say(f"  {name}: {picture.width} × {picture.height}, {stream.tell() // 1000} kB")


def report() -> None:
    """A page of the quarterly report of the quarter before this one."""
    from django.core.management import call_command

    from casetypes.kernel import clock

    if not shutil.which("pdftoppm"):
        say("No pdftoppm here (poppler-utils): the picture of the report stays as it was.")
        return
    month, year = clock.now().month, clock.now().year
    quarter, year = ((month - 1) // 3, year) if month > 3 else (4, year - 1)
    with tempfile.TemporaryDirectory() as folder:
        pdf = Path(folder) / "report.pdf"
        call_command("quarterly_report", quarter=f"{year}Q{quarter}", output=pdf, stdout=io.StringIO())
        command = ["pdftoppm", "-png", "-r", "80", "-f", "1", "-l", "2", pdf, Path(folder) / "page"]
        subprocess.run(command, check=True)
        pages = [Image.open(path).convert("RGB") for path in sorted(Path(folder).glob("page*.png"))]
        both = Image.new("RGB", (sum(page.width for page in pages) + 16, pages[0].height), "#8a8f98")
        for number, page in enumerate(pages):
            both.paste(page, (number * (page.width + 16), 0))
        write("report", both)


if __name__ == "__main__":
    main()
