"""Write drafts: from the first line to publication. Each function is one transaction and one audit record.

Nobody changes a draft under review; nobody publishes a text they wrote any of; what is published is the revision that
was reviewed, by its hash.
"""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casetypes.access import policies
from casetypes.access.actors import Actor
from casetypes.audit import services as audit
from casetypes.definitions import checking
from casetypes.definitions.models import CaseType, CaseTypeVersion
from casetypes.definitions.services import DefinitionRefused, Published, publish_service
from casetypes.kernel import clock
from casetypes.kernel.errors import Conflict, Invalid, NotFound, Refused, StaleRevision
from casetypes.kernel.hashing import sha256_hex
from cms.studio import proven, selectors, texts
from cms.studio.models import Draft, DraftRevision, DraftStep

# The right by which each step is taken: the record names the role that gives it.
WRITES, DECIDES = ("write_definitions",), ("publish_definitions", "approve_definitions")
RIGHTS = {
    "started": WRITES, "save": WRITES, "compared": WRITES, "sent": WRITES, "withdrawn": WRITES, "dropped": WRITES,
    "returned": DECIDES, "published": DECIDES,
}  # fmt: skip


@dataclass(frozen=True)
class NewService:
    """What is asked before the first line of a service. `copy_of`: key of a live service; "" for the starter."""

    key: str
    department: str
    desk: str
    titles: dict[str, str]
    copy_of: str = ""


@transaction.atomic
def start(key: str, *, actor: Actor) -> Draft:
    """The open draft of a live service: a new one with its text, or the one somebody began. Raises NotFound."""
    case_type = CaseType.objects.select_related("live").filter(key=key, live__isnull=False).first()
    if case_type is None or case_type.live is None:
        raise NotFound(_("There is no service called %(key)s.") % {"key": key})
    policies.require(actor, "definition.write", case_type.department)
    found = Draft.objects.filter(key=key, state__in=Draft.OPEN).first()
    return found or _begin(key, case_type.department, case_type.live, case_type.live.source, actor)


@transaction.atomic
def create(asked: NewService, *, actor: Actor) -> Draft:
    """The draft of a service that does not exist yet. Raises Invalid by field, NotAllowed."""
    policies.require(actor, "definition.write", asked.department)
    if CaseType.objects.filter(key=asked.key).exists() or selectors.open_draft(asked.key):
        raise Invalid(fields={"key": [_("There is a service with this key already.")]})
    source = selectors.live_text(asked.copy_of) if asked.copy_of else texts.starter()
    title = "{" + ", ".join(f"{code}: {texts.quoted(words)}" for code, words in asked.titles.items()) + "}"
    text = texts.renamed(
        source,
        key=asked.key,
        department=asked.department,
        desk=asked.desk,
        title=title if asked.titles else "",
    )
    return _begin(asked.key, asked.department, None, text, actor)


def _begin(key: str, department: str, base: CaseTypeVersion | None, text: str, actor: Actor) -> Draft:
    draft = Draft(key=key, department=department, base=base, changed_by_id=actor.person_id)
    _keep(draft, text)
    try:
        with transaction.atomic():
            draft.save()
    except IntegrityError as error:
        raise Conflict(
            _("Somebody began a draft of this service a moment ago. Open it from the list.")
        ) from error
    _write_revision(draft, actor)
    _step(draft, "started", actor)
    return draft


@transaction.atomic
def save(pk: int, text: str, *, expected_revision: int, actor: Actor) -> Draft:
    """Keep a text as the next revision; the same text again is none. Raises StaleRevision, Conflict, Invalid."""
    draft = _editable(pk, actor)
    plain = texts.received(text)
    if plain == draft.text:
        return draft
    if draft.revision != expected_revision:
        raise StaleRevision(expected=expected_revision, actual=draft.revision)
    return _next(draft, plain, actor)


