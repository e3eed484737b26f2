"""The list of ambassadors: the daily way to find one; the record itself is in Django's admin."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ambassadors.forms import AmbassadorFilter
from ambassadors.models import Ambassador
from club.core.access import staff_page
from club.core.lists import list_context

SHOWN = ["departement__name", "commune__name", "commune__departement", "topics", "state", "network__name"]
SHOWN += [f"person__{name}" for name in ("last_name", "first_name", "email", "is_active")]


@staff_page("ambassadors.view_ambassador")
@require_safe
def ambassadors(request: HttpRequest) -> HttpResponse:
    context = list_context(
        request,
        AmbassadorFilter(request),
        Ambassador.objects.all(),
        key="person__sort_key",
        shown=SHOWN,
        tell=line,
    )
    return render(request, "ambassadors/console/list.html", context)


def line(ambassador: Ambassador) -> dict[str, str]:
    person = ambassador.person
    return {
        "pk": str(ambassador.pk),
        "name": person.listed_name,
        "email": person.email,
        "network": ambassador.network.name,
        "place": str(ambassador.commune or ambassador.departement),
        "topics": ambassador.topic_words(),
        "state": ambassador.state_label,
        "note": "" if person.is_active else "compte fermé",
    }
