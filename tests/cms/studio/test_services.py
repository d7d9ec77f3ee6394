"""A draft's way: nobody alone, nothing lost, exactly what was reviewed."""

import pytest

from casetypes.access.actors import Actor, Post, for_user
from casetypes.access.models import User
from casetypes.audit.models import AuditLeaf
from casetypes.definitions import selectors as definitions
from casetypes.definitions.models import CaseType
from casetypes.definitions.services import DefinitionRefused, publish_city
from casetypes.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, Refused, StaleRevision
from cms.studio import selectors, services
from cms.studio.models import Draft, DraftRevision
from cms.studio.services import NewService

pytestmark = pytest.mark.django_db
NEW = NewService("banqueta", "obras-publicas", "bacheo", {"es": "Banqueta d'Or", "en": "Sidewalk"})


@pytest.fixture
def admin(db) -> Actor:
    return for_user(User.objects.get(username="admin"))


def test_a_draft_begins_with_the_live_text_to_the_letter(draft):
    assert draft.text == definitions.live("bache").source
    assert draft.base == definitions.live("bache")


def test_there_is_one_open_draft_of_a_service_for_everybody(draft, hugo, steward_of):
    assert services.start("bache", actor=steward_of("obras-publicas")).pk == draft.pk


def test_only_a_live_service_can_be_edited(hugo):
    with pytest.raises(NotFound):
        services.start("alberca", actor=hugo)


def test_a_text_is_kept_as_a_revision_and_the_same_text_again_is_none(written, hugo):
    again = services.save(written.pk, written.text, expected_revision=2, actor=hugo)
    assert again.revision == 2
    assert list(written.revisions.values_list("number", flat=True).order_by("number")) == [1, 2]


def test_a_text_with_errors_is_kept_too(draft, changed, hugo):
    saved = services.save(draft.pk, changed("desk: bacheo", "desk: bacheos"), expected_revision=1, actor=hugo)
    assert saved.errors == 1
    with pytest.raises(DefinitionRefused):
        services.send(draft.pk, expected_revision=2, note="", actor=hugo)


def test_line_ends_and_byte_order_mark_of_a_browser_are_not_kept(draft, hugo):
    saved = services.save(draft.pk, "\ufeffagora: 1\r\nkind: service\r", expected_revision=1, actor=hugo)
    assert saved.text == "agora: 1\nkind: service\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: \x00", "Renglón 1, columna 4"),
        ("a: 1\nb: \ufffd", "Renglón 2, columna 4"),
        ("x" * 262_145, "256 KiB"),
    ],
    ids=["nul", "bytes that are no text", "too long"],
)
def test_what_cannot_be_kept_is_refused_with_its_place(draft, hugo, text, words):
    with pytest.raises(Invalid, match=words):
        services.save(draft.pk, text, expected_revision=1, actor=hugo)


def test_who_saves_over_somebody_elses_text_is_told_and_nothing_is_lost(written, hugo, steward_of):
    julia = steward_of("obras-publicas")
    with pytest.raises(StaleRevision):
        services.save(written.pk, "agora: 1\n", expected_revision=1, actor=julia)
    written.refresh_from_db()
    assert (written.revision, written.changed_by_id) == (2, hugo.user_id)


def test_an_earlier_text_can_be_had_back_as_the_newest(written, hugo):
    restored = services.restore(written.pk, 1, expected_revision=2, actor=hugo)
    assert (restored.revision, restored.text) == (3, selectors.revision(written, 1).text)


def test_an_unchanged_text_is_not_sent(draft, hugo):
    with pytest.raises(Refused, match="ya dice exactamente"):
        services.send(draft.pk, expected_revision=1, note="", actor=hugo)


def test_under_review_nobody_changes_it(sent, hugo, admin):
    for act in (
        lambda: services.save(sent.pk, "agora: 1\n", expected_revision=2, actor=hugo),
        lambda: services.save(sent.pk, "agora: 1\n", expected_revision=2, actor=admin),
        lambda: services.restore(sent.pk, 1, expected_revision=2, actor=hugo),
        lambda: services.drop(sent.pk, actor=hugo),
        lambda: services.send(sent.pk, expected_revision=2, note="", actor=hugo),
    ):
        with pytest.raises(Conflict, match="en revisión"):
            act()


