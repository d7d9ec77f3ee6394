"""The municipality's outline and its zones (colonias, sectors)."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Municipality(models.Model):
    """One row per installation: outline as GeoJSON geometry (WGS 84, longitude first as GeoJSON has it)."""

    key = models.CharField(max_length=60, primary_key=True)
    name = models.JSONField()
    geometry = models.JSONField()
    credit = models.CharField(max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.key


class Zone(models.Model):
    """A colonia or sector. `geometry` is null where only the name is known (Torreón)."""

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=40, default="colonia")
    name = models.CharField(max_length=160)
    search_name = models.CharField(max_length=200)
    postal_code = models.CharField(max_length=5, blank=True)
    geometry = models.JSONField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    source = models.CharField(max_length=60)
    active = models.BooleanField(default=True)

    class Meta:
        indexes = [GinIndex(fields=["search_name"], name="zone_search_trgm", opclasses=["gin_trgm_ops"])]
        ordering = ["search_name", "postal_code"]

    def __str__(self) -> str:
        return f"{self.name} {self.postal_code}".strip()
