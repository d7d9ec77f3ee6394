"""One service as it is live: its facts, its diagram, its text, its versions; and the text as a file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from casetypes.access.actors import Actor
from casetypes.access.policies import may
from casetypes.definitions.differences.comparison import Comparison, compare
from casetypes.definitions.differences.sides import names_of_the_city, version_side
from casetypes.definitions.history import versions_of
from casetypes.definitions.models import CaseType, CaseTypeVersion
from casetypes.definitions.schema.service import Service
from casetypes.definitions.selectors import compiled
from casetypes.kernel.errors import NotFound
from casetypes.kernel.text import pick
from cms.studio import selectors, services
from cms.studio.pages.frame import closed_words, department_name, language, studio_page, trail
from cms.studio.shown import diagram_of


@studio_page
def service(request: HttpRequest, actor: Actor, key: str) -> HttpResponse:
    case_type, live = _live(key)
    versions = versions_of(key)
    names = selectors.names_of(version.published_by for version in versions)
    spec: Service = compiled(live.pk).spec
    title = pick(case_type.title, language())
    comparison = _compared(request, key)
    context = {
        "service": case_type, "live": live, "title": title, "text": live.source,
        "department": department_name(case_type.department), "diagram": diagram_of(spec, language()),
        "versions": [(version, names.get(version.published_by, "")) for version in versions],
        "comparison": comparison, "groups": comparison.groups() if comparison else [],
        "closed": closed_words(live), "compared": (request.GET.get("de"), request.GET.get("a")),
        "draft": selectors.open_draft(key), "may_write": may(actor, "definition.write", case_type.department),
        "header_title": title, "header_icon": "code", **trail(title),
    }  # fmt: skip
    return render(request, "studio/service.html", context)


def _compared(request: HttpRequest, key: str) -> Comparison | None:
    """`?de=1&a=3`: what changed from one version to another; raises NotFound."""
    old, new = request.GET.get("de", ""), request.GET.get("a", "")
    if not old.isdecimal() or not new.isdecimal():
        return None
    sides = version_side(key, int(old)), version_side(key, int(new))
    return compare(key, *sides, language=language(), city=names_of_the_city())


@studio_page
def download(request: HttpRequest, actor: Actor, key: str) -> HttpResponse:
    """The text byte for byte, to put back into the folder; `?version=3` for an earlier one."""
    case_type, live = _live(key)
    number = request.GET.get("version", "")
    version = case_type.versions.filter(number=int(number)).first() if number.isdecimal() else live
    if version is None:
        raise NotFound(_("There is no such version."))
    return as_file(version.source, key)


def as_file(text: str, key: str) -> HttpResponse:
    response = HttpResponse(text.encode(), content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{key}.yaml"'
    return response


@require_POST
@studio_page
def edit(request: HttpRequest, actor: Actor, key: str) -> HttpResponse:
    """Begin a draft of the live version, or go on with the one that is open."""
    return redirect("studio_draft", services.start(key, actor=actor).pk)


def _live(key: str) -> tuple[CaseType, CaseTypeVersion]:
    case_type = CaseType.objects.select_related("live").filter(key=key, live__isnull=False).first()
    if case_type is None or case_type.live is None:
        raise NotFound(_("There is no service called %(key)s.") % {"key": key})
    return case_type, case_type.live
