"""Health, without a secret in the answers; suggestions of places. Public, without cookie nor session."""

import secrets

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe
from django_prometheus.exports import ExportToDjangoView

from club.core import health, places


@login_not_required
@never_cache
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """This process answers. Touches nothing else: a restart would not heal a lost database."""
    return JsonResponse({"status": "ok"})


@login_not_required
@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    is_ready, report = health.readiness()
    return JsonResponse({"ready": is_ready, **report}, status=200 if is_ready else 503)


@login_not_required
@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """For Prometheus, with ``Authorization: Bearer METRICS_TOKEN``; without a token, for this machine alone."""
    if not _may_read_metrics(request):
        raise Http404
    answer = ExportToDjangoView(request)
    answer.content += health.metrics()
    return answer


def _may_read_metrics(request: HttpRequest) -> bool:
    if settings.METRICS_TOKEN:
        wanted = f"Bearer {settings.METRICS_TOKEN}"
        return secrets.compare_digest(request.headers.get("Authorization", "").encode(), wanted.encode())
    through_a_proxy = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    return request.META.get("REMOTE_ADDR") in ("127.0.0.1", "::1") and not through_a_proxy


@login_not_required
@require_safe
@cache_control(public=True, max_age=86_400)
def place_options(request: HttpRequest) -> HttpResponse:
    """The options of a place field, for what was typed so far."""
    asked = request.GET.get("genres", "").split(",")
    kinds = [kind for kind in places.Kind if kind.value in asked] or places.ALL
    found = places.suggest(request.GET.get("q", ""), kinds=kinds)
    return render(request, "public/place_options.html", {"places": found})