@transaction.atomic
def restore(pk: int, number: int, *, expected_revision: int, actor: Actor) -> Draft:
    """An earlier text becomes the newest revision; nothing in between is lost."""
    draft = _editable(pk, actor)
    earlier = selectors.revision(draft, number)
    return save(pk, earlier.text, expected_revision=expected_revision, actor=actor)


def _next(draft: Draft, text: str, actor: Actor) -> Draft:
    draft.revision += 1
    draft.changed_by_id, draft.changed_at = actor.person_id, clock.now()
    _keep(draft, text)
    draft.save()
    _write_revision(draft, actor)
    _record(draft, "save", actor)
    return draft


def _keep(draft: Draft, text: str) -> None:
    draft.text, draft.sha256 = text, sha256_hex(text.encode())
    draft.errors = len(checking.check_text(text, key=draft.key).errors)


def _write_revision(draft: Draft, actor: Actor) -> None:
    DraftRevision.objects.create(
        draft=draft, number=draft.revision, text=draft.text, sha256=draft.sha256, author_id=actor.person_id,
        standing_in_for_id=_absent(draft, "save", actor),
    )  # fmt: skip


@transaction.atomic
def compare(pk: int, *, actor: Actor) -> Draft:
    """The author has looked at the version that went live meanwhile: the draft goes on from it."""
    draft = _editable(pk, actor)
    draft.base = selectors.live_version(draft.key)
    draft.save(update_fields=["base"])
    _step(draft, "compared", actor)
    return draft


def send(pk: int, *, expected_revision: int, note: str, actor: Actor, despite_failures_of: str = "") -> Draft:
    """Run the scenarios of the text, lock the draft and ask a second person. Takes a few seconds.

    `despite_failures_of`: the hash of the text whose failing scenarios the sender has seen and sends all the same.
    Raises DefinitionRefused, Refused (also when scenarios fail and nobody said so), StaleRevision, Conflict.
    """
    with transaction.atomic():
        draft = _sendable(pk, expected_revision, actor)
    if proven.known(draft) is None or proven.standing(draft) is None:
        proven.prove(draft)
    with transaction.atomic():
        draft = _sendable(pk, expected_revision, actor)
        _require_scenarios(draft, despite_failures_of)
        draft.state = Draft.REVIEW
        draft.save(update_fields=["state"])
        _step(draft, "sent", actor, note)
    return draft


def _require_scenarios(draft: Draft, despite_failures_of: str) -> None:
    found = proven.standing(draft)
    if found is None:
        raise Conflict(_("The text was changed while its scenarios ran. Send it again."))
    if found.failing and despite_failures_of != draft.sha256:
        words = ngettext(
            "%(failing)d of %(all)d scenarios fails, so it cannot be published like this. Mend it, or send it with "
            "the button that says so.",
            "%(failing)d of %(all)d scenarios fail, so it cannot be published like this. Mend it, or send it with "
            "the button that says so.",
            found.failing,
        )
        raise Refused(reasons=[words % {"failing": found.failing, "all": found.scenarios}])


def _sendable(pk: int, expected_revision: int, actor: Actor) -> Draft:
    draft = _editable(pk, actor)
    if draft.revision != expected_revision:
        raise StaleRevision(expected=expected_revision, actual=draft.revision)
    if selectors.outdated(draft):
        raise Conflict(_("Another version went live since this draft began. Compare it first."))
    checked = checking.check_text(draft.text, key=draft.key)
    if checked.errors:
        raise DefinitionRefused(checked.errors)
    if draft.base is not None and checking.says_the_same(draft.base, checked.loaded):
        raise Refused(reasons=[_("Nothing was changed yet: the live version already says exactly this.")])
    policies.require(actor, "definition.write", checked.loaded.data["steward"])
    return draft


@transaction.atomic
def withdraw(pk: int, *, actor: Actor) -> Draft:
    """Take it back from review to go on writing."""
    draft = _locked(pk, Draft.REVIEW, actor, "definition.write")
    return _reopen(draft, "withdrawn", actor, "")


