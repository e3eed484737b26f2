"""The register of lobbying (law 2013-907) asks who met which public official: events before officials prepare it."""

from itertools import product

from django.db import transaction
from django.utils import timezone

from events.models import Event, Invitation, OfficialContactDraft, Registration, Side

MEMBERS = (Side.BRAND, Side.INSTITUTION)


@transaction.atomic
def prepare(*, event: Event) -> int:
    """One draft for each official and each member's person who were both checked in; gives how many there are.

    Done again it adds those entered since, and takes away those whose entry was withdrawn, as long as nobody has
    said what they spoke of.
    """
    if not event.with_officials:
        return 0
    came = Registration.objects.filter(event=event, check_in__isnull=False)
    drafts = OfficialContactDraft.objects.filter(event=event)
    members = list(came.filter(side__in=MEMBERS, organisation__isnull=False))
    officials = Invitation.objects.filter(event=event, kind=Invitation.Kind.OFFICIAL)
    officials = list(officials.filter(person__in=came.values("person")))
    drafts.filter(subject="").exclude(official__in=officials, member__in=members).delete()
    met_on = timezone.localdate(event.starts_at)
    OfficialContactDraft.objects.bulk_create(
        [
            OfficialContactDraft(event=event, official=one, category=one.category, member=row, met_on=met_on)
            for one, row in product(officials, members)
        ],
        ignore_conflicts=True,
    )
    return drafts.count()
