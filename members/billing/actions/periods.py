"""Closing an accounting period: nothing is issued nor paid any more up to its last day."""

from datetime import date

from django.db import connection, transaction
from django.utils import timezone

from club.core import audit
from club.core.days import date_format
from club.core.errors import ClubError
from members.billing.models import ClosedPeriod
from members.models import User


@transaction.atomic
def close(*, until: date, by: User) -> ClosedPeriod:
    """Close everything up to ``until``, included. It is never opened again: what is wrong is corrected afterwards."""
    with connection.cursor() as cursor:  # waits for whoever is issuing, makes the others wait
        cursor.execute("LOCK TABLE billing_counter IN EXCLUSIVE MODE")
    if until >= timezone.localdate():
        raise ClubError("Une période se clôt une fois finie\u00a0: choisissez un jour passé.")
    last = ClosedPeriod.objects.order_by("-until").first()
    if last and until <= last.until:
        raise ClubError(f"C’est déjà clos jusqu’au {date_format(last.until, 'j F Y')}.")
    row = ClosedPeriod.objects.create(until=until, closed_by=by)
    audit.record(actor=by, verb="period.close", target=row, until=until.isoformat())
    return row
