"""The picture that an authenticator app scans."""

from urllib.parse import quote, urlencode

import segno
from django.utils.safestring import SafeString, mark_safe

from casetypes.access.entry import second_factor
from casetypes.access.models import AuthenticatorApp
from cms.components import site


def address(app: AuthenticatorApp) -> str:
    """What the picture says, as apps read it (the `otpauth` scheme of key URIs)."""
    issuer = f"Ágora {site.current().name}"
    asked = urlencode(
        {"secret": second_factor.typed_key(app).replace(" ", ""), "issuer": issuer}, quote_via=quote
    )
    return f"otpauth://totp/{quote(issuer)}:{quote(app.user.get_username())}?{asked}"


def picture(app: AuthenticatorApp) -> SafeString:
    """As an inline drawing, dark on light in every scheme: apps read no other."""
    drawn = segno.make(address(app), error="m").svg_inline(
        border=4, dark="#000", light="#fff", omitsize=True, svgclass="qr", lineclass=None
    )
    return mark_safe(drawn)  # our own drawing: the address is only dots in it
