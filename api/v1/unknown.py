"""Addresses that do not exist answer as everything here does: with a problem, never with a page."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.views import Resource
from casetypes.kernel.errors import NotFound


@extend_schema(exclude=True)
class Unknown(Resource):
    def get(self, request: Request, path: str = "") -> Response:
        raise NotFound(_("There is no such address. See /api/v1/schema/."))

    post = put = patch = delete = get
