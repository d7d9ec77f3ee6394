"""Hugo tries a draft in a real browser: what holds, what fails and why, readable at any width without JavaScript."""

import pytest
from playwright.sync_api import expect

from casetypes.access.actors import for_user
from casetypes.access.models import User
from casetypes.definitions import selectors as definitions
from cms.studio import services
from tests.journeys.test_staff_closure import press, sessions, staff, visit  # noqa: F401  fixtures
from tests.journeys.windows import DESK, PHONE, assert_good

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def broken(transactional_db) -> int:
    """A draft of the potholes in which one scenario expects what does not come."""
    hugo = for_user(User.objects.get(username="hugo"))
    draft = services.start("bache", actor=hugo)
    text = definitions.live("bache").source.replace("{state: turnado, public: referred,", "{state: recibido,")
    return services.save(draft.pk, text, expected_revision=1, actor=hugo).pk


def test_a_draft_is_tried_and_its_failure_is_read_on_a_phone_too(broken, staff, live_server, chromium):  # noqa: F811
    with staff("hugo", DESK) as page:
        visit(page, f"/admin/borradores/{broken}/")
        expect(page.locator(".st-proof")).to_contain_text("todavía no se prueba")
        press(page, "Correr los escenarios")
        expect(page.locator(".st-verdict--error")).to_contain_text("Falla 1 escenario")
        expect(page.locator(".st-mismatch")).to_contain_text("turnado")
        assert_good(page)
    with staff("hugo", PHONE, "dark") as page:
        visit(page, f"/admin/borradores/{broken}/escenarios/")
        expect(page.locator(".st-mismatch")).to_be_visible()
        assert_good(page)
        visit(page, f"/admin/borradores/{broken}/")
        expect(page.locator(".st-proof")).to_contain_text("así no se puede publicar")
        assert_good(page)
