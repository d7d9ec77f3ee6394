"""The pages of the studio as people of each role meet them, without JavaScript."""

import re

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from django.utils import translation

from casetypes.access.models import User
from casetypes.definitions import revision
from casetypes.definitions import selectors as definitions
from casetypes.definitions.loader import load_text
from casetypes.definitions.models import ConfigurationFile
from cms.studio import services
from cms.studio.models import Draft
from cms.studio.rules import title_of
from tests.cases.migration.conftest import publish
from tests.cast import sign_in
from tests.cms.studio.conftest import steward_user

pytestmark = pytest.mark.django_db
LIST = reverse("studio_services")


def as_user(name: str) -> Client:
    client = Client()
    sign_in(client, User.objects.get(username=name))
    return client


@pytest.fixture
def hugos(db) -> Client:
    return as_user("hugo")


@pytest.fixture
def irenes(db) -> Client:
    return as_user("irene")


def words(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def post(client: Client, draft: Draft, do: str, text: str, revision: int, **more: str):
    data = {"do": do, "text": text, "revision": revision, **more}
    return client.post(reverse("studio_draft", args=[draft.pk]), data)


def routes(draft: Draft) -> list[tuple[str, str]]:
    """(method, address) of every page, none of which changes anything for who may not."""
    key, pk = [draft.key], [draft.pk]
    return [
        ("get", LIST), ("get", reverse("studio_service", args=key)), ("post", reverse("studio_edit", args=key)),
        ("get", reverse("studio_download", args=key)), ("get", reverse("studio_new")), ("post", reverse("studio_new")),
        ("get", reverse("studio_draft", args=pk)), ("post", reverse("studio_draft", args=pk)),
        ("post", reverse("studio_check", args=pk)), ("post", reverse("studio_compare", args=pk)),
        ("post", reverse("studio_withdraw", args=pk)), ("get", reverse("studio_drop", args=pk)),
        ("post", reverse("studio_drop", args=pk)), ("get", reverse("studio_draft_download", args=pk)),
        ("get", reverse("studio_revision", args=[draft.pk, 1])),
        ("post", reverse("studio_revision", args=[draft.pk, 1])),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["beto", "carla", "diego", "elena", "fidel", "gloria"])
def test_who_has_no_right_to_definitions_meets_a_refusal_everywhere(written, name):
    client = as_user(name)
    for method, address in routes(written):
        assert getattr(client, method)(address).status_code == 403, address
    assert LIST not in client.get("/admin/", follow=True).content.decode()


def test_citizens_are_asked_to_sign_in(written, client):
    for method, address in routes(written):
        response = getattr(client, method)(address)
        assert response.status_code == 302 and "login" in response["Location"], address


def test_the_committee_reads_everything_and_writes_nothing(written, irenes):
    found = {address: getattr(irenes, method)(address).status_code for method, address in routes(written)
             if method == "get"}  # fmt: skip
    assert found.pop(reverse("studio_new")) == 403
    assert set(found.values()) == {200}
    for name in ("studio_check", "studio_compare", "studio_drop"):
        assert irenes.post(reverse(name, args=[written.pk])).status_code == 403
    assert post(irenes, written, "save", "agora: 1", 2).status_code in (403, 409)
    written.refresh_from_db()
    assert written.revision == 2


def test_what_does_not_exist_is_told_in_the_admins_frame(hugos):
    for address in (reverse("studio_service", args=["alberca"]), reverse("studio_draft", args=[999_999])):
        response = hugos.get(address)
        assert response.status_code == 404
        assert "A la lista de servicios" in words(response)


def test_the_list_shows_what_is_live_and_who_writes(written, hugos):
    page = words(hugos.get(LIST))
    assert "Bache" in page and "Versión 1" in page and "de un archivo" in page
    assert "Se está escribiendo" in page and "Hugo" in page
    found = words(hugos.get(LIST, {"q": "lumin"}))
    assert "Luminaria" in found and "Fuga de agua" not in found
    assert "Ningún servicio tiene esas palabras" in words(hugos.get(LIST, {"q": "xyz"}))


@pytest.mark.parametrize(("offered", "said"), [
    ("nobody", "Ya no se ofrece"), ("staff", "Solo la abre el personal"), ("everyone", ""),
])  # fmt: skip
def test_a_service_that_not_everybody_may_ask_for_is_marked_in_the_list_and_on_its_page(
    db, irenes, offered, said
):
    publish("bache", lambda document: document.update(offered=offered))
    for address in (LIST, reverse("studio_service", args=["bache"])):
        page = irenes.get(address).content.decode()
        assert ("st-closed" in page) == bool(said)
        assert said in words(irenes.get(address))


def test_editing_begins_with_one_button(hugos):
    response = hugos.post(reverse("studio_edit", args=["bache"]), follow=True)
    assert "key: bache" in response.content.decode()
    assert "Sin errores" in words(response)


def test_checking_shows_each_error_at_its_line_and_keeps_nothing(draft, hugos, changed):
    text = changed("desk: bacheo", "desk: bacheos")
    response = post(hugos, draft, "check", text, 1)
    page = words(response)
    line = text[: text.index("bacheos")].count("\n") + 1
    assert (
        "1 error por corregir" in page
        and "Una mesa que no existe" in page
        and "¿Quiso decir «bacheo»?" in page
    )
    assert f"Renglón {line}, columna 7" in page and "unknown-desk" in page
    assert "desk: bacheos" in response.content.decode()
    draft.refresh_from_db()
    assert draft.revision == 1


def test_the_check_beside_the_editor_is_a_part_of_the_page(draft, hugos, changed):
    response = hugos.post(
        reverse("studio_check", args=[draft.pk]), {"text": changed("desk: bacheo", "desk: bacheos")}
    )
    html = response.content.decode()
    assert response.status_code == 200 and "<html" not in html
    assert 'data-column="7"' in html and "<svg" in html


def test_a_text_that_cannot_be_read_has_no_diagram_and_no_server_error(draft, hugos):
    for text in ("", "{", "a: [", "- 1", "a: \x00", "\ud7ff: 1", "states: 3\nkind: service", "kind: desks"):
        response = hugos.post(reverse("studio_check", args=[draft.pk]), {"text": text})
        assert response.status_code == 200 and "st-verdict--error" in response.content.decode(), text


def test_a_hostile_text_stays_text(draft, hugos, changed):
    text = changed("es: Bache,", "es: '<script>alert(1)</script>',")
    html = hugos.post(reverse("studio_check", args=[draft.pk]), {"text": text}).content.decode()
    assert "&lt;script&gt;" in html and "<script>alert" not in html


def test_saving_and_sending_are_buttons(draft, hugos, changed):
    text = changed("es: Bache,", "es: Hoyo,")
    assert post(hugos, draft, "save", text.replace("\n", "\r\n"), 1).status_code == 302
    draft.refresh_from_db()
    assert (draft.text, draft.revision) == (text, 2)
    page = words(hugos.get(reverse("studio_draft", args=[draft.pk])))
    assert "Guardado: revisión 2" in page
    assert post(hugos, draft, "send", text, 2, note="Más claro").status_code == 302
    page = words(hugos.get(reverse("studio_draft", args=[draft.pk])))
    assert "Más claro" in page and "Usted escribió parte" in page and "Aprobar y publicar" not in page


def test_an_erroneous_text_is_kept_and_not_sent(draft, hugos, changed):
    response = post(hugos, draft, "send", changed("desk: bacheo", "desk: bacheos"), 1)
    assert response.status_code == 422 and "Quedó guardado" in words(response)
    draft.refresh_from_db()
    assert (draft.state, draft.revision, draft.errors) == (Draft.EDITING, 2, 1)


def test_two_writers_meet_a_clear_conflict_and_keep_both_texts(written, hugos, changed):
    mine = changed("es: Bache,", "es: Pozo,")
    response = post(hugos, written, "save", mine, 1)
    html = response.content.decode()
    assert response.status_code == 409
    assert "es: Pozo," in html and "es: Hoyo," in html
    assert "No se sobrescribió nada" in words(response)
    assert post(hugos, written, "save", mine, 2).status_code == 302
    assert written.revisions.count() == 3


def test_a_text_that_is_too_long_is_refused_and_stays_in_the_field(draft, hugos):
    response = post(hugos, draft, "save", "a: " + "x" * 262_144, 1)
    assert response.status_code == 422 and "256 KiB" in words(response)
    assert "x" * 1000 in response.content.decode()


def test_an_earlier_text_is_compared_and_restored(written, hugos):
    address = reverse("studio_revision", args=[written.pk, 1])
    assert "es: Hoyo," in hugos.get(address).content.decode()
    hugos.post(address, {"revision": 2})
    written.refresh_from_db()
    assert (written.revision, written.text) == (3, definitions.live("bache").source)


def test_the_second_person_sees_what_changes_and_publishes(sent, irenes):
    address = reverse("studio_draft", args=[sent.pk])
    home = irenes.get("/admin/")
    assert "Revisar «Bache»" in words(home)
    response = irenes.get(address)
    page = words(response)
    assert "Qué cambia" in page and "Hugo" in page and "El nombre" in page
    assert "<ins>" in response.content.decode() and "<del>" in response.content.decode()
    response = irenes.post(address, {"do": "publish", "sha256": sent.sha256, "note": ""}, follow=True)
    assert "La versión 2 está publicada" in words(response)
    assert "se mantiene" in words(irenes.get(LIST))
    assert Client().get("/servicios/").content.decode().count("Hoyo") >= 1


def test_the_review_tells_values_in_words_and_the_note_before_anything_else(draft, changed, hugo, irenes):
    text = changed("{is: 5 working days}", "{is: 8 working days}")
    saved = services.save(draft.pk, text, expected_revision=1, actor=hugo)
    services.send(
        draft.pk, expected_revision=2, note="Contrato nuevo", actor=hugo, despite_failures_of=saved.sha256
    )
    page = words(irenes.get(reverse("studio_draft", args=[draft.pk])))
    assert "El plazo «Solución» de los casos normales pasa de 5 a 8 días hábiles" in page
    assert page.index("Contrato nuevo") < page.index("Ir a la decisión") < page.index("Qué cambia")


def test_the_draft_tells_its_author_what_it_changes_before_it_is_sent(draft, changed, hugo, hugos):
    services.save(
        draft.pk, changed("{is: 5 working days}", "{is: 8 working days}"), expected_revision=1, actor=hugo
    )
    page = words(hugos.get(reverse("studio_draft", args=[draft.pk])))
    assert "Qué cambia: 1 diferencia" in page
    assert "El plazo «Solución» de los casos normales pasa de 5 a 8 días hábiles" in page


def test_who_only_reads_services_is_told_what_is_not_theirs(irenes):
    page = words(irenes.get(reverse("studio_service", args=["bache"])))
    assert "no incluye cambiar las definiciones" in page and "no incluye esto" not in page


def test_the_history_tells_each_version_and_what_changed_from_one_to_another(
    irenes, hugos, changed, draft, hugo
):
    text = changed("radius: 40 m", "radius: 60 m")
    services.save(draft.pk, text, expected_revision=1, actor=hugo)
    sent = services.send(draft.pk, expected_revision=2, note="", actor=hugo)
    address = reverse("studio_draft", args=[draft.pk])
    irenes.post(address, {"do": "publish", "sha256": sent.sha256, "note": ""})
    page = reverse("studio_service", args=["bache"])
    history = words(hugos.get(page))
    assert "reglas; fundamento legal: Constitución Política" in history and "primera versión" in history
    told = words(hugos.get(page, {"de": "1", "a": "2"}))
    assert "De la versión 1 a la versión 2" in told
    assert "La distancia en que los reportes pueden ser duplicados cambia de «40 m» a «60 m»" in told
    assert hugos.get(page, {"de": "1", "a": "99"}).status_code == 404


def test_the_editor_offers_a_newer_shared_part_and_writes_its_pin_keeping_comments(draft, hugos, changed):
    row = ConfigurationFile.objects.get(kind="fragment", key="ubicacion@2")
    source = row.source.replace("version: 2", "version: 3").replace("Entre calles", "Entre qué calles")
    loaded = load_text(source, "fragments/ubicacion.yaml")
    ConfigurationFile.objects.create(kind="fragment", key="ubicacion@3", number=1, source=source,
                                     document=loaded.data, sha256="", published_by="system")  # fmt: skip
    revision.renew()
    address = reverse("studio_draft", args=[draft.pk])
    page = words(hugos.get(address))
    assert "ubicacion@2 → ubicacion@3" in page and "Usar ubicacion@3" in page
    assert "Entre qué calles" in page
    text = draft.text.replace("use: [", "use: [ # aquí\n  ")
    answer = hugos.post(address, {"do": "upgrade:ubicacion@3", "text": text, "revision": "1"})
    assert "use: [ # aquí\n  ubicacion@3, contacto@1" in answer.content.decode()
    assert "ubicacion@2 →" not in words(answer)


def test_sending_back_shows_the_reason_to_the_author(sent, irenes, hugos):
    address = reverse("studio_draft", args=[sent.pk])
    assert irenes.post(address, {"do": "return", "note": ""}).status_code == 422
    irenes.post(address, {"do": "return", "note": "Falta el inglés"})
    assert "Falta el inglés" in words(hugos.get("/admin/"))
    assert "Falta el inglés" in words(hugos.get(address))


def test_publishing_by_the_author_is_refused_whatever_is_posted(sent):
    client = as_user("hugo")
    User.objects.filter(username="hugo").update(is_superuser=True)
    response = client.post(reverse("studio_draft", args=[sent.pk]), {"do": "publish", "sha256": sent.sha256})
    assert response.status_code == 403 and "segunda persona" in words(response)
    assert definitions.live("bache").number == 1


def test_the_download_is_the_text_byte_for_byte(draft, hugos):
    response = hugos.get(reverse("studio_download", args=["bache"]))
    assert response.content == (settings.CITY_DIR / "services" / "bache.yaml").read_bytes()
    assert 'filename="bache.yaml"' in response["Content-Disposition"]
    assert hugos.get(reverse("studio_draft_download", args=[draft.pk])).content == response.content


def test_a_steward_of_another_department_reads_and_may_not_edit(draft):
    client = Client()
    sign_in(client, steward_user("alumbrado"))
    assert client.get(reverse("studio_service", args=["bache"])).status_code == 200
    page = client.get(reverse("studio_draft", args=[draft.pk]))
    assert page.status_code == 200 and '<textarea id="text"' not in page.content.decode()
    assert client.post(reverse("studio_edit", args=["bache"])).status_code == 403
    assert client.post(reverse("studio_check", args=[draft.pk]), {"text": "a"}).status_code == 403
    desks = client.get(reverse("studio_new")).content.decode()
    assert 'value="alumbrado"' in desks and 'value="bacheo"' not in desks


def test_a_new_service_asks_for_its_name_and_makes_its_key(hugos):
    data = {
        "title_es": "Banqueta dañada",
        "title_en": "Damaged sidewalk",
        "key": "",
        "desk": "bacheo",
        "copy_of": "bache",
    }
    response = hugos.post(reverse("studio_new"), data, follow=True)
    assert "key: banqueta_danada" in response.content.decode()
    again = hugos.post(reverse("studio_new"), data)
    assert again.status_code == 422 and "Ya hay un servicio con esta clave" in words(again)
    bad = hugos.post(reverse("studio_new"), {**data, "key": "1 mal"})
    assert bad.status_code == 422 and "minúsculas" in words(bad)


def test_a_lint_rule_has_a_title_in_words():
    with translation.override("es"):
        assert title_of("unknown-state") == "Un estado que no existe"
    assert title_of("a-rule-of-tomorrow") == "a-rule-of-tomorrow"


def test_the_editor_comes_from_the_installed_package_and_brings_no_more_than_it_needs():
    for path in ("ace.js", "mode-yaml.js", "ext-searchbox.js", "css/ace.css"):
        assert finders.find(f"django_ace/ace/{path}")
    assert not finders.find("django_ace/ace/mode-python.js")


def test_checking_costs_few_queries(draft, hugos, django_assert_max_num_queries, changed):
    address, text = reverse("studio_check", args=[draft.pk]), changed("desk: bacheo", "desk: bacheos")
    hugos.post(address, {"text": text})
    with django_assert_max_num_queries(12):
        hugos.post(address, {"text": text})