def test_the_second_person_publishes_exactly_what_was_reviewed(sent, irene):
    published = services.approve(sent.pk, reviewed_sha256=sent.sha256, note="Bien", actor=irene)
    live = definitions.live("bache")
    assert (published.number, live.number, live.source) == (2, 2, sent.text)
    assert live.published_by == f"user:{irene.user_id}/committee"
    sent.refresh_from_db()
    assert (sent.state, sent.published) == (Draft.PUBLISHED, live)
    assert CaseType.objects.get(key="bache").source == "cms"


def test_another_text_than_the_reviewed_one_is_not_published(sent, irene):
    with pytest.raises(Conflict):
        services.approve(sent.pk, reviewed_sha256="0" * 64, note="", actor=irene)


def everything(user_id: int) -> Actor:
    return Actor("staff", user_id=user_id, posts=(Post("administrator", rights=frozenset({"everything"})),))


def test_the_author_does_not_publish_even_with_every_right(sent, hugo):
    with pytest.raises(NotAllowed, match="segunda persona"):
        services.approve(sent.pk, reviewed_sha256=sent.sha256, note="", actor=everything(hugo.person_id))
    with pytest.raises(NotAllowed):
        services.send_back(sent.pk, note="No", actor=everything(hugo.person_id))
    assert definitions.live("bache").number == 1


def test_who_saved_any_text_of_it_is_an_author(written, changed, hugo, admin):
    """Also when the text that is sent is somebody else's."""
    services.save(written.pk, changed("es: Bache,", "es: Pozo,"), expected_revision=2, actor=admin)
    services.save(written.pk, changed("es: Bache,", "es: Hoyo,"), expected_revision=3, actor=hugo)
    sent = services.send(written.pk, expected_revision=4, note="", actor=hugo)
    with pytest.raises(NotAllowed):
        services.approve(sent.pk, reviewed_sha256=sent.sha256, note="", actor=admin)


def test_who_may_only_read_neither_writes_nor_publishes(sent, beto, gloria):
    for actor in (beto, gloria):
        with pytest.raises(NotAllowed):
            services.approve(sent.pk, reviewed_sha256=sent.sha256, note="", actor=actor)
        with pytest.raises(NotAllowed):
            services.start("luminaria", actor=actor)


def test_the_committee_reads_and_decides_and_does_not_write(irene):
    with pytest.raises(NotAllowed):
        services.start("bache", actor=irene)


def test_a_steward_writes_for_their_own_department_only(steward_of, changed):
    julia = steward_of("alumbrado")
    own = services.start("luminaria", actor=julia)
    with pytest.raises(NotAllowed, match="Otra dependencia"):
        services.start("bache", actor=julia)
    given = changed("steward: alumbrado", "steward: simas", key="luminaria")
    services.save(own.pk, given, expected_revision=1, actor=julia)
    with pytest.raises(NotAllowed):
        services.send(own.pk, expected_revision=2, note="", actor=julia)


def test_sending_back_needs_a_reason_and_opens_the_draft_again(sent, irene, hugo):
    with pytest.raises(Invalid):
        services.send_back(sent.pk, note="  ", actor=irene)
    services.send_back(sent.pk, note="Falta el inglés", actor=irene)
    [step] = selectors.waiting_for(hugo).returned
    assert (step.note, step.by_id) == ("Falta el inglés", irene.user_id)
    assert selectors.waiting_for(irene).to_review == []


def test_what_waits_is_shown_to_who_can_do_it(sent, irene, hugo, beto, admin):
    assert [draft.pk for draft in selectors.waiting_for(irene).to_review] == [sent.pk]
    assert [draft.pk for draft in selectors.waiting_for(admin).to_review] == [sent.pk]
    assert not selectors.waiting_for(hugo)
    assert not selectors.waiting_for(beto)


def test_a_draft_is_taken_back_or_given_up(sent, hugo):
    services.withdraw(sent.pk, actor=hugo)
    services.drop(sent.pk, actor=hugo)
    assert selectors.open_draft("bache") is None
    assert services.start("bache", actor=hugo).pk != sent.pk


