"""Read drafts and services: what there is, who may do what with it, and what waits for whom."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from casetypes.access.actors import Actor
from casetypes.access.models import User
from casetypes.access.policies import may
from casetypes.definitions import selectors as definitions
from casetypes.definitions.loader import load_text
from casetypes.definitions.models import CaseType, CaseTypeVersion
from casetypes.kernel.errors import NotFound
from casetypes.kernel.text import normalise, pick
from cms.studio.models import Draft, DraftRevision, DraftStep

STATE_WORDS = {
    Draft.EDITING: gettext_lazy("It is being written: send it for review first."),
    Draft.REVIEW: gettext_lazy("It is under review, so nobody may change it."),
    Draft.PUBLISHED: gettext_lazy("It is published already."),
    Draft.DROPPED: gettext_lazy("It was given up."),
}


@dataclass(frozen=True)
class Row:
    """One line of the list: a live service, its open draft, or both."""

    key: str
    title: dict[str, str]
    department: str
    live: CaseTypeVersion | None
    source: str
    publisher: str
    draft: Draft | None
    may_write: bool


def rows(actor: Actor, query: str = "") -> list[Row]:
    """Live services and new ones in work, by key; three queries."""
    drafts = {draft.key: draft for draft in _open_drafts()}
    services = CaseType.objects.filter(live__isnull=False).select_related("live").order_by("key")
    live = {service.key: service for service in services}
    names = names_of(service.live.published_by for service in live.values() if service.live)
    found = [
        _row(key, live.get(key), drafts.get(key), names, actor) for key in sorted(live.keys() | drafts.keys())
    ]
    words = normalise(query).split()
    return [row for row in found if all(word in _searched(row) for word in words)]


def _row(key: str, service: CaseType | None, draft: Draft | None, names: dict[str, str], actor: Actor) -> Row:
    department = service.department if service else draft.department if draft else ""
    live = service.live if service else None
    return Row(
        key=key,
        title=service.title if service else draft_title(draft),
        department=department,
        live=live,
        source=service.source if service else "",
        publisher=names.get(live.published_by, "") if live else "",
        draft=draft,
        may_write=bool(may(actor, "definition.write", department)),
    )


def draft_title(draft: Draft | None) -> dict[str, str]:
    """The title that a draft's text gives its service; {} when it cannot be read."""
    title = load_text(draft.text, draft.key).data.get("title") if draft else None
    return {code: str(words) for code, words in title.items()} if isinstance(title, dict) else {}


def name_of(draft: Draft) -> str:
    """What its service is called, in the reader's language: as it is live, else as the draft says; else its key."""
    try:
        title = definitions.live_service(draft.key).compiled.spec.title
    except NotFound:
        title = draft_title(draft)
    return pick(title, get_language() or "es") or draft.key


def _searched(row: Row) -> str:
    return normalise(" ".join([row.key, row.key.replace("_", " "), row.department, *row.title.values()]))


def _open_drafts() -> Iterable[Draft]:
    return Draft.objects.filter(state__in=Draft.OPEN).select_related("changed_by", "base")


def names_of(labels: Iterable[str]) -> dict[str, str]:
    """`user:12/committee` → the person's name, for the labels of staff; `user:12/committee for user:7` says as whose
    deputy too. One query."""
    numbers = {label: [_number(part) for part in label.split(" for ")] for label in set(labels)}
    ids = {number for found in numbers.values() for number in found if number}
    people = {user.pk: str(user) for user in User.objects.filter(pk__in=ids)}
    return {
        label: as_deputy(people[who], people.get(absent[0], "") if absent else "")
        for label, (who, *absent) in numbers.items()
        if who in people
    }


def _number(label: str) -> int:
    number = label.partition("/")[0].removeprefix("user:")
    return int(number) if number.isdecimal() else 0


def get(pk: int) -> Draft:
    """Raises NotFound."""
    draft = Draft.objects.select_related("base", "changed_by", "published").filter(pk=pk).first()
    if draft is None:
        raise NotFound(_("There is no such draft."))
    return draft


def open_draft(key: str) -> Draft | None:
    return Draft.objects.filter(key=key, state__in=Draft.OPEN).first()


def revision(draft: Draft, number: int) -> DraftRevision:
    """Raises NotFound."""
    found = draft.revisions.select_related("author", "standing_in_for").filter(number=number).first()
    if found is None:
        raise NotFound(_("There is no such revision."))
    return found


def live_version(key: str) -> CaseTypeVersion | None:
    case_type = CaseType.objects.select_related("live").filter(key=key).first()
    return case_type.live if case_type else None


