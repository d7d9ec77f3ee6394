"""Addresses of replays, below /admin/."""

from django.urls import path

from cms.studio.replays import pages

urlpatterns = [
    path("borradores/<int:pk>/probar/", pages.page, name="studio_replay"),
    path("borradores/<int:pk>/probar/avance/", pages.progress, name="studio_replay_progress"),
    path("borradores/<int:pk>/probar/casos.csv", pages.table, name="studio_replay_table"),
]
