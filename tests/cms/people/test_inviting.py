"""People are invited: one by one with their posts, or many from a file."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from casetypes.access.models import MailedLink, User
from tests.access.acting_on_people import in_days, invite, user
from tests.cms.people.acting import LIST, of, text

pytestmark = pytest.mark.django_db


def sheet(*posts: dict[str, str], address: str = "nora@example.org") -> dict[str, str]:
    """What the page of an invitation sends."""
    rows = {f"post-{row}-{name}": value for row, post in enumerate(posts) for name, value in post.items()}
    person = {"address": address, "full_name": "Nora", "language": "es"}
    return {**person, "post-TOTAL_FORMS": str(len(posts)), "post-INITIAL_FORMS": "0", **rows}


AGENT, TRANSPARENCY = {"role": "agent", "desk": "bacheo"}, {"role": "committee"}


def test_an_invitation_carries_several_posts_and_those_left_empty_are_none(admin):
    until = {**TRANSPARENCY, "ends_on": in_days(9).isoformat()}
    admin.post(f"{LIST}invitar/", sheet(AGENT, {}, until))
    held = {(row.role_id, row.desk_id, row.ends_on) for row in user("nora").memberships.all()}
    assert held == {("agent", "bacheo", None), ("committee", None, in_days(9))}


def test_another_post_keeps_what_is_written_and_judges_nothing_yet(admin):
    form = sheet(AGENT, address="a medias")
    page = admin.post(f"{LIST}invitar/", {**form, "another": "1"})
    assert page.status_code == 200 and "no es un correo" not in text(page)
    assert page.context["form"].initial["address"] == "a medias" and len(page.context["posts"].forms) == 2
    assert page.context["posts"].forms[0].initial["desk"] == "bacheo"
    full = admin.post(f"{LIST}invitar/", {**sheet(*[AGENT] * 10), "another": "1"})
    assert len(full.context["posts"].forms) == 10 and 'name="another"' not in text(full)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"role": "crew"}, "se tiene en una cuadrilla"), ({"role": "comptroller"}, "Quien fiscaliza no atiende casos"),
     (AGENT, "ya tiene este puesto"), ({"desk": "bacheo"}, "Elija la función")],
)  # fmt: skip
def test_what_is_wrong_with_one_of_the_posts_is_said_beside_it_and_nobody_is_invited(admin, wrong, said):
    page = admin.post(f"{LIST}invitar/", sheet(AGENT, {}, wrong))
    first, _empty, third = page.context["posts"].forms
    assert page.status_code == 422 and said in str(third.errors) and not first.errors
    assert not User.objects.filter(email="nora@example.org").exists()


def test_an_invitation_whose_posts_were_tampered_with_is_refused(admin):
    page = admin.post(f"{LIST}invitar/", {**sheet(AGENT), "post-TOTAL_FORMS": "x"})
    assert page.status_code == 422 and not User.objects.filter(email="nora@example.org").exists()


def test_an_invitation_leads_to_the_new_person_and_a_known_address_to_its_own(admin):
    form = sheet(AGENT)
    first = admin.post(f"{LIST}invitar/", form)
    nora = user("nora")
    assert first["Location"] == of("nora") and nora.memberships.get().desk_id == "bacheo"
    again = admin.post(f"{LIST}invitar/", form, follow=True)
    assert again.redirect_chain == [(of("nora"), 302)] and "Ya hay una persona" in text(again)
    wrong = admin.post(f"{LIST}invitar/", {**form, "address": "x"})
    assert wrong.status_code == 422 and "no es un correo" in text(wrong)


def test_an_invitation_is_sent_again_and_withdrawn(admin):
    nora = invite()
    assert "está por enviarse" in text(admin.get(of("nora")))
    admin.post(of("nora", "hacer/reenviar/"))
    admin.post(of("nora", "hacer/retirar/"))
    assert not User.objects.get(pk=nora.pk).is_active
    assert MailedLink.objects.get(user=nora).withdrawn_at is not None


def test_the_import_is_looked_at_first_and_done_by_the_second_button(admin):
    csv = "Correo,Nombre,Función,Mesa\nana@x.mx,Ana,mesa de control,bacheo\nluis@,Luis,,\n"
    looked = admin.post(f"{LIST}importar/", {"file": SimpleUploadedFile("a.csv", csv.encode())})
    assert "1 por invitar, 1 con error" in text(looked) and not User.objects.filter(email="ana@x.mx").exists()
    assert looked.context["form"].initial["text"] == csv
    assert "disabled" not in text(looked)
    held = text(admin.post(f"{LIST}importar/", {"text": csv, "all_or_nothing": "on"}))
    assert 'disabled aria-describedby="held"' in held and "Todo o nada, y hay líneas con error" in held
    strict = admin.post(f"{LIST}importar/", {"text": csv, "all_or_nothing": "on", "sure": "1"})
    assert "No se invitó a nadie" in text(strict)
    done = admin.post(f"{LIST}importar/", {"text": csv, "sure": "1"})
    assert "Se invitó a 1 persona" in text(done) and user("ana").memberships.get().desk_id == "bacheo"


def test_the_example_of_the_import_is_read_by_the_import(admin):
    example = admin.get(f"{LIST}importar/ejemplo/").content
    looked = admin.post(f"{LIST}importar/", {"file": SimpleUploadedFile("a.csv", example)})
    assert [line.verdict for line, _words in looked.context["lines"]] == ["new"]


@pytest.mark.parametrize("file", [None, b"PK\x00\x00", b"", b"hola"])
def test_a_file_that_is_none_is_answered_with_what_to_do(admin, file):
    data = {} if file is None else {"file": SimpleUploadedFile("a.csv", file)}
    assert admin.post(f"{LIST}importar/", data).status_code == 422
