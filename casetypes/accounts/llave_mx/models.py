"""The tie between an identity of Llave MX and one citizen record."""

from django.db import models

from casetypes.citizens.models import Citizen
from casetypes.kernel import clock


class LlaveMxIdentity(models.Model):
    """One identity there, one citizen here. `subject` is a digest, the CURP is sealed under the person's own key.

    Both digests are HMAC-SHA-256 under the installation's key, so another city's are different. Gone when the person
    unlinks it.
    """

    citizen = models.OneToOneField(Citizen, models.CASCADE, primary_key=True, related_name="llave_mx")
    subject = models.CharField(max_length=64, unique=True)
    curp_digest = models.CharField(max_length=64, blank=True, db_index=True)
    curp_sealed = models.BinaryField(default=b"")
    linked_at = models.DateTimeField(default=clock.now)
    used_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = "Llave MX identity"
        verbose_name_plural = "Llave MX identities"

    def __str__(self) -> str:
        return f"Llave MX of {self.citizen_id}"