def live_text(key: str) -> str:
    """Raises NotFound."""
    version = live_version(key)
    if version is None:
        raise NotFound(_("There is no service called %(key)s.") % {"key": key})
    return version.source


def outdated(draft: Draft) -> CaseTypeVersion | None:
    """The version that went live after the draft was last compared with the live one."""
    live = live_version(draft.key)
    return live if live is not None and live.pk != draft.base_id else None


def authors(draft: Draft) -> frozenset[int]:
    """Everybody who saved any text of it, and who sent it; of what a deputy did, both."""
    return frozenset(person for pair in _written(draft) for person in pair if person is not None)


def writers(draft: Draft) -> list[str]:
    """The same by name, in alphabetical order: "Nora Lugo, as deputy of Hugo Valdés". Three queries."""
    pairs = _written(draft)
    ids = {person for pair in pairs for person in pair if person is not None}
    known = {user.pk: str(user) for user in User.objects.filter(pk__in=ids)}
    return sorted(as_deputy(known[who], known.get(absent or 0, "")) for who, absent in pairs)


def _written(draft: Draft) -> frozenset[tuple[int, int | None]]:
    """(who, in whose post as a deputy). Two queries."""
    sent = draft.steps.filter(kind__in=("started", "sent")).values_list("by", "standing_in_for")
    return frozenset([*draft.revisions.values_list("author", "standing_in_for"), *sent])


def as_deputy(who: str, absent: str) -> str:
    """A name, with that of the absent person in whose post they acted."""
    return _("%(who)s, as deputy of %(absent)s") % {"who": who, "absent": absent} if absent else who


def steps(draft: Draft) -> list[DraftStep]:
    """What happened to it, the newest first."""
    return list(draft.steps.select_related("by", "standing_in_for").order_by("-pk"))


def revisions(draft: Draft) -> QuerySet[DraftRevision]:
    """Its saved texts, the newest first, without the texts."""
    return draft.revisions.select_related("author", "standing_in_for").defer("text").order_by("-number")


def last_return(draft: Draft) -> DraftStep | None:
    """The step that sent it back, while it is the last one."""
    last = draft.steps.select_related("by").order_by("pk").last()
    return last if last is not None and last.kind == "returned" else None


def last_sent(draft: Draft) -> DraftStep | None:
    """The step that sent it for review, while it is under review: its note is for the second person."""
    sent = draft.steps.select_related("by").filter(kind="sent").order_by("pk").last()
    return sent if draft.state == Draft.REVIEW else None


def other_author(draft: Draft, actor: Actor) -> User | None:
    """Who saved the newest text, when it was somebody else: two may be writing at once."""
    return draft.changed_by if draft.changed_by_id != actor.user_id else None


def state_words(draft: Draft) -> str:
    return str(STATE_WORDS[draft.state])


@dataclass(frozen=True)
class Waiting:
    """What waits for one person: texts of others to review, and own ones that came back."""

    to_review: list[Draft]
    returned: list[DraftStep]

    def __bool__(self) -> bool:
        return bool(self.to_review or self.returned)


def waiting_for(actor: Actor) -> Waiting:
    """Nothing for who has no right; two queries at most."""
    return Waiting(_to_review(actor), _returned(actor))


def _to_review(actor: Actor) -> list[Draft]:
    if not may(actor, "definition.review", frozenset()):
        return []
    behind = actor.persons_behind("publish_definitions", "approve_definitions")
    wrote = DraftRevision.objects.filter(
        Q(author__in=behind) | Q(standing_in_for__in=behind), draft=OuterRef("pk")
    )
    pending = Draft.objects.filter(~Q(Exists(wrote)), state=Draft.REVIEW)
    return list(pending.select_related("changed_by").defer("text").order_by("changed_at"))


def _returned(actor: Actor) -> list[DraftStep]:
    """Drafts in which the actor wrote, or a deputy for them, whose last step was that a reviewer sent them back."""
    if not may(actor, "definition.write", None):
        return []
    theirs = Q(author=actor.user_id) | Q(standing_in_for=actor.user_id)
    wrote = DraftRevision.objects.filter(theirs, draft=OuterRef("draft"))
    later = DraftStep.objects.filter(draft=OuterRef("draft"), pk__gt=OuterRef("pk"))
    steps = DraftStep.objects.filter(
        Exists(wrote), ~Q(Exists(later)), kind="returned", draft__state=Draft.EDITING
    )
    return list(steps.select_related("draft", "by").defer("draft__text").order_by("at"))
