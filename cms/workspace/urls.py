"""Addresses of the staff side, below /admin/. Wagtail asks for a signed-in member of staff on all of them."""

from django.urls import path

from cms.workspace.case import checklists, moves, page
from cms.workspace.queue.view import QueueView
from cms.workspace.work import my_work

urlpatterns = [
    path("trabajo/", my_work, name="workspace_work"),
    path("mesas/<slug:desk>/", QueueView.as_view(), name="workspace_queue"),
    path("mesas/<slug:desk>/results/", QueueView.as_view(results_only=True), name="workspace_queue_results"),
    path("casos/<str:folio>/", page.show, name="workspace_case"),
    path("casos/<str:folio>/nota/", page.note, name="workspace_note"),
    path("casos/<str:folio>/mensajes/<int:entry>/reenviar/", page.retry, name="workspace_retry"),
    path("casos/<str:folio>/archivos/<uuid:attachment>/", page.original, name="workspace_original"),
    path("casos/<str:folio>/listas/<slug:key>/", checklists.checklist, name="workspace_checklist"),
    path("casos/<str:folio>/pasos/<slug:transition>/", moves.move, name="workspace_move"),
]
