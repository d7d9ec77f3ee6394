"""`/api/`: version 1 and its description."""

from django.urls import path
from drf_spectacular.views import SpectacularAPIView

from api import texts
from api.v1.cases import Attachments, CaseByFolio, Cases, Transitions
from api.v1.corrections import Corrections
from api.v1.desks import DeskCases
from api.v1.services import ServiceForm, Services
from api.v1.unknown import Unknown

app_name = "api"
urlpatterns = [
    path("v1/services/", Services.as_view(), name="services"),
    path("v1/services/<slug:key>/form/", ServiceForm.as_view(), name="service-form"),
    path("v1/attachments/", Attachments.as_view(), name="attachments"),
    path("v1/cases/", Cases.as_view(), name="cases"),
    path("v1/cases/<str:folio>/", CaseByFolio.as_view(), name="case"),
    path("v1/cases/<str:folio>/transitions/<slug:name>/", Transitions.as_view(), name="transition"),
    path("v1/cases/<str:folio>/corrections/", Corrections.as_view(), name="correct"),
    path("v1/desks/<slug:desk>/cases/", DeskCases.as_view(), name="desk-cases"),
    path("v1/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("sms/status/", texts.status, name="sms-status"),
    path("<path:path>", Unknown.as_view()),
    path("", Unknown.as_view()),
]
