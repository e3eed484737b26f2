"""The list of experts: the daily way to find one; the record itself is in Django's admin."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from channel.forms import ExpertFilter
from channel.models import Expert
from club.core.access import staff_page
from club.core.lists import list_context

SHOWN = ["name", "siret", "kind", "specialities", "state"]
SHOWN += ["departement__name", "commune__name", "commune__departement"]


@staff_page("channel.view_expert")
@require_safe
def experts(request: HttpRequest) -> HttpResponse:
    context = list_context(
        request, ExpertFilter(request), Expert.objects.all(), key="sort_key", shown=SHOWN, tell=line
    )
    return render(request, "channel/console/list.html", context)


def line(expert: Expert) -> dict[str, str]:
    return {
        "pk": str(expert.pk),
        "name": expert.name,
        "siret": expert.siret,
        "kind": expert.kind_label,
        "place": str(expert.commune or expert.departement),
        "specialities": expert.speciality_words(),
        "state": expert.state_label,
    }
