"""What browsers are told to refuse: a policy per face, and the powers no page here asks for."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

# Own position when a person reports where they are; the camera when they photograph it. Nothing else is asked for.
PERMISSIONS = "geolocation=(self), camera=(self), microphone=(), payment=(), usb=(), browsing-topics=()"
Respond = Callable[[HttpRequest], HttpResponse]


class Headers:
    """Middleware; inside django-csp's, which writes the policy chosen here."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if not request.path_info.startswith("/api/"):
            response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        for prefix, policy in settings.OTHER_CONTENT_SECURITY_POLICIES.items():
            if request.path_info.startswith(prefix):
                vars(response).setdefault("_csp_config", policy)
        return response
