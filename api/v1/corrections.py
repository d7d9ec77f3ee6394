"""`/cases/{folio}/corrections/`: correct what was reported, as on the page of the case."""

from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from api.actors import IsStaff, StaffToken, actor_of
from api.v1.shapes import CorrectedShape, CorrectionShape, ProblemShape
from api.views import Resource
from casetypes.access import policies
from casetypes.cases.corrections.services import Correction, correct
from casetypes.cases.corrections.weighing import Weighed
from casetypes.cases.roots import PRIORITY_NAME
from casetypes.cases.selectors import get_for
from casetypes.kernel.errors import DomainError


class Corrections(Resource):
    """Correct answers, with a reason; values, priority, place and deadlines follow by the rules. Personal
    answers only while the person of the token has them open. 409 when somebody else wrote first."""

    authentication_classes = [StaffToken]
    permission_classes = [IsStaff]

    @extend_schema(
        request=CorrectionShape,
        responses={
            200: CorrectedShape, 401: ProblemShape, 403: ProblemShape, 404: ProblemShape, 409: ProblemShape,
            422: ProblemShape,
        },
        operation_id="cases_correct",
    )  # fmt: skip
    def post(self, request: Request, folio: str) -> Response:
        body, actor = CorrectionShape(data=request.data), actor_of(request)
        try:
            body.is_valid(raise_exception=True)
            done = correct(
                folio, Correction(body.validated_data["answers"], body.validated_data["reason"]), actor=actor,
                expected_revision=body.validated_data["expected_revision"],
            )  # fmt: skip
        except (DomainError, ValidationError):
            # Whatever else is wrong: a stranger's case does not exist, and who corrects nothing is told only that.
            policies.require(actor, "case.correct", get_for(actor, folio))
            raise
        return Response(shape(done))


def shape(done: Weighed) -> dict[str, object]:
    """See CorrectedShape."""
    case = done.case
    return {
        "folio": case.folio, "revision": case.revision, "corrected": sorted(done.changed),
        "priority": PRIORITY_NAME[case.priority], "due_at": case.due_at, "zone": str(case.zone or ""),
        "clocks": [{"clock": each.key, "before": each.before, "after": each.after} for each in done.clocks],
        "remarks": list(done.remarks),
    }  # fmt: skip
