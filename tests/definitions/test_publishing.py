"""Publishing: all or nothing, once, immutable, on the record, seen at once."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, transaction

from casetypes.access.models import Crew, Desk, Role
from casetypes.audit.models import AuditLeaf
from casetypes.definitions import selectors
from casetypes.definitions.models import CaseTypeVersion, ConfigurationFile
from casetypes.definitions.services import DefinitionRefused, publish_city
from casetypes.kernel.business_time import Span
from casetypes.kernel.errors import NotFound
from casetypes.kernel.extension_points import calendars_changed
from tests.definitions.linter.test_lint import make_ten_mistakes

pytestmark = pytest.mark.django_db


def change(villa, old, new, file="services/bache.yaml"):
    path = villa / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


@pytest.fixture
def published(villa):
    """Villa, with a service of its own key beside the city that every test database has."""
    (villa / "services" / "bache.yaml").rename(villa / "services" / "socavon.yaml")
    change(villa, "key: bache", "key: socavon", "services/socavon.yaml")
    change(villa, "service: bache", "service: socavon", "imports/bachometro.yaml")
    publish_city(villa, "user:1")
    return villa


def test_a_first_publication_has_a_version_of_every_file(published):
    version = selectors.live("socavon")
    assert (version.number, version.change, version.published_by) == (1, "first", "user:1")
    assert list(version.document["form"]) == ["lugar", "problema", "privacidad"]
    assert list(version.lock) == ["ubicacion@1"]
    assert version.source.startswith("agora: 1\nkind: service")
    assert selectors.city().key == "villa"


def test_publishing_twice_publishes_nothing_new(published):
    counts = CaseTypeVersion.objects.count(), ConfigurationFile.objects.count(), AuditLeaf.objects.count()
    report = publish_city(published, "user:1")
    assert (report.published, report.unchanged) == ([], 8)
    assert counts == (
        CaseTypeVersion.objects.count(),
        ConfigurationFile.objects.count(),
        AuditLeaf.objects.count(),
    )


def test_comments_and_layout_are_no_new_version_but_order_is(published):
    change(published, "states:\n", "# los estados\nstates:\n", "services/socavon.yaml")
    assert publish_city(published, "user:1").published == []
    change(published, "  resuelto: {public: resolved, final: done}\n", "", "services/socavon.yaml")
    change(published, "states:\n  recibido: {public: received}\n  improcedente: {public: declined, final: declined}\n",
           "states:\n  recibido: {public: received}\n  improcedente: {public: declined, final: declined}\n"
           "  resuelto: {public: resolved, final: done}\n", "services/socavon.yaml")  # fmt: skip
    assert [one.key for one in publish_city(published, "user:1").published] == ["socavon"]
    assert list(selectors.live("socavon").document["states"]) == ["recibido", "improcedente", "resuelto"]


def test_ten_mistakes_publish_nothing(villa):
    make_ten_mistakes(villa)
    before = CaseTypeVersion.objects.count(), ConfigurationFile.objects.count()
    with pytest.raises(DefinitionRefused) as refused:
        publish_city(villa, "user:1")
    assert len(refused.value.problems) == 10
    assert before == (CaseTypeVersion.objects.count(), ConfigurationFile.objects.count())


def test_a_publication_that_fails_half_way_leaves_the_old_version_live(published, monkeypatch):
    change(published, "es: Bache,", "es: Socavón,", "services/socavon.yaml")

    def broken(**_kwargs):
        raise OSError("disk full")

    monkeypatch.setattr("casetypes.audit.services.record", broken)
    with pytest.raises(OSError, match="disk full"):
        publish_city(published, "user:1")
    assert selectors.live("socavon").number == 1
    assert selectors.live_service("socavon").compiled.spec.title["es"] == "Bache"


def test_a_change_is_seen_at_once_and_the_old_version_stays(published):
    old = selectors.live("socavon")
    change(published, "by: [control_desk]", "by: [control_desk, agent]", "services/socavon.yaml")
    [one] = publish_city(published, "user:1").published
    assert (one.number, one.change) == (2, "rule")
    assert "agent" in selectors.live_service("socavon").compiled.spec.transitions["rechazar"].by
    assert "agent" not in selectors.compiled(old.pk).spec.transitions["rechazar"].by


def test_only_the_services_asked_for_are_published(published):
    change(published, "es: Bache,", "es: Socavón,", "services/socavon.yaml")
    assert publish_city(published, "user:1", only=[]).published == []


def test_the_database_refuses_to_change_or_delete_a_version(published):
    version = selectors.live("socavon")
    for forbidden in (
        lambda: CaseTypeVersion.objects.filter(pk=version.pk).update(source="x"),
        lambda: CaseTypeVersion.objects.filter(pk=version.pk).update(sha256="0" * 64),
        lambda: CaseTypeVersion.objects.filter(pk=version.pk)._raw_delete("default"),
        lambda: ConfigurationFile.objects.update(document={}),
    ):
        with pytest.raises(DatabaseError, match="immutable"), transaction.atomic():
            forbidden()


def test_a_publication_is_on_the_record_without_names(published):
    leaf = AuditLeaf.objects.get(action="definitions.publish", subject="service:socavon@1")
    assert leaf.actor == "user:1"
    assert selectors.live("socavon").sha256 in leaf.content


def test_a_state_may_not_vanish_without_saying_where_its_cases_go(published):
    change(published, "  improcedente: {public: declined, final: declined}\n",
           "  negado: {public: declined, final: declined}\n", "services/socavon.yaml")  # fmt: skip
    change(published, "to: improcedente", "to: negado", "services/socavon.yaml")
    with pytest.raises(DefinitionRefused) as refused:
        publish_city(published, "user:1")
    assert [problem.rule for problem in refused.value.problems] == ["removed-without-migration"]
    rules = "checklists:\n", "migrate: {from 1: {states: {improcedente: negado}}}\n\nchecklists:\n"
    change(published, *rules, "services/socavon.yaml")
    assert [one.change for one in publish_city(published, "user:1").published] == ["removal"]


CONFIDENTIAL = "confidential: true\nreaders: [control_desk]\npublic: {show: [], map: hidden}\n\nform:\n"


def test_a_service_published_open_never_becomes_confidential(published):
    change(published, "form:\n", CONFIDENTIAL, "services/socavon.yaml")
    with pytest.raises(DefinitionRefused) as refused:
        publish_city(published, "user:1")
    assert [problem.rule for problem in refused.value.problems] == ["confidential-changed"]


def test_a_confidential_service_never_becomes_open(published):
    services = published / "services"
    (services / "socavon.yaml").rename(services / "denuncia.yaml")
    change(published, "form:\n", CONFIDENTIAL, "services/denuncia.yaml")
    change(published, "key: socavon\n", "key: denuncia\n", "services/denuncia.yaml")
    change(published, "service: socavon", "service: denuncia", "imports/bachometro.yaml")
    publish_city(published, "user:1")
    assert "denuncia" in selectors.confidential_services()
    change(published, CONFIDENTIAL, "form:\n", "services/denuncia.yaml")
    with pytest.raises(DefinitionRefused) as refused:
        publish_city(published, "user:1")
    assert [problem.rule for problem in refused.value.problems] == ["confidential-changed"]


def test_desks_crews_and_roles_follow_the_files(published):
    desk = Desk.objects.get(key="bacheo")
    assert (desk.name["es"], desk.calendar, desk.escalates_to_id, desk.active) == (
        "Mesa de bacheo",
        "oficina",
        "direccion",
        True,
    )
    assert Crew.objects.get(key="C1").zones == ["centro", "oriente"]
    assert Role.objects.get(key="supervisor").second_factor
    assert not Desk.objects.get(key="alumbrado").active


def test_a_changed_calendar_counts_at_once(published, django_capture_on_commit_callbacks):
    told = []
    change(published, "2026-12-25", "2026-12-24", "calendars.yaml")
    with (
        calendars_changed.including(lambda: told.append(True)),
        django_capture_on_commit_callbacks(execute=True),
    ):
        publish_city(published, "user:1")
    assert told == [True]
    thursday = datetime(2026, 12, 23, 16, 0, tzinfo=UTC)
    assert selectors.calendar("oficina").add(thursday, Span.parse("1 working day")).day == 25


def test_what_does_not_exist_is_not_found_with_a_suggestion(published):
    with pytest.raises(NotFound) as missing:
        selectors.live("socabon")
    assert missing.value.extra["suggestion"] == "socavon"
    for ask in (selectors.calendar, selectors.message, selectors.survey, selectors.import_mapping):
        with pytest.raises(NotFound):
            ask("nada")
    with pytest.raises(NotFound):
        selectors.compiled(10**9)


def test_everything_is_served_from_memory_after_one_look_at_the_stamp(published, django_assert_num_queries):
    selectors.live_services()
    with transaction.atomic(), django_assert_num_queries(0):
        selectors.live_services()
        selectors.city()
        selectors.calendar("oficina")
        selectors.message("recibido")
        selectors.survey("satisfaccion")
        selectors.import_mapping("bachometro")
        selectors.desks_spec()
