"""Quarterly reports: who may ask, one at a time, the file, its hash, and what an accessible PDF must hold."""

import io
import json
from datetime import timedelta

import pikepdf
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.utils import translation

from casetypes.kernel import clock as time
from casetypes.kernel import hashing
from casetypes.kernel.errors import Invalid, NotAllowed
from reports import files, kept, making, services, tasks
from reports.counting.figures import figures
from reports.models import QuarterlyReport
from reports.pdf import document, render
from reports.period import Period
from tests.reports.rows import at, case, clock, zone

pytestmark = pytest.mark.django_db
NOW = at("2024-02-01 12:00")
QUARTER = Period(2023, 4)


@pytest.fixture
def quarter(settings, tmp_path):
    """A small quarter, with the clock at the first of February."""
    settings.REPORTS_ROOT = tmp_path
    for day, place in enumerate([zone("Abastos")] * 4 + [zone("Ñandú")] * 3, start=1):
        one = case(f"2023-10-0{day} 09:00", zone=place, closed="2023-11-04 09:00", cell="8948f2a1a0bffff")
        clock(one, met=day > 3)
    case("2023-11-02 09:00", service="luminaria")
    with time.at(NOW):
        yield


@pytest.fixture
def queued(monkeypatch):
    """Requests that would have gone to a worker."""
    sent: list[int] = []
    monkeypatch.setattr(tasks.make_report, "apply_async", lambda args, **_options: sent.extend(args))
    return sent


@pytest.fixture
def quick(monkeypatch):
    """Stands in for the typesetter where the test is about the record, not the pages."""
    monkeypatch.setattr(
        render,
        "pdf",
        lambda one: render.Finished(b"%PDF-1.7 " + one.digest.encode() + one.language.encode(), 12),
    )


def made(language: str = "es") -> QuarterlyReport:
    pk = QuarterlyReport.objects.create(period="2023Q4", language=language, created_at=NOW).pk
    report = making.produce(pk)
    assert report is not None
    return report


