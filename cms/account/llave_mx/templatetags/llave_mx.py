"""`{% load llave_mx %}`: the button beside the other ways to sign in, and the panel under "My data"."""

from typing import Any

from django import template

from casetypes.accounts.llave_mx import linking
from casetypes.accounts.llave_mx.configuration import configured
from casetypes.citizens.models import Citizen
from cms.account.llave_mx import masked

register = template.Library()


@register.inclusion_tag("account/llave_mx/button.html")
def llave_mx_button(next_address: str = "") -> dict[str, Any]:
    """Nothing while the city has not configured it."""
    return {"offered": configured() is not None, "next": next_address}


@register.inclusion_tag("account/llave_mx/panel.html")
def llave_mx_panel(citizen: Citizen) -> dict[str, Any]:
    """Whether it is linked, since when, with which CURP (masked); how to link or remove it."""
    identity = linking.identity_of(citizen)
    curp = masked.curp(linking.curp_of(citizen)) if identity else ""
    return {"offered": configured() is not None, "identity": identity, "curp": curp}
