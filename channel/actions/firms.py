"""What a firm writes of itself in the public directory."""

from collections.abc import Sequence

from django.db import transaction

from channel.models import Expert
from club.core import pages


@transaction.atomic
def write_listing(
    *,
    expert: Expert,
    presentation: str,
    specialities: Sequence[str],
    area: Sequence[str],
    phone: str,
    website: str,
    shown: bool,
) -> None:
    """Its history proves who wrote what; whoever asks to be left out is left out at once."""
    expert.presentation, expert.specialities = presentation.strip(), list(specialities)
    expert.area = sorted({*area, expert.departement_id})
    expert.phone, expert.website, expert.shown = phone, website, shown
    expert.save(update_fields=["presentation", "specialities", "area", "phone", "website", "shown"])
    transaction.on_commit(pages.renew, robust=True)
