"""The public directory of the demonstration: presentations, dated checks, consents of advisers, what waits.

Chance is its own here, drawn from each row, so that nothing else of the demonstration changes with it.
"""

import random
from datetime import timedelta

from django.utils import timezone

from ambassadors.actions.consents import WORDING
from ambassadors.models import Ambassador, PublicConsent
from channel.directory import url_of
from channel.models import Check, Claim, Expert
from club.core.directory import at
from club.demo.accounts import AMBASSADOR
from club.demo.data.drawing import Drawing
from club.demo.data.presentations import REPORTS, presentation
from members.models import ListingReport, User

PRESENTED, AGREED, HIDDEN = 0.6, 0.55, 0.01
CHECKED = {Check.Kind.SIRET: 0.7, Check.Kind.WEBSITE: 0.4, Check.Kind.PHONE: 0.25}
Field = Ambassador.Field


def add_directory(*, drawing: Drawing, team: dict[str, User]) -> None:
    """After the accounts are lent: names are those that people bear."""
    experts = list(Expert.objects.active().order_by("siret"))
    by = team["aicha.lemoine"]
    Check.objects.bulk_create(
        [check for expert in experts for check in _checks(drawing, expert, by)], batch_size=2000
    )
    _consents(drawing)
    _waiting([expert for expert in experts if expert.shown])


def _chance(seed: str) -> random.Random:
    return random.Random(f"annuaire {seed}")  # noqa: S311 -- repeatable on purpose, nothing secret is drawn


def present(expert: Expert, commune: str) -> None:
    """Before it is kept, for five thousand rows are slow to change: what it says of itself, if it does."""
    rng = _chance(expert.siret)
    expert.shown = rng.random() >= HIDDEN
    if rng.random() < PRESENTED:
        place = at(commune) if commune else f"du département {expert.departement_id}"
        expert.presentation = presentation(
            rng, kind=expert.kind, name=expert.name, place=place, topics=list(expert.specialities)
        )


def _checks(drawing: Drawing, expert: Expert, by: User) -> list[Check]:
    """Most confirm what the record says; one in twenty does not."""
    rng = _chance(f"vérifications {expert.siret}")
    held = {Check.Kind.WEBSITE: expert.website, Check.Kind.PHONE: expert.phone}
    kinds = [kind for kind, share in CHECKED.items() if held.get(kind, True) and rng.random() < share]
    return [
        Check(
            expert=expert,
            kind=kind,
            on=drawing.today - timedelta(days=rng.randint(2, 300)),
            passed=rng.random() < 0.95,
            by=by,
        )
        for kind in kinds
    ]


def _consents(drawing: Drawing) -> None:
    """More than half agreed to be named, most of them with all the rest; a few withdrew. One is left to choose."""
    people = Ambassador.objects.active().exclude(person__email=AMBASSADOR.email).select_related("person")
    given, proofs = [], []
    for row in people.order_by("person__email"):
        rng = _chance(row.person.email)
        if rng.random() >= AGREED:
            continue
        optional = [field for field in Field if field != Field.NAME and rng.random() < 0.8]
        row.shown = [Field.NAME.value, *(field.value for field in optional)]
        at_once = drawing.moment(drawing.today - timedelta(days=rng.randint(10, 200)), rng.randint(8, 19))
        proofs.append(PublicConsent(ambassador=row, shown=row.shown, wording=WORDING, given_at=at_once))
        if rng.random() < 0.04:
            later = at_once + timedelta(days=rng.randint(1, 9))
            proofs.append(PublicConsent(ambassador=row, shown=[], wording=WORDING, given_at=later))
            continue
        row.listed_name = f"{row.person.last_name} {row.person.first_name}"
        given.append(row)
    Ambassador.objects.bulk_update(given, ["shown", "listed_name"], batch_size=1000)
    PublicConsent.objects.bulk_create(proofs, batch_size=2000)


def _waiting(experts: list[Expert]) -> None:
    """Two claims that only the team can judge, three mistakes to read."""
    rng = _chance("à traiter")
    for number, expert in enumerate(rng.sample(experts, len(REPORTS))):
        asked_at = timezone.now() - timedelta(days=number, hours=rng.randint(1, 20))
        ListingReport.objects.create(about=expert.name, page=url_of(expert), words=REPORTS[number], asked_at=asked_at)
    for expert, (first, last) in zip(
        rng.sample(experts, 2), [("Maëlle", "Tanguy"), ("Ousmane", "Bellec")], strict=True
    ):
        Claim.objects.create(
            expert=expert,
            first_name=first,
            last_name=last,
            job_title="Gérance",
            email=f"{first.lower().replace('ë', 'e')}.{last.lower()}@messagerie.example",
            words="Appelez le standard le matin.",
        )
