"""The project's addresses, and one that asks to prove again who one is."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from club.core.access import proved_again, staff_page
from club.urls import handler404  # noqa: F401
from club.urls import urlpatterns as project


@staff_page("members.export_people")
@proved_again
def export(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"rows of {request.POST.get('colonnes', '')}")


urlpatterns = [path("essai/export/", export), *project]
