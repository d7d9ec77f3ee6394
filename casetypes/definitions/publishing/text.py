"""Publish one text of the CMS as the live version of its service."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from casetypes.access import policies
from casetypes.access.actors import Actor
from casetypes.definitions import revision
from casetypes.definitions.checking import check_text, says_the_same
from casetypes.definitions.models import CaseType, CaseTypeVersion
from casetypes.definitions.publishing.gates import pass_gates
from casetypes.definitions.publishing.report import DefinitionRefused, Published
from casetypes.definitions.publishing.turn import turn
from casetypes.definitions.publishing.versions import new_version
from casetypes.kernel.errors import Conflict, Refused


def publish_service(
    text: str, *, key: str, actor: Actor, authors: Collection[int], replaces: int | None
) -> Published:
    """Make a text of the CMS the live version of a service.

    `authors` are the users who wrote any of it: none of them may publish it. `replaces` is the number of the live
    version that the text was compared with (None: the service is new). Raises NotAllowed, Conflict when another
    version went live meanwhile, DefinitionRefused with every problem found in the city as it is now, Refused when
    nothing would change.
    """
    policies.require(actor, "definition.publish", authors)
    with turn():
        case_type = CaseType.objects.select_related("live").filter(key=key).first()
        live = case_type.live if case_type else None
        _refuse_another_base(live, replaces)
        checked = check_text(text, key=key)
        if checked.errors:
            raise DefinitionRefused(checked.errors)
        if live is not None and says_the_same(live, checked.loaded):
            raise Refused(reasons=[_("The live version already says exactly this.")])
        published = new_version(
            checked.loaded, actor.label(actor.role_with("publish_definitions")), source="cms"
        )
        revision.renew()
        pass_gates([key])
    return published


def _refuse_another_base(live: CaseTypeVersion | None, replaces: int | None) -> None:
    number = live.number if live else None
    if number != replaces:
        raise Conflict(
            _(
                "Version %(number)s went live while this text was being written. Compare it with that version first."
            )
            % {"number": number or 0},
            extra={"live": number, "replaces": replaces},
        )
