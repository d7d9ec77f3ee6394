"""Everything that is the person's own, to read and to take along. Made at the moment, kept nowhere."""

import json
from datetime import UTC

from django.contrib import messages
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from casetypes.accounts.taking_along import Plain, everything
from casetypes.citizens.models import Citizen
from casetypes.kernel import clock, hashing
from cms.account.pages import own_actor, signed_in
from cms.components import site
from reports.pdf import render as typesetting
from reports.pdf.document import Document

NAME = "mis-datos"


@require_safe
@signed_in
def as_json(request: HttpRequest, citizen: Citizen) -> HttpResponse:
    told = everything(citizen, own_actor(request, citizen))
    response = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="mis-datos.json"'
    return response


@require_safe
@signed_in
def readable(request: HttpRequest, citizen: Citizen) -> HttpResponse:
    """The same on one page that prints well."""
    told = everything(citizen, own_actor(request, citizen))
    return render(request, "account/download.html", {"tab": "data", "told": told})


@require_safe
@signed_in
def as_pdf(request: HttpRequest, citizen: Citizen) -> HttpResponse:
    """The same as a file to keep or hand in. A web without the typesetter's libraries leads to the page to print."""
    document = _document(everything(citizen, own_actor(request, citizen)))
    try:
        finished = typesetting.pdf(document)
    except OSError:
        messages.error(
            request, _("The PDF cannot be made right now. This page holds the same and prints well.")
        )
        return redirect("account:download")
    response = HttpResponse(finished.content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{NAME}.pdf"'
    return response


def _document(told: Plain) -> Document:
    """The page as a file, with the plain values attached for whoever wants to go on with them."""
    language, made_at, title = get_language() or "es", clock.now(), _("Everything about me")
    data = json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    context = {
        "told": told, "title": title, "language": language, "city": site.current().name,
        "stamp": f"{made_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
    }  # fmt: skip
    html = render_to_string("account/everything_pdf.html", context)
    digest = hashing.sha256_hex(data.encode())
    return Document(html, title, language, digest, made_at, data, attached=f"{NAME}.json")
