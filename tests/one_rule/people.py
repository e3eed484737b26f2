"""Advisers by what they agreed to, firms of the channel, members and those who act for them."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from ambassadors.actions import consents
from ambassadors.models import Ambassador
from club.core.topics import Topic
from members.models import DirectoryConsent, OrganisationPage
from tests.directory_factories import make_adviser, make_check, make_claim, make_report
from tests.factories import (
    make_affiliation,
    make_expert,
    make_expert_contact,
    make_institution,
    make_organisation,
    make_user,
)
from tests.membership_factories import make_membership
from tests.one_rule.things import Thing, Way, mistyped, to_all

TOPIC = Topic.DATA
Field = Ambassador.Field
ALWAYS = "prenom nom reseau adresse"  # with the name
ADVISERS: dict[str, tuple[list[str], str]] = {  # what was agreed to, and what everybody reads then
    "silent": ([], ""),
    "named": (["name"], ALWAYS),
    "with_job": (["name", "job"], f"{ALWAYS} fonction"),
    "with_topics": (["name", "topics"], f"{ALWAYS} sujets"),
    "with_contact": (["name", "contact"], ALWAYS),
    "whole": (Field.values, f"{ALWAYS} fonction sujets"),
    "candidate": (Field.values, ""),
    "left": (Field.values, ""),
    "closed": (Field.values, ""),
    "withdrawn": ([], ""),
}
CARD = "prenom nom reseau fonction"
ADVISER_WAYS = {
    "page": Way(CARD),
    "guessed": Way("prenom nom"),  # the way to its address
    "departement": Way(CARD),
    "topic": Way("prenom nom fonction", needs="sujets", besides="reseau"),
    "search": Way("prenom nom reseau"),
    "sitemap": Way("prenom nom"),
}


def make_advisers() -> list[Thing]:
    things = []
    for state, (shown, told) in ADVISERS.items():
        thing = Thing("adviser", state, to_all(*told.split()))
        person = make_user(
            first_name=thing.word("prenom"),
            last_name=f"{thing.word('nom')} {thing.key}",
            email=f"{thing.word('courriel')}@reseau.example",
            phone=thing.word("tel"),
        )
        fields: dict[str, Any] = {"network": make_institution(name=thing.word("reseau"), website="")}
        fields |= {"job_title": thing.text("fonction"), "topics": [TOPIC.value], "person": person}
        row = make_adviser(Field.values if state == "withdrawn" else shown, **fields)
        _brought_to(state, row)
        slug = row.slug
        thing.ways = {
            "page": f"/annuaire/conseillers/{slug}/",
            "guessed": f"/annuaire/conseillers/x-{row.pk}/",
            "contact": f"/annuaire/conseillers/{slug}/contact/",
            "report": f"/annuaire/conseillers/{slug}/signaler/",
            "departement": "/annuaire/departements/53/",
            "topic": f"/annuaire/?genre=conseillers&besoin={TOPIC.slug}",
            "network": f"/annuaire/?reseau={row.network_id}",
            "by name": f"/annuaire/?genre=conseillers&besoin={thing.key}",
            "search": f"/recherche/?genre=conseillers&q={thing.key}",
            "by job": f"/recherche/?genre=conseillers&q={thing.hidden_key}",
            "mistyped": f"/recherche/?genre=conseillers&q={mistyped(thing.key)}",
            "sitemap": f"/sitemap-conseillers-{row.pk // 10_000}.xml",
        }
        things.append(thing)
    return things


def _brought_to(state: str, row: Ambassador) -> None:
    if state == "withdrawn":
        consents.publish(ambassador=row, shown=[])
    elif state in ("candidate", "left"):
        Ambassador.objects.filter(pk=row.pk).update(state=state)
    elif state == "closed":
        row.person.is_active = False
        row.person.save(update_fields=["is_active"])


FIRM = "nom presentation tel site"
FIRMS: dict[str, tuple[dict[str, Any], str]] = {
    "listed": ({}, FIRM),
    "unseen": ({"shown": False}, ""),
    "candidate": ({"state": "candidate"}, ""),
    "gone": ({"state": "left"}, ""),
}
FIRM_WAYS = {
    "page": Way(FIRM),
    "guessed": Way("nom"),
    "departement": Way("nom presentation"),
    "by name": Way("nom presentation"),
    "search": Way("nom"),
    "sitemap": Way("nom"),
}


def make_firms() -> list[Thing]:
    """Its contact, the notes of checks, who claims it and what visitors wrote are nobody's to read."""
    things = []
    for state, (fields, told) in FIRMS.items():
        thing = Thing("firm", state, to_all(*told.split()))
        row = make_expert(
            name=thing.title("nom"),
            presentation=thing.text("presentation"),
            phone=thing.word("tel"),
            website=f"https://{thing.word('site')}.example/",
            **fields,
        )
        contact = make_user(last_name=thing.word("contact"), email=f"{thing.word('courriel')}@firme.example")
        make_expert_contact(expert=row, person=contact, job_title=thing.word("poste"))
        make_check(expert=row, note=thing.word("note"))
        claimant = {"first_name": thing.word("pretendant"), "words": thing.word("preuve")}
        make_claim(expert=row, email=f"{thing.word('adresse')}@gmail.com", **claimant)
        at = f"/annuaire/experts/{row.slug}/"
        make_report(page=at, words=thing.word("erreur"), email=f"{thing.word('lecteur')}@gmail.com")
        thing.ways = {
            "page": at,
            "guessed": f"/annuaire/experts/x-{row.pk}/",
            "claim": f"{at}reclamer/",
            "contact": f"{at}contact/",
            "report": f"{at}signaler/",
            "departement": "/annuaire/departements/53/",
            "by name": f"/annuaire/?besoin={thing.key}",
            "search": f"/recherche/?genre=professionnels&q={thing.key}",
            "by text": f"/recherche/?genre=professionnels&q={thing.hidden_key}",
            "mistyped": f"/recherche/?genre=professionnels&q={mistyped(thing.key)}",
            "sitemap": f"/sitemap-professionnels-{row.pk // 10_000}.xml",
        }
        things.append(thing)
    return things


