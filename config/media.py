"""Public copies of photos and the pictures of pages, from the folder or from the object store.

A proxy may serve the folder instead. Names are never used twice, so a browser may keep what it has.
"""

import mimetypes

from django.conf import settings
from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.views.static import serve

FOR_A_YEAR = "public, max-age=31536000, immutable"


def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Raises Http404; nothing but what lies under `media/` can be asked for."""
    response = _from_store(path) if "files" in settings.STORAGES else _from_folder(request, path)
    response.headers.setdefault("Cache-Control", FOR_A_YEAR)
    return response


def _from_folder(request: HttpRequest, path: str) -> HttpResponseBase:
    return serve(request, path, document_root=str(settings.MEDIA_ROOT))


def _from_store(path: str) -> HttpResponseBase:
    if ".." in path.split("/"):
        raise Http404
    try:
        file = storages["files"].open(f"media/{path}")
    except FileNotFoundError as error:
        raise Http404 from error
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    return FileResponse(file, content_type=kind)
