"""The forms of the people of an application: as many as there are people, one more when asked."""

from typing import Any

from django.http import HttpRequest, QueryDict

from members import applying
from members.joining_forms import MOST_PEOPLE, PeopleForm, PersonForm
from members.models import Application

PREFIX = "personne"
ADD = "ajouter"
FIRST = {"roles": [applying.Role.ADMINISTRATOR.value, applying.Role.SIGNATORY.value]}


def shown(request: HttpRequest, application: Application) -> Any:
    """Those typed and one more, where typing goes on; else those kept; else one, administrator and signatory."""
    if request.method != "POST":
        people = list(application.people.values(*applying.PERSON_FIELDS)) or [FIRST]
        return PeopleForm(prefix=PREFIX, initial=people)
    forms = PeopleForm(prefix=PREFIX, initial=[*_typed(request.POST), {}][:MOST_PEOPLE])
    forms.forms[-1].fields["first_name"].widget.attrs["autofocus"] = True
    return forms


def _typed(data: QueryDict) -> list[dict[str, Any]]:
    total = data.get(f"{PREFIX}-TOTAL_FORMS", "")
    number = min(int(total), MOST_PEOPLE) if total.isascii() and total.isdigit() and len(total) < 4 else 0
    return [_person(data, f"{PREFIX}-{index}-") for index in range(number)]


def _person(data: QueryDict, start: str) -> dict[str, Any]:
    simple = {name: data.get(f"{start}{name}", "") for name in PersonForm.base_fields if name != "roles"}
    return simple | {"roles": data.getlist(f"{start}roles")}
