"""The base of every resource: it answers in the language the client asks for."""

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header
from rest_framework.request import Request
from rest_framework.views import APIView


class Resource(APIView):
    """`?language=en` or `Accept-Language`; otherwise the city's first language."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        translation.activate(_language(request))
        super().initial(request, *args, **kwargs)


def _language(request: Request) -> str:
    known = {code for code, _name in settings.LANGUAGES}
    asked = [request.query_params.get("language", "")]
    asked += [code for code, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", ""))]
    found = (code.split("-")[0] for code in asked)
    return next((code for code in found if code in known), settings.LANGUAGE_CODE)
