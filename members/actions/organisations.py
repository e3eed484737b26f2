"""Organisations that come into the Club’s file by a decision: an applicant admitted, a prospect to follow."""

from django.db import IntegrityError, transaction

from club.core import audit
from club.core.errors import ClubError
from club.core.models import Commune
from club.core.search import plain
from members.models import Application, Organisation, User

KNOWN = "Une organisation de ce nom ou de ce numéro est déjà connue\u00a0: choisissez-la parmi les doublons."


def create_from(*, application: Application, by: User) -> Organisation:
    """The organisation that an application describes."""
    return create(
        name=application.name,
        legal_name=application.legal_name,
        kind=application.kind,
        siren=application.siren,
        rna=application.rna,
        foreign_vat=application.foreign_vat,
        website=application.website,
        phone=application.phone,
        commune=_commune(application.postcode, application.city) if application.country == "FR" else None,
        by=by,
    )


@transaction.atomic
def create(
    *, name: str, kind: str, by: User, siren: str = "", commune: Commune | None = None, **fields: str
) -> Organisation:
    """A new organisation; refused when its name or its SIREN is already there."""
    side = Organisation.Side.BRAND if kind in Organisation.Kind.of_side("brand") else Organisation.Side.INSTITUTION
    try:
        with transaction.atomic():
            made = Organisation.objects.create(
                name=name, side=side, kind=kind, siren=siren or None, commune=commune, **fields
            )
    except IntegrityError as error:
        raise ClubError(KNOWN) from error
    audit.record(actor=by, verb="organisation.create", target=made)
    return made


def _commune(postcode: str, city: str) -> Commune | None:
    """The commune of an address, when postcode and name agree on one."""
    rows = Commune.objects.filter(postcodes__contains=[postcode])
    same = [row for row in rows if plain(row.name).replace("-", " ") == plain(city).replace("-", " ")]
    return same[0] if len(same) == 1 else None
