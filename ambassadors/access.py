"""Who reads and writes an ambassador's page of the directory."""

from typing import Any

from django.http import Http404

from ambassadors.directory import told
from ambassadors.models import Ambassador
from club.core.naming import number_at_end
from events import wanted
from events.sides import Belonging


def public_adviser(slug: str) -> Ambassador:
    """The adviser that an address names; 404 unless they agreed to be named there."""
    pk = number_at_end(slug)
    found = told().filter(pk=pk).first() if pk else None
    if found is None:
        raise Http404("Cette fiche n’est pas dans l’annuaire.")
    return found


def own_file(user: Any) -> Ambassador:
    """The ambassador's file of ``user``, once validated; 404 for everybody else."""
    rows = Ambassador.objects.active().select_related("person", "network", "departement", "commune")
    found = rows.filter(person=user).first()
    if found is None:
        raise Http404("Cette page est réservée aux ambassadeurs.")
    return found


def network_of(user: Any) -> Belonging | None:
    """The network in whose name an ambassador comes to an event."""
    found = Ambassador.objects.active().filter(person=user).select_related("network").first()
    return Belonging(found.network.name, found.network) if found else None


def topics_of_region(region: str) -> dict[str, int]:
    """Topic → how many ambassadors of a région advise on it, for suppliers that choose what to bring there."""
    return wanted.counted(Ambassador.objects.active().filter(departement__region=region), "topics")
