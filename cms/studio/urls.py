"""Addresses of the studio, below /admin/. Wagtail asks for a signed-in member of staff on all of them."""

from django.urls import path

from cms.studio.pages import editor, listing, migrations, new, scenarios, service

urlpatterns = [
    path("servicios/", listing.services, name="studio_services"),
    path("servicios/<slug:key>/", service.service, name="studio_service"),
    path("servicios/<slug:key>/casos-anteriores/", migrations.earlier, name="studio_earlier"),
    path("servicios/<slug:key>/migraciones/<int:pk>/", migrations.batch, name="studio_migration"),
    path("servicios/<slug:key>/migraciones/<int:pk>/hacer/", migrations.act, name="studio_migration_act"),
    path(
        "servicios/<slug:key>/migraciones/<int:pk>/descargar/",
        migrations.download,
        name="studio_migration_download",
    ),
    path("servicios/<slug:key>/editar/", service.edit, name="studio_edit"),
    path("servicios/<slug:key>/descargar/", service.download, name="studio_download"),
    path("borradores/nuevo/", new.new, name="studio_new"),
    path("borradores/<int:pk>/", editor.draft, name="studio_draft"),
    path("borradores/<int:pk>/comprobar/", editor.check_now, name="studio_check"),
    path("borradores/<int:pk>/escenarios/", scenarios.scenarios, name="studio_scenarios"),
    path("borradores/<int:pk>/comparar/", editor.compare, name="studio_compare"),
    path("borradores/<int:pk>/retomar/", editor.withdraw, name="studio_withdraw"),
    path("borradores/<int:pk>/dejar/", editor.drop, name="studio_drop"),
    path("borradores/<int:pk>/descargar/", editor.download, name="studio_draft_download"),
    path("borradores/<int:pk>/revisiones/<int:number>/", editor.revision, name="studio_revision"),
]
