"""Resources of each kind, audience and state, key figures, and Flash info by block."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from club.editorial.models import Place, Resource
from tests.editorial_factories import make_edition, make_figure, make_resource
from tests.factories import make_block, make_issue, make_organisation, make_sent_issue
from tests.one_rule.things import EVERYBODY, Thing, Way, mistyped, to_all

AUDIENCES: dict[str, tuple[list[str], frozenset[str]]] = {  # who may open it
    "public": (["public"], EVERYBODY),
    "ambassador": (["ambassador"], frozenset({"ambassador"})),
    "expert": (["expert"], frozenset({"expert"})),
    "representative": (["representative"], frozenset({"representative"})),
    "both": (["ambassador", "expert"], frozenset({"ambassador", "expert"})),
}
DAY = timedelta(days=1)
STATES: dict[str, Any] = {  # but "published", nobody reads anything of it
    "published": lambda today: {},
    "draft": lambda today: {"published_on": None},
    "scheduled": lambda today: {"published_on": today + DAY},
    "expired": lambda today: {"published_on": today - 9 * DAY, "expires_on": today - DAY},
    "withdrawn": lambda today: {"withdrawn_at": timezone.now()},
}
LOCK = "titre adresse marque"
INSIDE = "resume change ancienchange fichier ancien"
RESOURCE_WAYS = {
    "page": Way("titre marque resume change ancienchange"),
    "portal page": Way("titre marque resume change ancienchange adresse", signed=True),
    "list": Way(f"{LOCK} resume change"),
    "portal list": Way(f"{LOCK} resume change", signed=True),
    "title search": Way(f"{LOCK} resume change"),
    "hidden search": Way(f"{LOCK} resume change", needs="resume"),
    "portal hidden search": Way(f"{LOCK} resume change", signed=True, needs="resume"),
    "site search": Way(f"{LOCK} resume", needs="resume"),
    "site hidden search": Way(f"{LOCK} resume", needs="resume"),
    "sitemap": Way("adresse", needs="resume"),
    "file": Way("fichier", signed=True),
    "former file": Way("ancien", signed=True),
}


def make_resources() -> list[Thing]:
    wanted = [(kind, audience, "published") for kind in Resource.Kind.values for audience in AUDIENCES]
    wanted += [("press_release", audience, "withdrawn") for audience in AUDIENCES]
    wanted += [("press_release", "both", state) for state in ("draft", "scheduled", "expired")]
    return [_resource(*one) for one in wanted]


def _resource(kind: str, audience: str, state: str) -> Thing:
    values, insiders = AUDIENCES[audience]
    open_to = to_all(*LOCK.split()) | dict.fromkeys(INSIDE.split(), insiders) if state == "published" else {}
    group = f"resource{audience if state == 'published' else state}"
    thing = Thing("resource", f"{kind}_{audience}_{state}", open_to, group=group)
    row = make_resource(
        kind=kind,
        organisation=make_organisation(name=thing.word("marque"), website=""),
        slug=thing.word("adresse"),
        title=thing.title(),
        summary=thing.text("resume"),
        audience=values,
        **STATES[state](timezone.localdate()),
    )
    make_edition(thing.word("ancien"), resource=row, changes=thing.word("ancienchange"))
    make_edition(thing.word("fichier"), resource=row, changes=thing.word("change"))
    at, mine = f"/ressources/{row.slug}/", "/espace/ressources/"
    thing.ways = {
        "page": at,
        "portal page": f"{mine}{row.slug}/",
        "list": f"/ressources/?genre={kind}",
        "portal list": f"{mine}?genre={kind}",
        "title search": f"/ressources/?q={thing.key}",
        "hidden search": f"/ressources/?q={thing.hidden_key}",
        "portal hidden search": f"{mine}?q={thing.hidden_key}",
        "site search": f"/recherche/?genre=ressources&q={thing.key}",
        "site hidden search": f"/recherche/?genre=ressources&q={thing.hidden_key}",
        "mistyped": f"/ressources/?q={mistyped(thing.hidden_key)}",
        "sitemap": "/sitemap-ressources.xml",
        "file": f"{at}edition-2.pdf",
        "former file": f"{at}edition-1.pdf",
    }
    return thing


FIGURE_FIELDS = "nombre sens phrase source editeur lien"
FIGURE_WAYS = {place.value: Way(FIGURE_FIELDS) for place in Place}
PLACES = {
    Place.HOME: "/",
    Place.CLUB: "/le-club/",
    Place.CERCLE: "/cercle/",
    Place.PARTNERS: "/club-des-partenaires/",
    Place.AMBASSADORS: "/forum-des-ambassadeurs/",
    Place.CHANNEL: "/channel-expert/",
}


def make_figures() -> list[Thing]:
    things = []
    for state in ("published", "unpublished"):
        thing = Thing("figure", state, to_all(*FIGURE_FIELDS.split()) if state == "published" else {})
        make_figure(
            key=thing.word("cle"),
            value=thing.word("nombre"),
            label=thing.title("sens"),
            sentence=thing.text("phrase"),
            source=thing.text("source"),
            publisher=thing.text("editeur"),
            url=f"https://source.example/{thing.word('lien')}",
            places=Place.values,
            is_published=state == "published",
        )
        thing.ways = {place.value: address for place, address in PLACES.items()}
        things.append(thing)
    return things


BLOCK_FIELDS = "titre texte alt marque lien numero"
LETTER_WAYS = {
    "issue": Way("numero titre texte alt marque lien"),
    "archive": Way("numero titre"),
    "feed": Way("numero titre"),
    "search": Way("numero titre texte", needs="titre"),
}
BLOCKS: dict[str, tuple[dict[str, Any], bool]] = {  # fields of the block, and whether it left
    "everybody": ({}, True),
    "ambassadors": ({"audience": "ambassadors"}, True),
    "channel": ({"audience": "channel"}, True),
    "trade": ({"specialities": ["payment"]}, True),
    "draft": ({}, False),
}


def make_letters(author: Any) -> list[Thing]:
    """A block of an issue each; ``numero`` is the title of the issue, which everybody reads once it has left."""
    things = []
    for state, (fields, left) in BLOCKS.items():
        open_to = to_all(*BLOCK_FIELDS.split()) if state == "everybody" else to_all("numero") if left else {}
        thing = Thing("block", state, open_to)
        issue = (make_sent_issue if left else make_issue)(title=thing.word("numero"), preheader="En bref")
        make_block(
            issue=issue,
            supplier=make_organisation(name=thing.word("marque")),
            title=thing.title(),
            text=thing.text("texte"),
            image="flash/0123456789abcdef-1x1.png",
            image_alt=thing.word("alt"),
            link_url=f"https://offre.example/{thing.word('lien')}",
            **fields,
        )
        year = timezone.localdate().year
        thing.ways = {
            "issue": f"/flash-info/{issue.number}/",
            "archive": "/flash-info/",
            "year": f"/flash-info/{year}/",
            "feed": "/flash-info/atom.xml",
            "search": f"/recherche/?genre=flash-info&q={thing.hidden_key}",
        }
        things.append(thing)
    return things
