"""What an ambassador lets everybody read in the public directory: given, changed and withdrawn by himself alone."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Trim

from ambassadors.models import Ambassador, PublicConsent
from club.core import pages
from club.core.errors import ClubError

WORDING = "2026-11"
"""Which text was agreed to (``templates/ambassadors/portal/consent.html``): a new text is a new month."""
Field = Ambassador.Field


@transaction.atomic
def publish(*, ambassador: Ambassador, shown: Sequence[str]) -> PublicConsent:
    """Show these fields from now on and no other; an empty choice withdraws everything. Each choice is kept."""
    chosen = [field.value for field in Field if field in shown]
    person = ambassador.person
    if chosen and Field.NAME not in chosen:
        raise ClubError("Sans votre nom, rien n’est montré : cochez la première case, ou aucune.")
    if chosen and not person.get_full_name():
        raise ClubError("Votre compte ne porte pas encore votre nom : donnez-le dans vos coordonnées.")
    name = f"{person.last_name} {person.first_name}".strip() if chosen else ""
    Ambassador.objects.filter(pk=ambassador.pk).update(shown=chosen, listed_name=name)
    consent = PublicConsent.objects.create(ambassador=ambassador, shown=chosen, wording=WORDING)
    transaction.on_commit(pages.renew, robust=True)
    return consent


def follow_names() -> int:
    """Search and order by the name that people bear today; gives how many had changed. Run by the clock."""
    current = Trim(Concat("person__last_name", Value(" "), "person__first_name"))
    named = Ambassador.objects.exclude(listed_name="").annotate(current=current).exclude(listed_name=F("current"))
    stale = list(named.exclude(current="").values_list("pk", "current"))
    for pk, name in stale:
        Ambassador.objects.filter(pk=pk).exclude(listed_name="").update(listed_name=name)
    return len(stale)
