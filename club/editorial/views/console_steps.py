"""The steps of an article, each a button: given to read, sent back, published, archived, confirmed."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from club.core.access import staff_page
from club.core.console import forget_count
from club.core.days import date_format
from club.core.idempotency import once
from club.editorial.actions import publishing
from club.editorial.actions.writing import close_for
from club.editorial.errors import EditorialError
from club.editorial.forms import ConfirmForm, PublishForm, SendBackForm
from club.editorial.models import Article
from club.editorial.steps import PUBLISH, WRITE


@staff_page(WRITE)
@require_POST
@once
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    return _step(
        request, pk, publishing.submit, "L’article est à relire\u00a0: vos collègues le voient dès maintenant."
    )


@staff_page(WRITE)
@require_POST
@once
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    form = SendBackForm(request.POST)
    if not form.is_valid():
        return _refused(request, pk, form)
    reason = form.cleaned_data["reason"]
    return _step(request, pk, publishing.send_back, "L’article est rendu à qui l’a écrit.", reason=reason)


@staff_page(PUBLISH)
@require_POST
@once
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Now, or later when the second button was used."""
    form = PublishForm(request.POST, is_later=request.POST.get("quand") == "plus-tard")
    if not form.is_valid():
        return _refused(request, pk, form)
    at = form.at() if form.is_later else None
    said = "L’article est en ligne."
    if at:
        said = "L’article paraîtra le " + date_format(timezone.localtime(at), r"l j F \à G \h i") + "."
    return _step(request, pk, publishing.publish, said, at=at, seen=form.cleaned_data["seen"])


@staff_page(PUBLISH)
@require_POST
@once
def unschedule(request: HttpRequest, pk: int) -> HttpResponse:
    return _step(request, pk, publishing.unschedule, "L’article ne paraîtra plus de lui-même.")


@staff_page(PUBLISH)
@require_POST
@once
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    return _step(request, pk, publishing.archive, "L’article n’est plus en ligne\u00a0: son adresse le dit.")


@staff_page(PUBLISH)
@require_POST
@once
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    return _step(request, pk, publishing.reopen, "L’article est de nouveau en rédaction, hors du site.")


@staff_page(WRITE)
@require_POST
@once
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        return _refused(request, pk, form)
    until = form.cleaned_data["until"]
    return _step(
        request, pk, publishing.confirm, f"C’est noté\u00a0: juste jusqu’au {date_format(until)}.", until=until
    )


def _step(request: HttpRequest, pk: int, act: Callable[..., Any], said: str, **details: Any) -> HttpResponse:
    article = get_object_or_404(Article, pk=pk)
    try:
        act(article=article, by=request.user, **details)
    except EditorialError as error:
        messages.error(request, str(error))
    else:
        close_for(article=article, by=request.user)
        for entry in ("articles", "freshness"):
            forget_count(f"console:articles:{entry}")
        messages.success(request, said)
    return _back(request, pk)


def _refused(request: HttpRequest, pk: int, form: Form) -> HttpResponse:
    for errors in form.errors.values():
        for error in errors:
            messages.error(request, error)
    return _back(request, pk)


def _back(request: HttpRequest, pk: int) -> HttpResponse:
    """To the list the button stood in, when it says so; to the article otherwise."""
    place = request.POST.get("retour", "")
    if place.startswith("/") and url_has_allowed_host_and_scheme(place, allowed_hosts=None):
        return redirect(place)
    return redirect("console:articles:edit", pk)
