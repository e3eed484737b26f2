"""The map of the site for people: every page that has an address of its own, by what one comes for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst

from club.core.days import date_format
from club.core.models import Departement
from club.core.pages import public_page
from club.core.topics import Topic
from club.editorial.models import Level
from club.editorial.reading import club_pages
from club.views.sitemap import themes_with_content
from events.months import months_to_come, years

Entry = tuple[str, str]
"""(label, path)."""
READ = [(f"public:articles:{level}", str(level.label)) for level in Level.of_information()]
READ += [("public:articles:resources", "Ressources des fournisseurs")]
READ += [
    ("public:flash:archive", "Flash info, tous les numéros"),
    ("public:flash:subscribe", "S’abonner à Flash info"),
]
CLUB = [
    ("public:club", "Le Club\u00a0: qui nous sommes"),
    ("public:who_pays", "Qui paie quoi"),
    ("public:members_by_kind", "Les membres du Club"),
    ("public:cercle", "Le Cercle de l’économie numérique"),
    ("public:partners", "Le Club des Partenaires"),
    ("public:ambassadors", "Le Forum des ambassadeurs"),
    ("public:channel", "Channel Expert"),
    ("public:join", "Adhérer, et à quel prix"),
    ("public:contact", "Contact"),
]
RIGHTS = [
    ("public:legal", "Mentions légales"),
    ("public:privacy", "Données personnelles"),
    ("public:accessibility", "Accessibilité"),
]


@public_page
def plan(request: HttpRequest) -> HttpResponse:
    """Every page of the site but articles and listings one by one."""
    themes = [(capfirst(Topic(topic).label), path) for topic, path, _ in themes_with_content()]
    context = {
        "read": _entries(READ),
        "themes": themes,
        "agenda": agenda(),
        "club": _entries(CLUB) + [(page.title, page.get_absolute_url()) for page in club_pages()],
        "rights": _entries(RIGHTS),
        "specialities": specialities(),
        "places": territories(),
    }
    return render(request, "public/plan.html", context)


def fixed() -> list[Entry]:
    """The pages that are always there."""
    lists = [("public:directory:search", "Annuaire"), ("public:agenda:list", "Agenda")]
    return [*_entries(READ), *_entries(lists), *_entries(CLUB), *_entries(RIGHTS)]


def agenda() -> list[Entry]:
    """What comes, by month, then the years that are over."""
    found = [("Tout ce qui vient", reverse("public:agenda:list"))]
    for first in months_to_come():
        address = reverse("public:agenda:month", args=[first.year, first.month])
        found.append((capfirst(date_format(first, "F Y")), address))
    return found + [(f"Ce qui a eu lieu en {year}", reverse("public:agenda:year", args=[year])) for year in years()]


def specialities() -> list[Entry]:
    return [(capfirst(topic.label), reverse("public:directory:speciality", args=[topic.slug])) for topic in Topic]


def territories() -> list[Entry]:
    rows = Departement.objects.order_by("name").values_list("name", "code")
    return [(f"{name} ({code})", reverse("public:directory:departement", args=[code])) for name, code in rows]


def _entries(named: list[tuple[str, str]]) -> list[Entry]:
    return [(label, reverse(name)) for name, label in named]
