"""The simulated Llave MX, for its pages."""

from tests.accounts.llave_mx.conftest import provider

__all__ = ["provider"]
