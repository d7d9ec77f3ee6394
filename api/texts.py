"""What the carrier of text messages tells of them: signed calls in Twilio's form, nothing else gets in."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from casetypes.channels import signatures, sms, texts_sent


@csrf_exempt
@require_POST
def status(request: HttpRequest) -> HttpResponse:
    """`MessageSid`, `MessageStatus`, `ErrorCode`, under `X-Twilio-Signature`. 403 for every call that is not signed;
    204 for all others, whether the text is known or not."""
    told = {key: str(value) for key, value in request.POST.items()}
    signature = request.headers.get("X-Twilio-Signature", "")
    if not signatures.holds(signature, sms.status_url(), told, settings.SMS_TOKEN):
        return HttpResponse(status=403)
    texts_sent.told(told.get("MessageSid", ""), told.get("MessageStatus", ""), told.get("ErrorCode", ""))
    return HttpResponse(status=204)
