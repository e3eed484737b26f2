"""A site that has something on every page: each kind of thing, with all that it may show, and lists of several."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from club.editorial.content import Part, Source
from club.editorial.models import Level
from club.editorial.urls import PATHS
from tests.directory_factories import make_adviser, make_check
from tests.editorial_factories import make_article, make_figure, make_picture, make_resource
from tests.event_factories import make_event
from tests.factories import make_block, make_commune, make_expert, make_organisation, make_sent_issue

TEXT = """## Le geste

Appelez votre opérateur **avec votre dernière facture** : voir [le guide du Club](/le-club/).

- Notez ce que vous payez, ligne par ligne, abonnements dormants compris.
- Demandez le prix qu’un nouveau client paierait aujourd’hui.

### Ce que cela rapporte

> Comptez une heure, une fois par an, pour quelques centaines d’euros.

![La facture, annotée](photo:{})
"""


def fill(pictures: Sequence[int] = (), *, several: int = 3) -> dict[str, str]:
    """Kind of page → the address of one. ``pictures``: numbers of those the articles show in turn."""
    shown = pictures or [make_picture().pk]
    make_figure()
    maker = make_organisation(name="Ordivance")
    pages = {str(level): _articles(level, shown, several, maker) for level in Level}
    pages["part"] = f"{pages['dossier']}avant/"
    pages["whole"] = f"{pages['dossier']}en-entier/"
    for _ in range(several):
        pages |= {"listing": _firm(maker), "adviser": _adviser()}
        pages["event"] = make_event(guest="Ève Montclair", guest_public_from=timezone.localdate()).get_absolute_url()
        pages["resource"] = f"/ressources/{make_resource(organisation=maker).slug}/"
        issue = make_sent_issue(title="Le numéro de mai")
        make_block(issue=issue, title="Recevoir ses factures", link_url="https://fournisseur.example/")
        pages["issue"] = f"/flash-info/{issue.number}/"
    return pages


def _articles(level: Level, pictures: Sequence[int], several: int, sponsor: Any) -> str:
    """The address of the first."""
    made = []
    for number in range(several):
        picture = pictures[number % len(pictures)]
        more: dict[str, Any] = {"body": TEXT.format(picture)}
        if level in PATHS:
            more |= {"picture": picture, "sponsor": sponsor.pk, "saving": "20 à 40 % par an", "effort": "une heure"}
            more["sources"] = (Source("Baromètre du numérique", "Insee", "https://www.insee.fr/", 2025),)
        if level.has_parts:
            more["title"] = "Se protéger quand on n’a pas de service informatique"
            more["parts"] = tuple(
                Part(title, slug, TEXT.format(picture))
                for title, slug in (("Avant de commencer", "avant"), ("Choisir", "choisir"), ("Payer", "payer"))
            )
        made.append(make_article(level, **more))
    return made[0].get_absolute_url()


def _firm(brand: Any) -> str:
    expert = make_expert(
        commune=make_commune(),
        specialities=["equipment", "website", "telephony"],
        area=["53"],
        presentation="Postes de travail, réseau et sauvegarde des commerces de la Mayenne, depuis 1998.",
        phone="02 43 00 11 22",
        website="https://informatique.example/",
    )
    expert.brands.add(brand)
    make_check(expert=expert, on=timezone.localdate(), passed=True)
    return f"/annuaire/experts/{expert.slug}/"


def _adviser() -> str:
    adviser = make_adviser(job_title="Conseillère en transition numérique", commune=make_commune())
    return f"/annuaire/conseillers/{adviser.slug}/"
