"""Twelve hundred advisers, in every territory in proportion to its inhabitants."""

from ambassadors.models import Ambassador
from club.core.topics import Topic
from club.demo.actions.organisations import domain_of
from club.demo.data.drawing import Drawing
from club.demo.data.organisations import INSTITUTIONS, Institution, job
from members.models import Organisation, User

NUMBER = 1200
FILES = ["Fichier des conseillers reçu du réseau", "Liste remise à la réunion des têtes de réseau"]


def add_ambassadors(*, drawing: Drawing, organisations: dict[str, Organisation]) -> list[Ambassador]:
    """Ambassadors of the networks present in each territory; a few wait for validation, a few have left."""
    share = drawing.territories.share(NUMBER)
    drawn = [(code, _network(drawing, code)) for code, number in share.items() for _ in range(number)]
    people = [_person(drawing, code, organisations[row.name]) for code, row in drawn]
    User.objects.bulk_create(people)
    ambassadors = [
        _ambassador(drawing, person, code, row, organisations)
        for person, (code, row) in zip(people, drawn, strict=True)
    ]
    return Ambassador.objects.bulk_create(ambassadors)


def _network(drawing: Drawing, departement: str) -> Institution:
    present = [row for row in INSTITUTIONS if row.departement in ("", departement)]
    return drawing.rng.choices(present, [row.weight for row in present])[0]


def _person(drawing: Drawing, departement: str, network: Organisation) -> User:
    """Most were imported and informed; the last file is not older than a month and its people are to inform."""
    recent = drawing.rng.random() < 0.04
    collected = drawing.ago(3, 12) if recent else drawing.ago(40, 230)
    return drawing.person(
        departement,
        domain=domain_of(network),
        source=User.Source.IMPORTED,
        source_label=drawing.rng.choice(FILES),
        collected_on=collected,
        informed_at=None if recent else drawing.informed(collected),
    )


def _ambassador(
    drawing: Drawing, person: User, departement: str, row: Institution, organisations: dict[str, Organisation]
) -> Ambassador:
    rng = drawing.rng
    state = rng.choices(list(Ambassador.State), [5, 992, 3])[0]
    return Ambassador(
        person=person,
        network=organisations[row.name],
        job_title=job(rng, row, feminine=person.civility == User.Civility.MADAM),
        departement_id=departement,
        commune_id=person.commune_id,
        topics=drawing.topics(Topic.values, rng.choices([0, 1, 2, 3, 4], [1, 3, 5, 3, 1])[0]),
        state=state,
        joined_on=person.collected_on,
        reconfirmed_on=drawing.ago(5, 60) if rng.random() < 0.4 and state == Ambassador.State.VALIDATED else None,
    )
