"""Who may open what the Club publishes, views fetch through these; and who may not answer for a member's text."""

from typing import Any

from django.http import Http404

from club.core.audiences import Audience
from club.editorial.content import Content
from club.editorial.models import Article, Edition, Resource, Revision

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


def barred_from_publishing(article: Article, content: Content) -> set[int]:
    """Whose hand is in what is published for a member: they do not publish it. Nobody's for the editors' own text.

    A text that was a member's until now counts as one: its mention does not go by its author's will. What was public
    for the same member was answered for by somebody else, hence only what was written since counts.
    """
    if not content.sponsor and not article.sponsor_id:
        return set()
    written = Revision.objects.filter(article=article)
    if article.live is not None and article.sponsor_id == content.sponsor:
        written = written.filter(number__gt=article.live.number)
    return {*written.values_list("by", flat=True), article.author_id}
