"""Who reads and writes a firm's page of the directory."""

from typing import Any

from django.http import Http404

from channel.directory import told
from channel.models import Expert, ExpertContact
from club.core.naming import number_at_end
from events import wanted
from events.sides import Belonging


def public_expert(slug: str) -> Any:
    """The firm that an address names, with all its page tells; 404 unless it is listed and shown.

    The number at the end finds it: a firm that changes its name keeps its addresses.
    """
    pk = number_at_end(slug)
    found = told().filter(pk=pk).first() if pk else None
    if found is None:
        raise Http404("Cette fiche n’est pas dans l’annuaire.")
    return found


def own_expert(user: Any, pk: int) -> Expert:
    """A listed firm of which ``user`` is a contact; a stranger gets 404."""
    found = ExpertContact.objects.active().filter(person=user, expert=pk).select_related("expert").first()
    if found is None:
        raise Http404("Vous n’êtes pas un contact de cette entreprise.")
    return found.expert


def firm_of(user: Any) -> Belonging | None:
    """The firm in whose name a contact comes to an event."""
    rows = ExpertContact.objects.active().filter(person=user).order_by("-is_main", "pk").select_related("expert")
    found = rows.first()
    return Belonging(found.expert.name) if found else None


def specialities_of_region(region: str) -> dict[str, int]:
    """Topic → how many firms of a région are good at it, for suppliers that choose what to bring there."""
    return wanted.counted(Expert.objects.active().filter(departement__region=region), "specialities")
