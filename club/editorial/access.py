"""Who may open what the Club publishes; views fetch through these."""

from typing import Any

from django.http import Http404

from club.core.audiences import Audience
from club.editorial.models import Edition, Resource

WAYS_IN = {
    Audience.AMBASSADOR: "Réservé aux ambassadeurs du Forum\u00a0: l’inscription est gratuite.",
    Audience.EXPERT: "Réservé aux revendeurs et agences web du Channel\u00a0: le référencement est gratuit.",
    Audience.REPRESENTATIVE: "Réservé aux représentants des membres du Club.",
}
DOORS = {
    Audience.AMBASSADOR: "public:ambassadors",
    Audience.EXPERT: "public:channel",
    Audience.REPRESENTATIVE: "public:join",
}


def ways_in(resource: Resource) -> list[tuple[str, str]]:
    """Why a resource is locked and where to get in: (sentence, name of the address) for each of its audiences."""
    return [(WAYS_IN[a], DOORS[a]) for a in map(Audience, resource.audience) if a in WAYS_IN]


def edition_for(user: Any, slug: str, number: int | None = None) -> Edition:
    """An edition (the newest by default) of a resource that ``user`` may open; 404 for everybody else."""
    resource = Resource.objects.visible_to(user).filter(slug=slug).first()
    editions = Edition.objects.filter(resource=resource) if resource else Edition.objects.none()
    found = editions.filter(number=number).first() if number else editions.first()
    if found is None:
        raise Http404("Ce document n’existe pas, ou ne vous est pas ouvert.")
    return found
