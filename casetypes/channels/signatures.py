"""Whether a call really comes from the carrier: Twilio's `X-Twilio-Signature`.

Base64 of HMAC-SHA-1, under the account's token, of the address followed by every parameter's name and value in the
order of the names.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping


def of_call(url: str, parameters: Mapping[str, str], token: str) -> str:
    told = url + "".join(f"{key}{parameters[key]}" for key in sorted(parameters))
    return base64.b64encode(hmac.new(token.encode(), told.encode(), hashlib.sha1).digest()).decode()


def holds(signature: str, url: str, parameters: Mapping[str, str], token: str) -> bool:
    """Never without a token: then anybody could sign."""
    return bool(token) and hmac.compare_digest(of_call(url, parameters, token).encode(), signature.encode())
