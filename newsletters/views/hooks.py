"""Where a mail provider tells what became of messages. Closed until the environment names it and its secret."""

import structlog
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseNotAllowed
from django.views.decorators.csrf import csrf_exempt

from newsletters.bounces import webhooks

logger = structlog.get_logger(__name__)


@csrf_exempt
@login_not_required
def told(request: HttpRequest, provider: str) -> HttpResponse:
    """A fault of ours answers 500 and the provider calls again: what it tells twice counts once."""
    if not webhooks.is_open(provider):
        raise Http404
    if request.method not in ("POST", "HEAD"):  # some providers try the address by HEAD
        return HttpResponseNotAllowed(["POST"])
    if request.method == "POST":
        try:
            known = webhooks.take(provider, request)
        except webhooks.Refused as refusal:
            logger.warning("provider_refused", provider=provider, why=str(refusal))
            return HttpResponseForbidden()
        logger.info("provider_told", provider=provider, known=known)
    return HttpResponse(status=204)
