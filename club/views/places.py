""" "Près de chez vous": from a need and a place to what the Club has there. Numbers only, nobody is named."""

from collections import Counter
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from ambassadors.models import Ambassador
from channel.models import Expert
from club.core.models import Departement
from club.core.pages import public_page
from club.core.places import Kind, resolve
from club.core.search import plain
from club.core.topics import Topic
from club.views.france import Tile, france
from members.models import Organisation

WORDS = {  # beginnings of the words people use, beside those of the topics' own names
    Topic.WEBSITE: "site page internet creer web",
    Topic.ECOMMERCE: "vendre vente boutique ligne commerce",
    Topic.VISIBILITY: "referenc google visib connaitre client reseaux sociaux",
    Topic.SECURITY: "secur sauvegard virus pirat protege",
    Topic.NETWORK: "wifi fibre adsl connect reseau debit",
    Topic.TELEPHONY: "telephon mobile forfait",
    Topic.EQUIPMENT: "ordinateur materiel equip portable tablette",
    Topic.PRINTING: "imprim scan photocop",
    Topic.MANAGEMENT: "gestion compta logiciel stock devis",
    Topic.INVOICING: "factur",
    Topic.COLLABORATION: "mail messagerie agenda partag courriel",
    Topic.PAYMENT: "paiement caisse carte encaiss",
    Topic.DATA: "rgpd donnees cnil",
    Topic.FUNDING: "aide financ subvention pret",
}


def topic_of(need: str) -> Topic | None:
    """The topic that most words of a need speak of: « vendre en ligne » is ``ECOMMERCE``."""
    if exact := [topic for topic in Topic if plain(topic.label) == plain(need)]:
        return exact[0]
    words = [word for word in plain(need).replace("’", " ").replace("'", " ").split() if len(word) > 2]
    scores = Counter(
        {topic: sum(w.startswith(b) for b in begin.split() for w in words) for topic, begin in WORDS.items()}
    )
    topic, score = scores.most_common(1)[0]
    return topic if score else None


def departements_of(place: str) -> dict[str, list[str]]:
    """Départements meant by a number, a postcode, or the name of a commune, département or région.

    Code → communes of that name there (none when the territory itself was named). Empty: nothing found.
    """
    found: dict[str, list[str]] = {}
    for meant in resolve(place):
        for code in meant.departements():
            found.setdefault(code, []).extend([meant.name] if meant.kind == Kind.COMMUNE else [])
    return found


@public_page
def search(request: HttpRequest) -> HttpResponse:
    """The map and the search; a place that means one département leads straight to its page."""
    need, place = request.GET.get("besoin", "").strip()[:80], request.GET.get("lieu", "").strip()[:80]
    found = departements_of(place) if place else {}
    topic = topic_of(need) if need else None
    query = f"?{urlencode({'besoin': topic.value})}" if topic else ""
    if len(found) == 1:
        return redirect(reverse("public:place", args=[next(iter(found))]) + query)
    names = Departement.objects.in_bulk(found)
    choices = [(names[code], communes) for code, communes in found.items() if code in names]
    map_of_france = france()
    context = {"need": need, "place": place, "topic": topic, "query": query, "choices": choices}
    context |= {"topics": Topic.choices, "columns": in_columns(map_of_france["tiles"])} | map_of_france
    return render(request, "public/place_search.html", context)


def in_columns(tiles: list[Tile], columns: int = 3) -> list[list[Tile]]:
    """The tiles by number, cut into columns of the same height."""
    ordered = sorted(tiles, key=lambda tile: (len(tile.code), tile.code))
    height = -(-len(ordered) // columns)
    return [ordered[start : start + height] for start in range(0, len(ordered), height)]


@public_page
def departement(request: HttpRequest, code: str) -> HttpResponse:
    """What the Club has in one département, in numbers, and how to be put in touch."""
    territory = get_object_or_404(Departement.objects.select_related("region"), code=code)
    topic = next((topic for topic in Topic if topic.value == request.GET.get("besoin")), None)
    neighbours = territory.region.departements.exclude(code=code).order_by("name")
    context = {"territory": territory, "topic": topic, "neighbours": neighbours, "topics": Topic.choices}
    return render(request, "public/place.html", context | numbers(territory, topic))


def numbers(territory: Departement, topic: Topic | None) -> dict[str, Any]:
    """Ambassadors by kind of network, experts by kind and by speciality; for ``topic`` alone as well."""
    ambassadors = Ambassador.objects.active().filter(departement=territory)
    experts = Expert.objects.active().filter(departement=territory)
    networks = ambassadors.order_by().values_list("network__kind").annotate(n=Count("pk")).order_by("-n")
    kinds = dict(experts.order_by().values_list("kind").annotate(n=Count("pk")))
    specialities = Counter(s for row in experts.values_list("specialities", flat=True) for s in row)
    context = {
        "networks": [(Organisation.Kind(kind).label, n) for kind, n in networks],
        "ambassador_total": sum(n for _, n in networks),
        "resellers": kinds.get(Expert.Kind.RESELLER, 0),
        "agencies": kinds.get(Expert.Kind.WEB_AGENCY, 0),
        "expert_total": sum(kinds.values()),
        "specialities": [(Topic(value).label, n) for value, n in specialities.most_common()],
    }
    if topic:
        context["topic_ambassadors"] = ambassadors.filter(topics__contains=[topic]).count()
        context["topic_experts"] = specialities[topic.value]
    return context
