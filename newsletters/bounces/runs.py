"""How many issues in a row did not reach a reader, refused at once or returned later."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Max, Window
from django.db.models.functions import RowNumber

from newsletters import codes
from newsletters.codes import Meaning
from newsletters.models import Delivery, DeliveryEvent, Reactivation

SEEN_BACK = 12  # deliveries read to find them: refusals about us do not count and are stepped over
State = Delivery.State
Reader = tuple[int | None, str]


def soft_runs(deliveries: Collection[Delivery]) -> dict[int, int]:
    """By delivery: how many of the last issues in a row did not reach its reader at its address; one that did, or
    may have, ends the run. Three statements, however many deliveries.
    """
    last = _last_of({row.contact_id for row in deliveries})
    returned = _returned(row.pk for rows in last.values() for row in rows)
    proofs = proved({row.address_hash for row in deliveries})
    runs = {reader: _run(rows, returned, proofs.get(reader[1])) for reader, rows in last.items()}
    return {row.pk: runs.get((row.contact_id, row.address_hash), 0) for row in deliveries}


def proved(hashes: Collection[str]) -> dict[str, datetime]:
    """When the reader of each address last confirmed it; those never confirmed are absent."""
    proofs = Reactivation.objects.filter(address_hash__in=hashes, used_at__isnull=False)
    return dict(proofs.order_by().values_list("address_hash").annotate(Max("used_at")))


def _last_of(contacts: Collection[int | None]) -> dict[Reader, list[Delivery]]:
    """What left for them lately, by address, the newest first."""
    states = [State.HANDING, State.SENT, State.REFUSED, State.UNCERTAIN]
    left = Delivery.objects.filter(contact__in=contacts, test=None, state__in=states)
    place = Window(RowNumber(), partition_by=["contact", "address_hash"], order_by=["-issue__frozen_at", "-pk"])
    rows = left.annotate(place=place).filter(place__lte=SEEN_BACK).order_by("place")
    found: dict[Reader, list[Delivery]] = defaultdict(list)
    for row in rows.only("contact", "address_hash", "state", "enhanced_code", "settled_at"):
        found[row.contact_id, row.address_hash].append(row)
    return found


def _returned(numbers: Iterable[int]) -> dict[int, set[str]]:
    """What each return of these deliveries meant."""
    found: dict[int, set[str]] = defaultdict(set)
    events = DeliveryEvent.objects.filter(delivery__in=list(numbers), kind=DeliveryEvent.Kind.BOUNCE)
    for number, meaning in events.values_list("delivery", "meaning"):
        found[number].add(meaning)
    return found


def _run(rows: Iterable[Delivery], returned: dict[int, set[str]], proved_at: datetime | None) -> int:
    run = 0
    for row in rows:
        found = returned.get(row.pk, set())
        if row.state == State.REFUSED:
            found = found | {codes.meaning(row.enhanced_code)}
        if row.state == State.HANDING and not found:
            continue
        if not found or (proved_at and row.settled_at and row.settled_at <= proved_at):
            break
        run += found != {Meaning.REPUTATION}
    return run
