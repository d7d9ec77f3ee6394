"""Texts written, sent and published as the deputy of somebody: told with both names, and counted as both."""

from datetime import date, timedelta

import pytest

from casetypes.access import policies
from casetypes.access.actors import Actor, for_user
from casetypes.access.models import Absence, Membership, User
from casetypes.audit.models import AuditLeaf
from casetypes.definitions import selectors as definitions
from casetypes.kernel import clock
from casetypes.kernel.errors import NotAllowed
from cms.studio import selectors, services
from cms.studio.models import Draft

pytestmark = pytest.mark.django_db
TODAY = date(2026, 12, 1)


@pytest.fixture(autouse=True)
def tuesday(morning):
    return morning


@pytest.fixture
def nora() -> User:
    """She has no post of her own."""
    user = User.objects.create(username="nora", full_name="Nora Lugo", is_staff=True)
    user.groups.set(User.objects.get(username="hugo").groups.all())
    return user


def away(absent: str, deputy: User) -> Absence:
    """Today only."""
    person = User.objects.get(username=absent)
    return Absence.objects.create(user=person, deputy=deputy, begins_on=TODAY, ends_on=TODAY)


def holds(username: str, role: str, department: str | None = None) -> Actor:
    user = User.objects.get(username=username)
    Membership.objects.create(user=user, role_id=role, department_id=department)
    return for_user(user)


def sent_by(actor: Actor, changed) -> Draft:
    draft = services.start("bache", actor=actor)
    text = changed("es: Bache,", "es: Hoyo,")
    services.save(draft.pk, text, expected_revision=1, actor=actor)
    return services.send(draft.pk, expected_revision=2, note="", actor=actor)


@pytest.fixture
def in_hugos_name(nora, changed) -> Draft:
    """Nora wrote and sent it while Hugo was away."""
    away("hugo", nora)
    return sent_by(for_user(nora), changed)


def test_each_text_and_step_says_in_whose_post_it_was_taken(in_hugos_name, nora, hugo):
    revisions = in_hugos_name.revisions.values_list("author", "standing_in_for")
    assert set(revisions) == {(nora.pk, hugo.user_id)}
    assert {step.standing_in_for_id for step in in_hugos_name.steps.all()} == {hugo.user_id}
    leaf = AuditLeaf.objects.filter(action="studio.sent").latest("pk")
    assert leaf.actor == f"user:{nora.pk}/steward for user:{hugo.user_id}"


def test_with_a_post_of_their_own_nobody_else_is_named(nora, changed):
    holds("nora", "steward")
    away("hugo", nora)
    draft = sent_by(for_user(nora), changed)
    assert set(draft.revisions.values_list("standing_in_for", flat=True)) == {None}


def test_an_own_post_elsewhere_does_not_hide_whose_it_was(nora, hugo, changed):
    holds("nora", "steward", "simas")
    away("hugo", nora)
    draft = sent_by(for_user(nora), changed)
    assert set(draft.revisions.values_list("standing_in_for", flat=True)) == {hugo.user_id}


def test_who_comes_back_does_not_publish_what_was_written_in_their_name(in_hugos_name, tuesday):
    hugo = holds("hugo", "committee")
    with clock.at(tuesday + timedelta(days=1)), pytest.raises(NotAllowed):
        services.approve(in_hugos_name.pk, reviewed_sha256=in_hugos_name.sha256, note="", actor=hugo)


def test_nor_does_the_deputy_by_a_post_of_their_own(in_hugos_name, tuesday):
    nora = holds("nora", "committee")
    with clock.at(tuesday + timedelta(days=1)), pytest.raises(NotAllowed):
        services.approve(in_hugos_name.pk, reviewed_sha256=in_hugos_name.sha256, note="", actor=nora)


def test_nor_does_who_stands_in_for_one_of_the_two(in_hugos_name, hugo):
    holds("hugo", "committee")
    omar = User.objects.create(username="omar", is_staff=True)
    Absence.objects.filter(user=hugo.user_id).update(deputy=omar)
    assert for_user(omar).has_right("publish_definitions")
    assert not policies.may(for_user(omar), "definition.publish", selectors.authors(in_hugos_name))
    assert selectors.waiting_for(for_user(omar)).to_review == []


def test_a_third_person_publishes_it(in_hugos_name, irene):
    assert in_hugos_name in selectors.waiting_for(irene).to_review
    services.approve(in_hugos_name.pk, reviewed_sha256=in_hugos_name.sha256, note="", actor=irene)
    assert definitions.live("bache").published_by == f"user:{irene.user_id}/committee"


def test_what_was_sent_back_waits_for_both(in_hugos_name, irene, hugo, nora):
    services.send_back(in_hugos_name.pk, note="Falta", actor=irene)
    assert selectors.waiting_for(hugo).returned and selectors.waiting_for(for_user(nora)).returned


@pytest.fixture
def approved_for_irene(sent, nora, irene) -> Draft:
    """Hugo wrote it; Nora published it as the deputy of Irene."""
    away("irene", nora)
    services.approve(sent.pk, reviewed_sha256=sent.sha256, note="Bien", actor=for_user(nora))
    return Draft.objects.get(pk=sent.pk)


def test_the_record_of_a_publication_says_for_whom(approved_for_irene, nora, irene):
    step = approved_for_irene.steps.get(kind="published")
    assert (step.by, step.standing_in_for_id) == (nora, irene.user_id)
    assert definitions.live("bache").published_by == f"user:{nora.pk}/committee for user:{irene.user_id}"


def test_the_pages_name_both(approved_for_irene, signed_in):
    browser = signed_in("hugo")
    told = "Nora Lugo, en suplencia de Irene Casas"
    assert told in browser.get(f"/admin/borradores/{approved_for_irene.pk}/").content.decode()
    assert told in browser.get("/admin/servicios/bache/").content.decode()


def test_the_history_of_texts_names_both(in_hugos_name, signed_in):
    page = signed_in("irene").get(f"/admin/borradores/{in_hugos_name.pk}/").content.decode()
    assert "Nora Lugo, en suplencia de Hugo Valdés" in page
