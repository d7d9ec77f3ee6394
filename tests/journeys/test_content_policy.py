"""The content policy in a real browser: no page does what it forbids."""

import pytest
from django.conf import settings
from django.test import Client
from wagtail.models import Page as SitePage

from casetypes.access.models import User
from tests.cast import sign_in
from tests.journeys.windows import DESK, window

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
TELL = """document.addEventListener('securitypolicyviolation', e => console.error(
  'POLICY ' + e.effectiveDirective + ' ' + e.blockedURI + ' at ' + e.sourceFile + ':' + e.lineNumber))"""
PUBLIC = ["/", "/en/", "/guia-de-estilo/", "/buscar/?q=bache", "/nada/", "/servicios/bache/reportar/"]


@pytest.fixture
def pages(live_server, chromium):
    """`pages(addresses, cookie)`: what the browser refused on each of them."""

    def visit(addresses: list[str], session: str = "") -> list[str]:
        refused: list[str] = []
        with window(chromium, viewport=DESK) as page:
            page.context.add_init_script(TELL)
            page.on(
                "console",
                lambda said: refused.append(f"{page.url} {said.text}") if "POLICY" in said.text else 0,
            )
            if session:
                page.context.add_cookies(
                    [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
                )
            for address in addresses:
                page.goto(live_server.url + address)
                page.wait_for_load_state("networkidle")
        return refused

    return visit


def test_no_public_page_does_what_its_policy_forbids(pages, report):
    folio = report("bache").folio
    of_each_kind = {(page.content_type_id, page.locale_id): page for page in SitePage.objects.live()}
    shown = [page.url for page in of_each_kind.values() if page.url]
    addresses = [*PUBLIC, *shown, f"/seguimiento/{folio}/", f"/reportes/{folio}/"]
    assert pages(list(dict.fromkeys(addresses))) == []


@pytest.mark.parametrize("name", ["carla", "hugo"])
def test_no_staff_page_does_what_its_policy_forbids(pages, report, name):
    folio = report("bache").folio
    client = Client()
    user = User.objects.get(username=name)
    user.is_superuser = name == "hugo"
    user.save()
    sign_in(client, user)
    home = SitePage.objects.filter(depth=2).first()
    addresses = [
        "/admin/", "/admin/mesas/bacheo/", f"/admin/casos/{folio}/", "/admin/captura/", "/admin/trabajo/",
        "/admin/account/",
    ]  # fmt: skip
    if name == "hugo":
        addresses += [
            f"/admin/pages/{home.pk}/", f"/admin/pages/{home.pk}/edit/", "/admin/images/", "/admin/images/add/",
            "/admin/documents/", "/admin/users/", "/admin/users/add/", "/admin/reports/site-history/",
        ]  # fmt: skip
    assert pages(addresses, client.cookies[settings.SESSION_COOKIE_NAME].value) == []


def test_a_date_field_of_the_admin_still_opens_its_calendar(live_server, chromium):
    client = Client()
    user = User.objects.get(username="hugo")
    user.is_superuser = True
    user.save()
    sign_in(client, user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    with window(chromium, viewport=DESK) as page:
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
        )
        page.goto(f"{live_server.url}/admin/reports/site-history/")
        page.wait_for_load_state("networkidle")
        assert page.locator("template[data-chooser]").count() == 0
        assert page.locator(".xdsoft_datetimepicker").count() == 2
