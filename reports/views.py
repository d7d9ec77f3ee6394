"""Open data and report files at stable addresses; everything here is public."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from casetypes.kernel.errors import DomainError
from reports import files, kept, open_data
from reports.period import Period


@require_safe
def data(request: HttpRequest, period: str, kind: str) -> HttpResponse:
    """`2023Q4.csv` or `.json`, `?service=`, `?zone=` and `?lang=` optional: exactly the figures of the page."""
    language = request.GET.get("lang") if request.GET.get("lang") in {"es", "en"} else "es"
    with translation.override(language):
        try:
            counted = kept.current(
                Period.parse(period), request.GET.get("service", ""), request.GET.get("zone", "")
            )
        except DomainError as error:
            raise Http404(error.message) from error
        if kind == "csv":
            body, content_type = open_data.as_csv(counted, str(language)), "text/csv; charset=utf-8"
        else:
            body, content_type = open_data.as_json(counted), "application/json"
    name = f"agora-{counted.period}{'-' + counted.service if counted.service else ''}.{kind}"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"', "Access-Control-Allow-Origin": "*",
        "ETag": f'"{counted.digest()[:32]}-{language}"',
    }  # fmt: skip
    return HttpResponse(body, content_type=content_type, headers=headers)


@require_safe
def file(request: HttpRequest, period: str, language: str) -> FileResponse:
    """The newest finished report of a quarter."""
    report = files.latest(period, language)
    if report is None:
        raise Http404(_("There is no report of this quarter yet."))
    return FileResponse(
        files.open_file(report), content_type="application/pdf", filename=files.public_name(report)
    )
