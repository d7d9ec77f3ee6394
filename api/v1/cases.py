"""`/cases/`: report, follow by folio, and move on with a staff token."""

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import AnonRateThrottle, BaseThrottle
from rest_framework.views import APIView

from api.actors import IsStaff, StaffToken, actor_of
from api.v1.shapes import (
    AttachmentShape,
    MovedShape,
    ProblemShape,
    PublicCaseShape,
    SubmissionShape,
    TransitionShape,
)
from api.views import Resource
from casetypes.access import policies
from casetypes.access.actors import Actor
from casetypes.accounts import guessing
from casetypes.cases import engine, public
from casetypes.cases.public import PublicCase
from casetypes.cases.selectors import get_for
from casetypes.definitions import selectors as definitions
from casetypes.evidence import services as evidence
from casetypes.forms.files import FileOptions
from casetypes.intake.services import Submission, submit
from casetypes.kernel import networks
from casetypes.kernel.errors import DomainError, Invalid, NotFound
from casetypes.kernel.folio import FolioPattern
from casetypes.kernel.text import pick
from casetypes.sla.selectors import ClockView, clock_views, expected, first_views

KEY = OpenApiParameter(
    "Idempotency-Key", str, OpenApiParameter.HEADER, description="The same key gives the same case, once"
)


class ByNetwork(BaseThrottle):
    """Callers are told apart as everywhere here: another address of one's own IPv6 network gives no new count."""

    def get_ident(self, request: Request) -> str:
        told, peer = request.META.get("HTTP_X_FORWARDED_FOR", ""), request.META.get("REMOTE_ADDR", "")
        return networks.of_caller(networks.caller(told, peer, settings.TRUSTED_PROXIES))


class IntakeThrottle(ByNetwork, AnonRateThrottle):
    """Reports per address; staff with a token are not counted."""

    scope = "intake"


class Cases(Resource):
    """Public intake. A staff token is welcome: the case then says who captured it."""

    authentication_classes = [StaffToken]
    throttle_classes = [IntakeThrottle]

    @extend_schema(
        request=SubmissionShape,
        parameters=[KEY],
        responses={201: PublicCaseShape, 404: ProblemShape, 409: ProblemShape, 422: ProblemShape},
        operation_id="cases_create",
        auth=[],
    )
    def post(self, request: Request) -> Response:
        body = SubmissionShape(data=request.data)
        body.is_valid(raise_exception=True)
        service, actor = definitions.open_service(body.validated_data["service"]), actor_of(request)
        case = submit(
            Submission(
                service=service.key, answers=body.validated_data["answers"],
                language=body.validated_data["language"], actor=actor, channel="api",
                idempotency_key=request.headers.get("Idempotency-Key", ""),
            )
        )  # fmt: skip
        found = public.of_new(case) or public.by_folio_public(case.folio)
        assert found is not None  # confidential services are not offered here
        return Response(
            case_shape(found, first_views(case)),
            status=201,
            headers={"Location": f"/api/v1/cases/{case.folio}/"},
        )


class FolioThrottle(ByNetwork):
    """Whoever tries out folios waits, also for those that exist (`UNKNOWN_FOLIOS_PER_NETWORK_HOUR`). Only unknown ones
    count: following a case is free."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        return not guessing.is_over(self.get_ident(request))

    def wait(self) -> float:
        return float(guessing.SECONDS)


class CaseByFolio(Resource):
    """The public view of a case."""

    throttle_classes = [FolioThrottle]

    @extend_schema(responses={200: PublicCaseShape, 404: ProblemShape}, operation_id="cases_read")
    def get(self, request: Request, folio: str) -> Response:
        folio = FolioPattern(definitions.city().folio).normalise(folio)
        found = public.by_folio_public(folio)
        if found is None:
            guessing.count(FolioThrottle().get_ident(request))
            raise NotFound(_("There is no case with that folio."))
        return Response(case_shape(found, clock_views(found.case)))


class Transitions(Resource):
    """Move a case on. 409 when somebody else did first: read it again, then decide."""

    authentication_classes = [StaffToken]
    permission_classes = [IsStaff]

    @extend_schema(
        request=TransitionShape,
        responses={
            200: MovedShape, 401: ProblemShape, 403: ProblemShape, 404: ProblemShape, 409: ProblemShape,
            422: ProblemShape,
        },
        operation_id="cases_transition",
    )  # fmt: skip
    def post(self, request: Request, folio: str, name: str) -> Response:
        body = TransitionShape(data=request.data)
        actor = actor_of(request)
        try:
            body.is_valid(raise_exception=True)
            case = engine.advance(
                folio, name, actor=actor, input=body.validated_data["input"],
                expected_revision=body.validated_data["expected_revision"],
            )  # fmt: skip
        except (DomainError, ValidationError):
            _refuse_first(actor, folio, name)
            raise
        return Response({
            "folio": case.folio, "state": case.state, "status": case.public_status,
            "revision": case.revision, "desk": case.desk_id, "due_at": case.due_at, "demonstration": case.demonstration,
        })  # fmt: skip


def _refuse_first(actor: Actor, folio: str, name: str) -> None:
    """Whatever else is wrong: a stranger's case does not exist, and a step of another role is not explained. Asked
    when a move failed, so that one that succeeds costs nothing more."""
    case = get_for(actor, folio)
    if name in definitions.compiled(case.version_id).spec.transitions:
        policies.require(actor, "case.move", (case, name))


class Attachments(Resource):
    """Send a file first; its id then goes into the answers. One that no case takes is deleted after a while."""

    authentication_classes = [StaffToken]
    parser_classes = [MultiPartParser]
    throttle_classes = [IntakeThrottle]

    @extend_schema(
        request={"multipart/form-data": {"type": "object", "properties": {
            "service": {"type": "string"}, "field": {"type": "string"},
            "file": {"type": "string", "format": "binary"},
        }}},
        responses={201: AttachmentShape, 422: ProblemShape},
        operation_id="attachments_create",
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        compiled = definitions.open_service(request.POST.get("service", "")).compiled
        field = request.POST.get("field", "")
        spec = compiled.fields.get(field)
        file = request.FILES.get("file")
        if not isinstance(spec, FileOptions):
            raise Invalid(fields={"field": [_("This service has no such file field.")]})
        if file is None:
            raise Invalid(fields={"file": [_("Send one file.")]})
        received = evidence.receive(
            content=file,
            name=file.name or "",
            field=field,
            actor=actor_of(request),
            spec=spec,
        )
        return Response(
            {"id": str(received.pk), "sha256": received.sha256, "size": received.size,
             "content_type": received.content_type}, status=201,
        )  # fmt: skip


def case_shape(found: PublicCase, clocks: list[ClockView]) -> dict[str, object]:
    """See PublicCaseShape."""
    case, language = found.case, get_language() or "es"
    due = expected(clocks) if not case.final_kind else None
    return {
        "folio": case.folio, "service": found.compiled.key, "title": pick(found.compiled.spec.title, language),
        "status": case.public_status, "opened_at": case.opened_at, "closed_at": case.closed_at,
        "expected_at": due.due_at if due else None, "zone": found.zone_name, "latitude": found.latitude,
        "longitude": found.longitude,
        "answers": {key: value for key, spec, value in found.answers if key not in found.compiled.file_fields},
        "history": [
            {"at": event.at, "event": event.name, "title": pick(event.title, language) or event.name,
             "status": event.public_status, "role": event.role}
            for event in found.events
        ],
        "page": f"{settings.PUBLIC_URL}/seguimiento/{case.folio}/", "demonstration": case.demonstration,
    }  # fmt: skip