REPRESENTATIVES = frozenset({"representative"})
Shown = DirectoryConsent.Field
MEMBERS: dict[
    str, tuple[str, list[str], str]
] = {  # its term, what its representative agreed to, what is read of them
    "silent": ("running", [], ""),
    "named": ("running", ["name"], "personne"),
    "with_job": ("running", ["name", "job"], "personne poste"),
    "with_email": ("running", ["name", "email"], "personne courriel"),
    "with_phone": ("running", ["name", "phone"], "personne tel"),
    "nameless": ("running", ["job", "email", "phone"], ""),
    "lapsed": ("ended", Shown.values, ""),
    "to_come": ("coming", Shown.values, ""),
    "prospect": ("none", Shown.values, ""),
}
PORTAL = Way("nom presentation personne poste courriel tel", signed=True, needs="presentation")
MEMBER_WAYS = {
    "list": Way("nom"),
    "portal list": PORTAL,
    "portal search": PORTAL,
}


def make_members() -> list[Thing]:
    things = []
    for state, (term, shown, told) in MEMBERS.items():
        open_to = dict.fromkeys(["presentation", *told.split()], REPRESENTATIVES) if term == "running" else {}
        thing = Thing("member", state, open_to | (to_all("nom") if term == "running" else {}), group="member")
        row = make_organisation(name=thing.title("nom"), legal_name=thing.word("raison"))
        OrganisationPage.objects.create(organisation=row, presentation=thing.text("presentation"))
        _with_term(row, term)
        person = make_user(
            last_name=thing.word("personne"),
            email=f"{thing.word('courriel')}@membre.example",
            phone=thing.word("tel"),
        )
        acts = make_affiliation(organisation=row, person=person, job_title=thing.word("poste"))
        DirectoryConsent.objects.create(affiliation=acts, shown=shown)
        thing.ways = {
            "list": "/le-club/membres/",
            "who pays": "/le-club/qui-paie-quoi/",
            "portal list": "/espace/annuaire/",
            "portal search": f"/espace/annuaire/?q={thing.key}",
        }
        if term != "running" or state == "silent":
            thing.ways["organisation"] = f"/espace/organisations/{row.pk}/"
            thing.ways["introduction"] = f"/espace/annuaire/{row.pk}/mise-en-relation/"
        things.append(thing)
    return things


def _with_term(organisation: Any, term: str) -> None:
    today: date = timezone.localdate()
    first = {"running": -20, "ended": -800, "coming": 20}.get(term)
    if first is not None:
        starts_on = today + timedelta(days=first)
        make_membership(organisation=organisation, starts_on=starts_on, ends_on=starts_on + timedelta(days=364))
