"""The one door to minisaml, which says nothing of SAML when it is imported, only that defusedxml.lxml is old."""

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    from minisaml.errors import MiniSAMLError
    from minisaml.request import get_request_redirect_url
    from minisaml.response import Response, TimeDriftLimits, validate_response
    from minisignxml.errors import MiniSignXMLError
    from minisignxml.verify import extract_verified_element

__all__ = [
    "MiniSAMLError", "MiniSignXMLError", "Response", "TimeDriftLimits", "extract_verified_element",
    "get_request_redirect_url", "validate_response",
]  # fmt: skip
