"""Addresses of the review of readings, below /admin/."""

from django.urls import path

from cms.readings import page

urlpatterns = [
    path("lecturas/", page.page, name="readings_review"),
    path("lecturas/lecturas.csv", page.table, name="readings_table"),
]
