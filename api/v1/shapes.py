"""The JSON shapes of version 1, for the OpenAPI description and for checking bodies."""

from rest_framework import serializers


class ServiceShape(serializers.Serializer):
    key = serializers.CharField()
    title = serializers.CharField()
    summary = serializers.CharField()
    category = serializers.CharField()
    version = serializers.IntegerField(help_text="Number of the published definition")
    form = serializers.URLField(help_text="Where its form is, as JSON Schema")


class SubmissionShape(serializers.Serializer):
    service = serializers.CharField(max_length=60)
    answers = serializers.DictField(help_text="One key per question; see /services/{key}/form/")
    language = serializers.ChoiceField(choices=["es", "en"], default="es")


class PublicEventShape(serializers.Serializer):
    at = serializers.DateTimeField()
    event = serializers.CharField()
    title = serializers.CharField()
    status = serializers.CharField()
    role = serializers.CharField()


class PublicCaseShape(serializers.Serializer):
    """What anyone may know by the folio: nothing personal."""

    folio = serializers.CharField()
    service = serializers.CharField()
    title = serializers.CharField()
    status = serializers.CharField(
        help_text="received, scheduled, in_process, waiting, referred, resolved, …"
    )
    opened_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)
    expected_at = serializers.DateTimeField(allow_null=True)
    zone = serializers.CharField(allow_blank=True)
    latitude = serializers.FloatField(allow_null=True)
    longitude = serializers.FloatField(allow_null=True)
    answers = serializers.DictField()
    history = PublicEventShape(many=True)
    page = serializers.URLField()
    demonstration = serializers.BooleanField()


class DeskCaseShape(serializers.Serializer):
    folio = serializers.CharField()
    service = serializers.CharField()
    state = serializers.CharField()
    status = serializers.CharField()
    priority = serializers.CharField()
    revision = serializers.IntegerField()
    zone = serializers.CharField(allow_blank=True)
    crew = serializers.CharField(allow_blank=True)
    opened_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField(allow_null=True)
    overdue = serializers.BooleanField()
    demonstration = serializers.BooleanField()


class DeskPageShape(serializers.Serializer):
    results = DeskCaseShape(many=True)
    next = serializers.CharField(allow_null=True, help_text="Pass as `after` for the next page")
    anonymised = serializers.BooleanField(help_text="Without anything by which a person could be known")


class TransitionShape(serializers.Serializer):
    expected_revision = serializers.IntegerField(min_value=1, help_text="The revision that was looked at")
    input = serializers.DictField(default=dict)


class MovedShape(serializers.Serializer):
    folio = serializers.CharField()
    state = serializers.CharField()
    status = serializers.CharField()
    revision = serializers.IntegerField()
    desk = serializers.CharField()
    due_at = serializers.DateTimeField(allow_null=True)
    demonstration = serializers.BooleanField()


class CorrectionShape(serializers.Serializer):
    expected_revision = serializers.IntegerField(min_value=1, help_text="The revision that was looked at")
    reason = serializers.CharField(
        max_length=300, help_text="Told to the person who reported; without personal data"
    )
    answers = serializers.DictField(
        child=serializers.JSONField(allow_null=True), help_text="By question; null takes an answer away"
    )


class ClockMovedShape(serializers.Serializer):
    clock = serializers.CharField()
    before = serializers.DateTimeField(allow_null=True)
    after = serializers.DateTimeField(allow_null=True)


class CorrectedShape(serializers.Serializer):
    """What became of the case; no answers."""

    folio = serializers.CharField()
    revision = serializers.IntegerField()
    corrected = serializers.ListField(
        child=serializers.CharField(), help_text="Questions whose answers differ now"
    )
    priority = serializers.CharField()
    due_at = serializers.DateTimeField(allow_null=True)
    zone = serializers.CharField(allow_blank=True)
    clocks = ClockMovedShape(many=True, help_text="Deadlines that moved with it")
    remarks = serializers.ListField(
        child=serializers.CharField(), help_text="What stayed: priority_by_hand, outside_desk, outside_crew"
    )


class AttachmentShape(serializers.Serializer):
    id = serializers.UUIDField(help_text="Name it in the answers of a submission")
    sha256 = serializers.CharField()
    size = serializers.IntegerField()
    content_type = serializers.CharField()


class ProblemShape(serializers.Serializer):
    """RFC 9457. `fields` maps a question to its sentences; `reasons` says why a step is refused."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    fields = serializers.DictField(required=False)  # type: ignore[assignment]
    reasons = serializers.ListField(required=False)
