"""The list of experts: the daily way to find one; the record itself is in Django's admin."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from channel.forms import ExpertFilter
from channel.models import Expert
from club.core.access import staff_page
from club.core.lists import list_context


@staff_page("channel.view_expert")
def experts(request: HttpRequest) -> HttpResponse:
    context = list_context(
        request, ExpertFilter(request), Expert.objects.all(), key="sort_key", related=["departement", "commune"]
    )
    return render(request, "channel/console/list.html", context)