def test_a_supervisor_asks_and_a_worker_is_told(quarter, queued, diego, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        report = services.request_report(period=QUARTER, actor=diego)
    assert report.state == QuarterlyReport.QUEUED
    assert report.requested_by_id == diego.user_id
    assert queued == [report.pk]


def test_asking_twice_is_asking_once(quarter, queued, diego):
    first = services.request_report(period=QUARTER, actor=diego)
    assert services.request_report(period=QUARTER, actor=diego) == first
    assert services.request_report(period=QUARTER, actor=diego, language="en") != first


def test_a_broker_that_is_down_costs_nothing_because_beat_takes_it_up(
    quarter, quick, diego, monkeypatch, django_capture_on_commit_callbacks
):
    def down(**_options):
        raise ConnectionError("no broker")

    monkeypatch.setattr(tasks.make_report, "apply_async", down)
    with django_capture_on_commit_callbacks(execute=True):
        report = services.request_report(period=QUARTER, actor=diego)
    tasks.make_waiting()
    assert QuarterlyReport.objects.get().state == QuarterlyReport.QUEUED
    with time.at(NOW + timedelta(minutes=1)):
        tasks.make_waiting()
    report.refresh_from_db()
    assert report.state == QuarterlyReport.DONE


def test_an_agent_may_not_ask(quarter, beto):
    with pytest.raises(NotAllowed):
        services.request_report(period=QUARTER, actor=beto)


@pytest.mark.parametrize(
    ("period", "language", "words"),
    [
        (Period(2023), "es", "Choose a quarter"),
        (Period(2030, 1), "es", "has not begun"),
        (QUARTER, "fr", "Spanish"),
    ],
)
def test_what_cannot_be_made_is_refused_at_once(quarter, diego, period, language, words):
    with pytest.raises(Invalid, match=words):
        services.request_report(period=period, actor=diego, language=language)


def test_it_is_made_with_progress_and_kept_with_its_hashes(quarter, quick):
    pk = QuarterlyReport.objects.create(period="2023Q4", created_at=NOW).pk
    seen: list[int] = []
    report = making.produce(pk, on_progress=lambda percent, step: seen.append(percent))
    assert report is not None
    report.refresh_from_db()
    content = files.path_of(report).read_bytes()
    assert seen == sorted(seen)
    assert seen[-1] == report.progress == 100
    assert report.state == QuarterlyReport.DONE
    assert report.file_sha256 == hashing.sha256_hex(content)
    assert report.size == len(content)
    assert report.figures_sha256 == figures(period=QUARTER).digest()
    assert not list(files.path_of(report).parent.glob(".*"))


def test_delivered_twice_it_is_made_once(quarter, quick):
    report = made()
    tasks.make_report(report.pk)
    assert making.produce(report.pk) is None
    assert QuarterlyReport.objects.get().finished_at == report.finished_at


def test_the_same_figures_made_again_replace_the_older_report(quarter, quick):
    older = made()
    newer = made()
    assert list(QuarterlyReport.objects.all()) == [newer]
    assert newer.figures_sha256 == older.figures_sha256
    assert newer.file_sha256 == older.file_sha256


def test_a_failure_is_said_and_leaves_no_file(quarter, monkeypatch):
    def fail(_document):
        raise RuntimeError("no fonts")

    monkeypatch.setattr(render, "pdf", fail)
    pk = QuarterlyReport.objects.create(period="2023Q4", created_at=NOW).pk
    with pytest.raises(RuntimeError):
        making.produce(pk)
    report = QuarterlyReport.objects.get(pk=pk)
    assert report.state == QuarterlyReport.FAILED
    assert report.error
    assert report.file == ""
    assert files.latest("2023Q4", "es") is None


def test_every_number_of_the_pdf_is_the_pages(quarter):
    with translation.override("es"):
        counted = kept.current(QUARTER)
        made_document = document.build(counted, "es", made_at=NOW)
    for value in ("8", "88 %", "57 %"):
        assert f">{value}<" in made_document.html
    assert counted.digest() in made_document.html
    assert "Abastos 27000" in made_document.html
    assert "Sin registro" not in made_document.html.partition("Métodos")[0].partition("Solucionados")[0]


def test_history_without_closing_dates_is_printed_as_not_recorded(settings, tmp_path):
    settings.REPORTS_ROOT = tmp_path
    case("2023-10-02 00:00", channel="legacy", final_kind="done", state="resuelto")
    with time.at(NOW), translation.override("es"):
        html = document.build(figures(period=QUARTER), "es", made_at=NOW).html
    assert html.count("Sin registro") >= 5
    assert "No se registró si los plazos se cumplieron." in html


def structure(element: pikepdf.Object):
    """Every structure element below one."""
    children = element.get("/K")
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            yield from structure(child)


_typeset: list[bytes] = []


@pytest.fixture
def pdf(quarter):
    """The real file; set once, because that takes seconds, and read by several tests."""
    if not _typeset:
        with translation.override("es"):
            _typeset.append(render.pdf(document.build(figures(period=QUARTER), "es", made_at=NOW)).content)
    with pikepdf.open(io.BytesIO(_typeset[0])) as opened:
        yield opened


def test_the_pdf_is_tagged_named_and_claims_its_standards(pdf):
    assert bool(pdf.Root.MarkInfo.Marked)
    assert str(pdf.Root.Lang) == "es"
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    with pdf.open_metadata() as meta:
        assert meta["pdfaid:part"] == "3"
        assert meta["pdfaid:conformance"] == "A"
        assert meta["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
        assert "octubre a diciembre de 2023" in meta["dc:title"].lower()


def test_every_header_has_a_scope_and_every_figure_words(pdf):
    elements = list(structure(pdf.Root.StructTreeRoot))
    headers = [one for one in elements if one.S == pikepdf.Name.TH]
    figures_drawn = [one for one in elements if pikepdf.Name.Figure == one.S]
    assert {str(one.A.Scope) for one in headers} == {"/Column", "/Row"}
    assert len(figures_drawn) >= 5
    assert all(str(one.get("/Alt", "")) for one in figures_drawn)
    assert {"/H1", "/H2", "/Table"} <= {str(one.S) for one in elements}


def test_the_pdf_is_letter_size_and_carries_its_figures(pdf):
    assert [float(side) for side in pdf.pages[0].mediabox] == [0, 0, 612, 792]
    attached = pdf.attachments["figures.json"].get_file().read_bytes()
    body = json.loads(attached)
    assert hashing.sha256_hex(hashing.canonical_json(body["figures"])) == body["sha256"]


def test_equal_figures_give_equal_bytes(pdf):
    with translation.override("es"):
        again = render.pdf(document.build(figures(period=QUARTER), "es", made_at=NOW)).content
    assert again == _typeset[0]


def test_the_command_makes_the_file_and_copies_it(quarter, tmp_path, capsys):
    target = tmp_path / "copy.pdf"
    call_command("quarterly_report", quarter="2023Q4", language="en", output=target)
    assert target.read_bytes().startswith(b"%PDF-1.7")
    told = capsys.readouterr().out
    assert "100 %" in told
    assert "figures sha256" in told


@pytest.mark.parametrize("text", ["2023", "nonsense", "2031Q1"])
def test_the_command_refuses_with_a_sentence(quarter, text):
    with pytest.raises(CommandError):
        call_command("quarterly_report", quarter=text)


def test_the_public_downloads_the_newest_report(quarter, quick, client: Client):
    assert client.get("/transparencia/informes/2023Q4-es.pdf").status_code == 404
    report = made()
    answer = client.get("/transparencia/informes/2023Q4-es.pdf")
    content = b"".join(answer.streaming_content)
    assert answer["Content-Type"] == "application/pdf"
    assert hashing.sha256_hex(content) == report.file_sha256
