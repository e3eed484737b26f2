"""Staff put a newer file beside the former ones of a resource, or withdraw it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from club.core.access import staff_page
from club.core.errors import ClubError
from club.core.idempotency import once
from club.editorial.actions import resources as actions
from club.editorial.forms import EditionForm
from club.editorial.models import Resource

EDIT = "editorial.change_resource"


@staff_page(EDIT)
@once
def new_edition(request: HttpRequest, pk: int) -> HttpResponse:
    resource = get_object_or_404(Resource.objects.select_related("organisation").prefetch_related("editions"), pk=pk)
    form = EditionForm(request.POST or None, request.FILES or None)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            edition = actions.add_edition(
                resource=resource, upload=data["file"], changes=data["changes"], by=request.user
            )
        except ClubError as error:
            form.add_error("file", str(error))
        else:
            messages.success(request, f"L’édition {edition.number} est en place.")
            return redirect(record(resource))
    return render(request, "editorial/console/edition.html", {"form": form, "resource": resource})


@staff_page(EDIT)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    resource = get_object_or_404(Resource, pk=pk)
    try:
        actions.withdraw(resource=resource, by=request.user)
        messages.success(request, f"«\u00a0{resource}\u00a0» n’est plus ouvert à personne.")
    except ClubError as error:
        messages.error(request, str(error))
    return redirect(record(resource))


def record(resource: Resource) -> str:
    return reverse("admin:editorial_resource_change", args=[resource.pk])