@transaction.atomic
def send_back(pk: int, *, note: str, actor: Actor) -> Draft:
    """The second person asks for changes and says which. Raises Invalid without a reason."""
    draft = _locked(pk, Draft.REVIEW, actor, "definition.review")
    if not note.strip():
        raise Invalid(fields={"note": [_("Say what has to change.")]})
    return _reopen(draft, "returned", actor, note)


def _reopen(draft: Draft, kind: str, actor: Actor, note: str) -> Draft:
    draft.state = Draft.EDITING
    draft.save(update_fields=["state"])
    _step(draft, kind, actor, note)
    return draft


@transaction.atomic
def approve(pk: int, *, reviewed_sha256: str, note: str, actor: Actor) -> Published:
    """Publish exactly the text that was reviewed. Raises NotAllowed, Conflict or DefinitionRefused."""
    draft = _locked(pk, Draft.REVIEW, actor, "definition.publish")
    if draft.sha256 != reviewed_sha256:
        raise Conflict(_("The text was changed after you opened this page. Read it again."))
    published = publish_service(
        draft.text,
        key=draft.key,
        actor=actor,
        authors=selectors.authors(draft),
        replaces=draft.base.number if draft.base else None,
    )
    draft.state = Draft.PUBLISHED
    draft.published = CaseTypeVersion.objects.get(case_type=draft.key, number=published.number)
    draft.save(update_fields=["state", "published"])
    _step(draft, "published", actor, note)
    return published


@transaction.atomic
def drop(pk: int, *, actor: Actor) -> Draft:
    """Give the draft up; its revisions stay readable."""
    draft = _editable(pk, actor)
    draft.state = Draft.DROPPED
    draft.save(update_fields=["state"])
    _step(draft, "dropped", actor)
    return draft


def _editable(pk: int, actor: Actor) -> Draft:
    return _locked(pk, Draft.EDITING, actor, "definition.write")


def _locked(pk: int, state: str, actor: Actor, action: str) -> Draft:
    """The draft's row, held until the end of the transaction. Raises NotFound, NotAllowed, Conflict, in this order."""
    draft = Draft.objects.select_for_update(of=("self",)).select_related("base").filter(pk=pk).first()
    if draft is None:
        raise NotFound(_("There is no such draft."))
    about = draft.department if action == "definition.write" else selectors.authors(draft)
    policies.require(actor, action, about)
    if draft.state != state:
        raise Conflict(selectors.state_words(draft))
    return draft


def _step(draft: Draft, kind: str, actor: Actor, note: str = "") -> None:
    DraftStep.objects.create(
        draft=draft, kind=kind, revision=draft.revision, by_id=actor.person_id, note=note.strip(),
        standing_in_for_id=_absent(draft, kind, actor),
    )  # fmt: skip
    _record(draft, kind, actor)


def _absent(draft: Draft, kind: str, actor: Actor) -> int | None:
    """In whose post (user id) the actor takes this step; None by a post of their own, asked of the same policies."""
    writes = RIGHTS[kind] is WRITES
    action, about = ("definition.write", draft.department) if writes else ("definition.review", ())
    if kind == "published":
        action = "definition.publish"
    giving = [each.posts[0] for each in actor.by_each_post() if policies.may(each, action, about)]
    if any(post.standing_in_for is None for post in giving):
        return None
    return next((post.standing_in_for for post in giving), None)


def _record(draft: Draft, verb: str, actor: Actor) -> None:
    """What people wrote stays out of the log: only its hash goes in."""
    audit.record(
        action=f"studio.{verb}",
        actor=actor.label(actor.role_with(*RIGHTS[verb]), _absent(draft, verb, actor)),
        subject=f"draft:{draft.key}#{draft.pk}",
        data={"revision": draft.revision, "sha256": draft.sha256},
    )
