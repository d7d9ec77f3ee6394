"""`/services/` and `/services/{key}/form/`: the catalogue, and each form as JSON Schema.

Confidential services are not here: whoever reports there must not pass through another system.
"""

from django.utils.translation import get_language
from drf_spectacular.utils import OpenApiTypes, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from api.v1.form_schema import form_schema
from api.v1.shapes import ProblemShape, ServiceShape
from api.views import Resource
from casetypes.definitions import selectors
from casetypes.definitions.selectors import LiveService
from casetypes.kernel.text import pick


class Services(Resource):
    """Every service the city offers."""

    @extend_schema(responses=ServiceShape(many=True), operation_id="services_list")
    def get(self, request: Request) -> Response:
        services = [each for each in selectors.catalogue_services() if not each.compiled.spec.confidential]
        return Response([_shape(each, request) for each in services])


class ServiceForm(Resource):
    """The form of one service: what `answers` of a submission must look like."""

    @extend_schema(responses={200: OpenApiTypes.OBJECT, 404: ProblemShape}, operation_id="services_form")
    def get(self, request: Request, key: str) -> Response:
        service = selectors.open_service(key)
        return Response(form_schema(service.compiled, get_language() or "es"))


def _shape(service: LiveService, request: Request) -> dict[str, object]:
    spec, language = service.compiled.spec, get_language() or "es"
    return {
        "key": spec.key, "title": pick(spec.title, language), "summary": pick(spec.summary, language),
        "category": spec.category, "version": service.compiled.number,
        "form": reverse("api:service-form", kwargs={"key": spec.key}, request=request),
    }  # fmt: skip
