"""The list of ambassadors: the daily way to find one; the record itself is in Django's admin."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ambassadors.forms import AmbassadorFilter
from ambassadors.models import Ambassador
from club.core.access import staff_page
from club.core.lists import list_context


@staff_page("ambassadors.view_ambassador")
def ambassadors(request: HttpRequest) -> HttpResponse:
    context = list_context(
        request,
        AmbassadorFilter(request),
        Ambassador.objects.all(),
        key="person__sort_key",
        related=["person", "network", "departement", "commune"],
    )
    return render(request, "ambassadors/console/list.html", context)
