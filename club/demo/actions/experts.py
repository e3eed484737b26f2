"""The channel: 2,650 resellers and 2,500 web agencies, each with the person we write to."""

import random

from ambassadors.models import Ambassador
from channel.models import Expert, ExpertContact
from club.core.topics import Topic
from club.demo.actions.directory import present
from club.demo.data.drawing import Drawing
from club.demo.data.invented import firm_name, identity, phone, siret, slug
from members.models import Organisation, User

NUMBERS = {Expert.Kind.RESELLER: 2650, Expert.Kind.WEB_AGENCY: 2500}
ALSO_AMBASSADORS = 14
NAF = {
    Expert.Kind.RESELLER: {
        Expert.NafVersion.REV2: ["47.41Z", "95.11Z", "62.02A", "62.03Z", "62.09Z", "46.51Z", "46.66Z", "47.42Z"],
        Expert.NafVersion.NAF2025: ["47.40Y", "95.10Y", "62.20Y", "46.50Y"],
    },
    Expert.Kind.WEB_AGENCY: {
        Expert.NafVersion.REV2: ["62.01Z", "73.11Z", "74.10Z", "63.12Z", "62.02A"],
        Expert.NafVersion.NAF2025: ["62.10Y", "73.11Y", "62.20Y"],
    },
}
SPECIALITIES = {
    Expert.Kind.RESELLER: [
        Topic.EQUIPMENT,
        Topic.NETWORK,
        Topic.SECURITY,
        Topic.PRINTING,
        Topic.TELEPHONY,
        Topic.MANAGEMENT,
        Topic.PAYMENT,
        Topic.COLLABORATION,
        Topic.INVOICING,
    ],
    Expert.Kind.WEB_AGENCY: [Topic.WEBSITE, Topic.ECOMMERCE, Topic.VISIBILITY, Topic.DATA, Topic.PAYMENT],
}
JOBS = ["Gérant", "Gérante"], ["Dirigeant", "Dirigeante"], ["Directeur commercial", "Directrice commerciale"]
MAILBOXES = ["courriel-libre.example", "messagerie.example", "poste-web.example"]


def add_experts(*, drawing: Drawing, brands: list[Organisation]) -> list[Expert]:
    """Firms over all territories, what they carry, and their contacts; some contacts are ambassadors too."""
    experts = [
        _expert(drawing, kind, departement)
        for kind, number in NUMBERS.items()
        for departement, share in drawing.territories.share(number).items()
        for _ in range(share)
    ]
    Expert.objects.bulk_create(experts)
    _carry(drawing, experts, brands)
    _add_contacts(drawing, experts)
    return experts


def _expert(drawing: Drawing, kind: Expert.Kind, departement: str) -> Expert:
    rng = drawing.rng
    stem = drawing.words.pop()
    version = rng.choices(list(Expert.NafVersion), [88, 12])[0]
    place = drawing.territories.commune(rng, departement)
    expert = Expert(
        name=firm_name(rng, stem, web_agency=kind == Expert.Kind.WEB_AGENCY),
        kind=kind,
        siret=siret(rng),
        naf_code=rng.choice(NAF[kind][version]),
        naf_version=version,
        specialities=drawing.topics(SPECIALITIES[kind], rng.choices([1, 2, 3, 4], [2, 4, 3, 1])[0]),
        departement_id=departement,
        commune_id=place and place.code,
        area=_area(drawing, departement),
        website=f"https://www.{slug(stem)}.example/" if rng.random() < 0.85 else "",
        phone=phone(rng, departement),
        state=rng.choices(list(Expert.State), [4, 992, 4])[0],
        joined_on=drawing.ago(20, 230),
    )
    if expert.state == Expert.State.LISTED:
        present(expert, place.name if place else "")
    return expert


def _area(drawing: Drawing, departement: str) -> list[str]:
    """The territory of the establishment, and often one or two beside it."""
    extra = drawing.rng.choices([0, 1, 2, 4], [5, 3, 2, 1])[0]
    return sorted([departement, *drawing.territories.neighbours(drawing.rng, departement, extra)])


def _carry(drawing: Drawing, experts: list[Expert], brands: list[Organisation]) -> None:
    """Resellers carry two to five brands, web agencies none or one."""
    through = Expert.brands.through
    rows = []
    for expert in experts:
        resells = expert.kind == Expert.Kind.RESELLER
        number = drawing.rng.choice([2, 3, 3, 4, 5] if resells else [0, 0, 1])
        rows += [through(expert=expert, organisation=brand) for brand in drawing.rng.sample(brands, number)]
    through.objects.bulk_create(rows, batch_size=5000)


def _add_contacts(drawing: Drawing, experts: list[Expert]) -> None:
    listed = [expert for expert in experts if expert.state == Expert.State.LISTED]
    both = drawing.rng.sample(listed, ALSO_AMBASSADORS)
    advisers = Ambassador.objects.active().order_by("person__email").select_related("person")[:ALSO_AMBASSADORS]
    person_of = dict(zip((expert.pk for expert in both), (adviser.person for adviser in advisers), strict=True))
    fresh = {expert.pk: _contact(drawing, expert) for expert in experts if expert.pk not in person_of}
    User.objects.bulk_create(fresh.values())
    person_of |= fresh
    ExpertContact.objects.bulk_create(
        ExpertContact(expert=expert, person=person_of[expert.pk], job_title=_job(drawing.rng, person_of[expert.pk]))
        for expert in experts
    )


def _contact(drawing: Drawing, expert: Expert) -> User:
    rng, who = drawing.rng, identity(drawing.rng)
    recent = rng.random() < 0.02
    collected = drawing.ago(3, 12) if recent else drawing.ago(40, 230)
    return drawing.person(
        expert.departement_id,
        address=_address(drawing, expert, who.first_name, who.last_name),
        who=who,
        source=User.Source.IMPORTED,
        source_label="Fichier Channel Expert",
        collected_on=collected,
        informed_at=None if recent else drawing.informed(collected),
    )


def _address(drawing: Drawing, expert: Expert, first: str, last: str) -> str:
    """Small firms write from their own domain, from ``contact@``, or from a mailbox of everybody's."""
    own = expert.website.removeprefix("https://www.").rstrip("/")
    if not own:
        return drawing.addresses.give(f"{slug(first)}.{slug(last)}", drawing.rng.choice(MAILBOXES))
    local = drawing.rng.choice([f"{slug(first)}.{slug(last)}", f"{slug(first)}.{slug(last)}", slug(first), "contact"])
    return drawing.addresses.give(local, own)


def _job(rng: random.Random, person: User) -> str:
    his, hers = rng.choices(JOBS, [6, 3, 1])[0]
    return hers if person.civility == User.Civility.MADAM else his
