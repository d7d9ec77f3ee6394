"""What is replayed: a definition that compiles, from a file of a city's folder or from a draft's text."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from casetypes.definitions import checking, selectors
from casetypes.definitions.compiled import CompiledService, compile_service
from casetypes.definitions.loader import Loaded, load_path, load_text
from casetypes.definitions.problems import Problem
from casetypes.definitions.schema.city import Calendars
from casetypes.kernel.business_time import Calendar
from casetypes.kernel.errors import DomainError, NotFound
from casetypes.kernel.expressions import ExpressionRefused
from casetypes.kernel.extension_points import definition_drafts
from casetypes.kernel.hashing import sha256_hex

SUFFIX = "-draft"


class CannotReplay(DomainError):
    """The text does not load, so there is nothing to replay. `problems` say where."""

    code = "cannot-replay"
    status = 422

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(_("The draft cannot be read yet: mend its errors first."))
        self.problems = problems


@dataclass(frozen=True)
class Candidate:
    """`calendars` are those of its own folder, where it has one; every other calendar is the published one."""

    compiled: CompiledService
    sha256: str
    calendars: Mapping[str, Calendar] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return self.compiled.key

    def calendar(self, key: str) -> Calendar:
        """Raises NotFound."""
        return self.calendars.get(key) or selectors.calendar(key)


def find(what: str) -> Candidate:
    """A file, or `bache-draft`: the open draft of a service. Raises NotFound, CannotReplay."""
    if Path(what).is_file():
        return of_file(Path(what))
    key = what.removesuffix(SUFFIX)
    texts = [text for text in definition_drafts.call(key) if text is not None] if key != what else []
    if not texts:
        raise NotFound(_("%(what)s is neither a file nor a draft, such as bache-draft.") % {"what": what})
    return of_text(texts[0], key=key)


def of_text(text: str, *, key: str) -> Candidate:
    """A text of the CMS, with the fragments as they are published. Raises CannotReplay."""
    return _candidate(load_text(text, checking.file_of(key), fragments=checking.live_city().fragments), {})


def of_file(path: Path) -> Candidate:
    """A file with the fragments and calendars of its folder. Raises CannotReplay."""
    where = path.resolve()
    calendars = where.parent.parent / "calendars.yaml" if where.parent.name == "services" else None
    own = _calendars(calendars) if calendars is not None and calendars.is_file() else {}
    return _candidate(load_path(where), own)


def _candidate(loaded: Loaded, calendars: Mapping[str, Calendar]) -> Candidate:
    if loaded.model is None or loaded.kind != "service":
        raise CannotReplay(loaded.problems)
    try:
        compiled = compile_service(loaded.data)
    except ExpressionRefused as refused:
        raise CannotReplay(checking.check_text(loaded.text, key=loaded.key).problems) from refused
    return Candidate(compiled, sha256_hex(loaded.canonical.encode()), calendars)


def _calendars(path: Path) -> dict[str, Calendar]:
    loaded = load_path(path, fragments={})
    if not isinstance(loaded.model, Calendars):
        raise CannotReplay(loaded.problems)
    return selectors.calendars_of(loaded.model, selectors.city().time_zone)
