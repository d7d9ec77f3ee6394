"""`/desks/{desk}/cases/`: the queue of a desk, for staff of that desk."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.actors import IsStaff, StaffToken, actor_of
from api.v1.shapes import DeskPageShape, ProblemShape
from api.views import Resource
from casetypes.access.policies import may
from casetypes.cases import selectors
from casetypes.cases.confidentiality import without_confidential
from casetypes.cases.models import Case
from casetypes.cases.personal_data import anonymised
from casetypes.cases.roots import PRIORITY_NAME
from casetypes.definitions import selectors as definitions
from casetypes.kernel.errors import Invalid, NotFound

PAGE = 50


class DeskCases(Resource):
    """Cases of one desk that the caller may read, newest first, 50 at a time; never a confidential one."""

    authentication_classes = [StaffToken]
    permission_classes = [IsStaff]

    @extend_schema(
        parameters=[
            OpenApiParameter("after", int, description="`next` of the page before"),
            OpenApiParameter("status", str, description="A public status"),
            OpenApiParameter("overdue", bool),
        ],
        responses={200: DeskPageShape, 401: ProblemShape, 404: ProblemShape},
        operation_id="desks_cases",
    )
    def get(self, request: Request, desk: str) -> Response:
        actor = actor_of(request)
        if not may(actor, "queue.open", desk):
            raise NotFound(_("There is no such queue."))
        cases = without_confidential(selectors.visible_to(actor).filter(desk=desk))
        cases = _narrowed(cases.select_related("zone"), request)
        rows = list(cases.order_by("-id")[: PAGE + 1])
        following = str(rows[PAGE - 1].pk) if len(rows) > PAGE else None
        coarse = not may(actor, "queue.read_in_clear", desk)
        shown = [_shape(case, coarse=coarse) for case in rows[:PAGE]]
        return Response({"results": shown, "next": following, "anonymised": coarse})


def _narrowed(cases: QuerySet[Case], request: Request) -> QuerySet[Case]:
    after, status = request.query_params.get("after"), request.query_params.get("status")
    if after:
        if not after.isdecimal():
            raise Invalid(fields={"after": ["Pass the `next` of the page before."]})
        cases = cases.filter(pk__lt=int(after))
    if status:
        cases = cases.filter(public_status=status)
    if request.query_params.get("overdue", "").lower() in {"1", "true"}:
        cases = cases.filter(overdue=True)
    return cases


def _shape(case: Case, *, coarse: bool) -> dict[str, object]:
    """`coarse`: for who reads anonymised, the zone only where the definition places its cases."""
    zone = case.zone.name if case.zone else ""
    if coarse:
        zone = anonymised.zone(case, definitions.compiled(case.version_id))
    return {
        "folio": case.folio, "service": case.case_type_id, "state": case.state, "status": case.public_status,
        "priority": PRIORITY_NAME[case.priority], "revision": case.revision,
        "zone": zone, "crew": case.crew_id or "", "opened_at": case.opened_at,
        "due_at": case.due_at, "overdue": case.overdue, "demonstration": case.demonstration,
    }  # fmt: skip
