"""Mistakes that visitors report in the public directory, and what the team made of them."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from club.core import audit
from club.core.errors import ClubError
from members.addresses import normalise
from members.listings import Listing
from members.models import ListingReport, User

ADDRESS_KEPT = timedelta(days=90)


def waiting(*, listing: Listing, words: str, email: str) -> ListingReport | None:
    """The same mistake, reported in the same words, that the team has not read yet."""
    said = {"page": listing.url, "words": words, "email": normalise(email)}
    return ListingReport.objects.waiting().filter(**said).first()


def report(*, listing: Listing, words: str, email: str) -> ListingReport:
    """The same mistake reported again in the same words while it waits is the same."""
    before = waiting(listing=listing, words=words, email=email)
    return before or ListingReport.objects.create(
        page=listing.url, words=words, email=normalise(email), about=listing.title[:200]
    )


@transaction.atomic
def settle(*, report: ListingReport, outcome: str, by: User) -> None:
    """Somebody of the team read it and says what was done."""
    waiting = ListingReport.objects.waiting().filter(pk=report.pk)
    if not waiting.update(settled_at=timezone.now(), settled_by=by, outcome=outcome):
        raise ClubError("Ce signalement a déjà été traité.")
    audit.record(actor=by, verb="listing_report.settle", target=report)


def forget_reporters(now: datetime | None = None) -> int:
    """The address left with a report is erased ninety days after it was settled."""
    old = ListingReport.objects.filter(settled_at__lt=(now or timezone.now()) - ADDRESS_KEPT)
    return old.exclude(email="").update(email="")
