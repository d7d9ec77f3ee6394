"""Hugo writes a service in a real browser, Irene publishes it, Ana reports it, Carla has it in her queue."""

from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from casetypes.definitions import selectors as definitions
from casetypes.intake.services import Submission, submit
from tests.cast import ANSWERS, CONTACT, PLAZA
from tests.journeys.test_staff_closure import outside, press, sessions, staff, visit  # noqa: F401  fixtures
from tests.journeys.windows import DESK, PHONE, assert_good, window

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def type_at_the_end_of(page: Page, line: str, text: str) -> None:
    """The cursor goes behind a line of the text; what follows is typed."""
    page.evaluate(
        """line => {
            const editor = ace.edit(document.querySelector(".st-ace"));
            const row = editor.session.getDocument().getAllLines().indexOf(line);
            editor.gotoLine(row + 1, line.length); editor.focus();
        }""",
        line,
    )
    page.keyboard.type(text)


def begin_a_copy(page: Page, title: str, english: str) -> None:
    visit(page, "/admin/servicios/")
    press(page, "Nuevo servicio")
    assert_good(page)
    page.get_by_label("Nombre en español").fill(title)
    page.get_by_label("Nombre en inglés").fill(english)
    page.get_by_label("Mesa que lo atiende").select_option("bacheo")
    page.get_by_label("Empezar con").select_option("bache")
    press(page, "Empezar el borrador")


def test_a_service_from_its_first_line_to_its_first_case(staff, live_server, chromium):  # noqa: F811
    with staff("hugo") as page:
        begin_a_copy(page, "Banqueta dañada", "Damaged sidewalk")
        expect(page.locator(".st-verdict--good")).to_be_visible()
        type_at_the_end_of(page, "desk: bacheo", "s")
        expect(page.locator(".st-problem")).to_contain_text("Una mesa que no existe")
        expect(page.locator(".ace_gutter-cell.ace_error")).to_have_count(1)
        assert_good(page)
        page.locator(".st-place").click()
        page.keyboard.press("End")
        page.keyboard.press("Backspace")
        expect(page.locator(".st-verdict--good")).to_be_visible()
        page.locator("#note").fill("Servicio que pidió la gente")
        press(page, "Guardar y enviar")
        expect(page.locator("main")).to_contain_text("Usted escribió parte de este texto")
        expect(page.get_by_role("button", name="Aprobar y publicar")).to_have_count(0)
        assert_good(page)
        address = page.url.removeprefix(live_server.url)
    with staff("irene", PHONE, "dark") as page:
        visit(page, "/admin/")
        page.get_by_role("link", name="Revisar «Banqueta dañada»").click()
        assert page.url.endswith(address)
        assert_good(page)
        press(page, "Aprobar y publicar")
        expect(page.locator("main")).to_contain_text("Banqueta dañada")
        assert_good(page)
    with window(chromium, f"{live_server.url}/servicios/?q={quote('banqueta')}") as page:
        page.get_by_role("link", name="Banqueta dañada").first.click()
        assert_good(page)
    case = outside(_report)
    with staff("carla") as page:
        visit(page, "/admin/mesas/bacheo/")
        expect(page.locator("main")).to_contain_text("Banqueta dañada")
        visit(page, f"/admin/casos/{case}/")


def _report() -> str:
    answers = {**ANSWERS["bache"], "ubicacion": PLAZA, **CONTACT}
    assert definitions.live("banqueta_danada").number == 1
    case = submit(Submission(service="banqueta_danada", answers=answers, channel="web", language="es"))
    return case.folio


@pytest.mark.parametrize(
    ("size", "scheme"), [(PHONE, "light"), (DESK, "dark")], ids=["phone-light", "desk-dark"]
)
def test_the_pages_are_accessible_and_fit_and_the_editor_lets_the_keyboard_out(staff, size, scheme):  # noqa: F811
    with staff("hugo", size, scheme) as page:
        visit(page, "/admin/servicios/bache/")
        press(page, "Editar")
        assert_good(page)
        type_at_the_end_of(page, "desk: bacheo", "s")
        expect(page.locator(".st-problem")).to_have_count(1)
        assert_good(page)
        page.keyboard.press("Escape")
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name="Guardar", exact=True)).to_be_focused()


def test_a_text_that_was_not_saved_is_offered_again(staff):  # noqa: F811
    with staff("hugo") as page:
        visit(page, "/admin/servicios/luminaria/")
        press(page, "Editar")
        type_at_the_end_of(page, "kind: service", " # de Hugo")
        expect(page.locator("[data-state]")).to_have_text("Sin guardar")
        page.on("dialog", lambda dialog: dialog.accept())
        page.reload()
        page.locator("[data-rescue-take]").click()
        assert "# de Hugo" in page.locator("#text").input_value()
        press(page, "Guardar")
        expect(page.locator("[data-rescue]")).to_be_hidden()
        assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('agora-draft-'))") == []


def test_a_session_that_ended_is_told_and_the_text_stays(staff):  # noqa: F811
    with staff("hugo") as page:
        visit(page, "/admin/servicios/bache/")
        press(page, "Editar")
        page.context.clear_cookies()
        type_at_the_end_of(page, "desk: bacheo", "s")
        expect(page.locator("[data-lost]")).to_be_visible()
        assert "desk: bacheos" in page.locator("#text").input_value()
