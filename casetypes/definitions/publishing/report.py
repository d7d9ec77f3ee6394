"""What is told of a publication: what got a version, what was kept, or every problem that stopped it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casetypes.definitions.problems import Problem
from casetypes.kernel.errors import DomainError

SHOWN_DIFFERENCES = 8


class DefinitionRefused(DomainError):
    """It has problems, so nothing was published; `problems` are all of them, with their places."""

    code = "definition-refused"
    status = 422

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        message = gettext_lazy("The definitions have problems, so nothing was published.")
        super().__init__(message, extra={"problems": [problem.as_json() for problem in self.problems]})


@dataclass(frozen=True)
class Published:
    """One file that got a new version. `change`: first, text, addition, rule or removal; `renamed`: all that the
    removal takes away are names, and `migrate` says the new ones."""

    kind: str
    key: str
    number: int
    change: str
    renamed: bool = False


@dataclass(frozen=True)
class KeptInCms:
    """A service whose live version was made in the CMS and whose file says something else: nothing was done.

    `differences` are sentences.
    """

    key: str
    differences: tuple[str, ...]

    def __str__(self) -> str:
        shown = " ".join(self.differences[:SHOWN_DIFFERENCES]).removesuffix(".")
        more = len(self.differences) - SHOWN_DIFFERENCES
        text = _("The service %(key)s is kept in the CMS and its file differs: %(places)s.") % {
            "key": self.key,
            "places": f"{shown} (+{more})" if more > 0 else shown,
        }
        return f"{text} {_('Download it from the admin and put it in the folder.')}"


@dataclass
class PublishReport:
    """`refused`: services that stay as the CMS has them. `without_file`: keys of those that stay live though files own
    them and the folder has none of theirs."""

    published: list[Published] = field(default_factory=list)
    refused: list[KeptInCms] = field(default_factory=list)
    without_file: tuple[str, ...] = ()
    unchanged: int = 0
    warnings: list[Problem] = field(default_factory=list)
