"""Addresses of the staff side, below /admin/. Wagtail asks for a signed-in member of staff on all of them."""

from django.urls import path

from cms.workspace import capture
from cms.workspace.case import checklists, corrections, moves, page, reading
from cms.workspace.queue import personal_export, saved, view
from cms.workspace.queue.bulk import bulk
from cms.workspace.work import my_work

urlpatterns = [
    path("trabajo/", my_work, name="workspace_work"),
    path("captura/", capture.start, name="workspace_capture"),
    path("captura/<str:secret>/", capture.form, name="workspace_capture_form"),
    path("mesas/<slug:desk>/", view.page, name="workspace_queue"),
    path("mesas/<slug:desk>/results/", view.results, name="workspace_queue_results"),
    path("mesas/<slug:desk>/exportar/", view.export, name="workspace_queue_export"),
    path("mesas/<slug:desk>/exportar/datos/", personal_export.export, name="workspace_queue_export_personal"),
    path("mesas/<slug:desk>/varios/", bulk, name="workspace_bulk"),
    path("mesas/<slug:desk>/vistas/", saved.save, name="workspace_view_save"),
    path("mesas/<slug:desk>/vistas/<int:view>/borrar/", saved.delete, name="workspace_view_delete"),
    path("casos/<str:folio>/", page.show, name="workspace_case"),
    path("casos/<str:folio>/datos/", reading.open_data, name="workspace_open_data"),
    path("casos/<str:folio>/nota/", page.note, name="workspace_note"),
    path("casos/<str:folio>/corregir/", corrections.correct_answers, name="workspace_correct"),
    path("casos/<str:folio>/asignar/", page.give, name="workspace_assign"),
    path("casos/<str:folio>/prioridad/", page.prioritise, name="workspace_prioritise"),
    path("casos/<str:folio>/mensajes/<int:entry>/reenviar/", page.retry, name="workspace_retry"),
    path("casos/<str:folio>/archivos/<uuid:attachment>/", reading.original, name="workspace_original"),
    path("archivos/<str:token>/", reading.signed_file, name="workspace_file"),
    path("casos/<str:folio>/listas/<slug:key>/", checklists.checklist, name="workspace_checklist"),
    path("casos/<str:folio>/pasos/<slug:transition>/", moves.move, name="workspace_move"),
]
