"""Who comes to one event, as a file."""

from typing import Any

from django.http import Http404, HttpRequest

from club.core.naming import number_of
from club.core.sheets.cells import Choice
from club.core.sheets.columns import Column, SheetResource
from events.listing import RegistrationFilter, Tally
from events.models import Event, Registration, Side


class RegistrationSheet(SheetResource):
    """Export alone. The address names the event and the filters of its list."""

    slug = "inscriptions"
    label = "Inscriptions à une rencontre"
    importable = False
    view_permission = "events.view_registration"
    model = Registration

    civility = Column("Civilité", path="person__civility")
    last_name = Column("Nom", path="person__last_name")
    first_name = Column("Prénom", path="person__first_name")
    email = Column("Courriel", path="person__email")
    phone = Column("Téléphone", path="person__phone")
    structure = Column("Structure", path="structure")
    side = Column("Vient comme", cell=Choice("Vient comme", Side), path="side")
    state = Column("État", cell=Choice("État", Registration.State), path="state")
    diet = Column("Régime alimentaire", path="diet")
    access_needs = Column("Besoins pour l’accès", path="access_needs")

    def selection(self, request: HttpRequest) -> tuple[Any, list[str]]:
        event = Event.objects.filter(pk=number_of(request.GET.get("rencontre"))).first()
        if event is None:
            raise Http404("Dites de quelle rencontre.")
        form = RegistrationFilter(request, Tally(event).organisations)
        rows = form.narrow(event.registrations.all()).order_by("person__sort_key", "pk")
        return rows, [f"rencontre\u00a0: {event}", *form.words()]
