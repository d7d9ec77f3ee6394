"""Reports in the admin: who sees the page, asking, watching, downloading."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from casetypes.access.actors import Actor
from casetypes.access.models import User
from casetypes.kernel import clock as time
from reports import files, tasks
from reports.models import QuarterlyReport
from tests.cast import sign_in
from tests.reports.rows import at, case

pytestmark = pytest.mark.django_db
NOW = at("2024-02-01 12:00")


@pytest.fixture(autouse=True)
def one_factor(settings):
    """The second factor has tests of its own."""
    settings.WAGTAIL_2FA_REQUIRED = False


def signed_in(actor: Actor) -> Client:
    client = Client()
    sign_in(client, User.objects.get(pk=actor.user_id))
    return client


def test_a_supervisor_asks_and_watches(diego, monkeypatch, django_capture_on_commit_callbacks):
    sent: list[int] = []
    monkeypatch.setattr(tasks.make_report, "apply_async", lambda args, **_options: sent.extend(args))
    case("2023-10-02 09:00")
    client = signed_in(diego)
    address = reverse("workspace_reports")
    with time.at(NOW), django_capture_on_commit_callbacks(execute=True):
        asked = client.post(address, {"period": "2023Q4", "language": "es"})
        page = client.get(address)
    report = QuarterlyReport.objects.get()
    assert asked.status_code == 302
    assert sent == [report.pk]
    assert page["Refresh"] == "2"
    assert "<progress" in page.content.decode()


def test_a_finished_report_is_downloaded_and_nothing_refreshes(diego, settings, tmp_path):
    settings.REPORTS_ROOT = tmp_path
    report = QuarterlyReport.objects.create(
        period="2023Q4", state=QuarterlyReport.DONE, figures_sha256="a" * 64, finished_at=NOW, pages=9, size=4
    )
    report.file = files.keep(report, b"%PDF")
    report.save()
    client = signed_in(diego)
    assert "Refresh" not in client.get(reverse("workspace_reports"))
    answer = client.get(reverse("workspace_report_file", args=[report.pk]))
    assert b"".join(answer.streaming_content) == b"%PDF"
    assert "informe-2023Q4-es.pdf" in answer["Content-Disposition"]


def test_a_failed_report_says_why(diego):
    QuarterlyReport.objects.create(period="2023Q4", state=QuarterlyReport.FAILED, error="No hubo tipografía.")
    assert "No hubo tipografía." in signed_in(diego).get(reverse("workspace_reports")).content.decode()


def test_a_quarter_without_cases_cannot_be_chosen(diego):
    case("2023-10-02 09:00")
    answer = signed_in(diego).post(reverse("workspace_reports"), {"period": "2019Q1", "language": "es"})
    assert answer.status_code == 422
    assert not QuarterlyReport.objects.exists()


def test_an_agent_neither_sees_the_page_nor_a_file(beto):
    report = QuarterlyReport.objects.create(period="2023Q4", state=QuarterlyReport.DONE, file="x.pdf")
    client = signed_in(beto)
    assert client.get(reverse("workspace_reports")).status_code == 403
    assert client.get(reverse("workspace_report_file", args=[report.pk])).status_code == 403
    assert (
        reverse("workspace_reports")
        not in client.get(reverse("wagtailadmin_home"), follow=True).content.decode()
    )


def test_a_stranger_is_sent_to_sign_in(client: Client):
    assert client.get(reverse("workspace_reports")).status_code == 302


def test_the_list_asks_the_same_queries_for_one_report_or_forty(diego, django_assert_max_num_queries):
    client = signed_in(diego)
    client.get(reverse("workspace_reports"))
    for number in range(3):
        QuarterlyReport.objects.create(period="2023Q4", created_at=NOW + timedelta(seconds=number))
    with django_assert_max_num_queries(40) as few:
        client.get(reverse("workspace_reports"))
    for number in range(30):
        QuarterlyReport.objects.create(period="2023Q4", created_at=NOW + timedelta(seconds=number))
    with django_assert_max_num_queries(len(few)):
        client.get(reverse("workspace_reports"))