def test_a_version_that_went_live_meanwhile_has_to_be_compared_first(sent, irene, hugo, tmp_path, settings):
    publish_other_title(tmp_path, settings)
    with pytest.raises(Conflict, match="versión 2"):
        services.approve(sent.pk, reviewed_sha256=sent.sha256, note="", actor=irene)
    services.withdraw(sent.pk, actor=hugo)
    with pytest.raises(Conflict, match="otra versión"):
        services.send(sent.pk, expected_revision=2, note="", actor=hugo)
    services.compare(sent.pk, actor=hugo)
    again = services.send(sent.pk, expected_revision=2, note="", actor=hugo)
    assert services.approve(again.pk, reviewed_sha256=again.sha256, note="", actor=irene).number == 3


def publish_other_title(tmp_path, settings):
    copy_city(tmp_path, settings)
    path = tmp_path / "services" / "bache.yaml"
    path.write_text(path.read_text("utf-8").replace("es: Bache,", "es: Pozo,"), "utf-8")
    publish_city(tmp_path, "system", ["bache"])


def copy_city(tmp_path, settings):
    for source in settings.CITY_DIR.rglob("*.yaml"):
        target = tmp_path / source.relative_to(settings.CITY_DIR)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())


def test_a_city_that_changed_since_the_review_keeps_the_old_version_live(sent, irene, tmp_path, settings):
    """A file renames a message that the text needs; the review began before."""
    copy_city(tmp_path, settings)
    for path in (tmp_path / "services").iterdir():
        path.unlink()
    path = tmp_path / "messages.yaml"
    path.write_text(path.read_text("utf-8").replace("  programado:", "  agendado:"), "utf-8")
    publish_city(tmp_path, "system")
    with pytest.raises(DefinitionRefused) as refused:
        services.approve(sent.pk, reviewed_sha256=sent.sha256, note="", actor=irene)
    assert {problem.rule for problem in refused.value.problems} == {"unknown-message"}
    sent.refresh_from_db()
    assert (sent.state, definitions.live("bache").number) == (Draft.REVIEW, 1)


def test_every_step_is_on_the_record_without_words_of_people(sent, irene):
    services.approve(sent.pk, reviewed_sha256=sent.sha256, note="Muy bien", actor=irene)
    leaves = AuditLeaf.objects.filter(subject=f"draft:bache#{sent.pk}").order_by("id")
    assert [leaf.action for leaf in leaves] == [
        "studio.started",
        "studio.save",
        "studio.sent",
        "studio.published",
    ]
    assert sent.sha256 in leaves[3].content
    assert [leaf.actor.partition("/")[2] for leaf in leaves] == ["steward"] * 3 + ["committee"]
    assert not any("Muy bien" in leaf.content or "Hugo" in leaf.content for leaf in leaves)


@pytest.mark.parametrize("copy_of", ["", "bache"])
def test_a_new_service_begins_with_a_text_that_has_no_errors(hugo, copy_of):
    begun = services.create(
        NewService("banqueta", "obras-publicas", "bacheo", NEW.titles, copy_of), actor=hugo
    )
    assert begun.errors == 0
    sent = services.send(begun.pk, expected_revision=1, note="", actor=hugo)
    assert selectors.draft_title(sent) == NEW.titles


def test_a_copy_keeps_the_comments_of_its_original(hugo, changed):
    text = services.create(
        NewService("hoyo", "obras-publicas", "bacheo", NEW.titles, "bache"), actor=hugo
    ).text
    assert text.splitlines()[0] == definitions.live("bache").source.splitlines()[0]
    assert "key: hoyo\n" in text


def test_a_key_is_given_once(hugo, draft):
    services.create(NEW, actor=hugo)
    for key in ("banqueta", "bache"):
        with pytest.raises(Invalid) as refused:
            services.create(NewService(key, "obras-publicas", "bacheo", {}), actor=hugo)
        assert "key" in refused.value.fields
    assert DraftRevision.objects.filter(draft__key="banqueta").count() == 1
