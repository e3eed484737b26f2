"""Calls, contributions and placements for tests."""

from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from club.contributions.content import content_of
from club.contributions.models import Call, Placement, ReachMail, Submission, Version
from newsletters import fortnight
from newsletters.models import Reach, Slot
from tests.factories import make_block, make_issue, make_organisation, make_sent_issue, make_user


def make_slot(*, in_days: int = 12, job: str = fortnight.JOB, **fields: Any) -> Slot:
    """A departure at ten o’clock of a coming day."""
    day = timezone.localdate() + timedelta(days=in_days)
    due_at = timezone.make_aware(datetime.combine(day, time(10)))
    return Slot.objects.get_or_create(job=job, due_at=due_at, defaults=fields)[0]


def make_call(**overrides: Any) -> Call:
    fields = {
        "slot": overrides.get("slot") or make_slot(),
        "supplier": overrides.get("supplier") or make_organisation(),
    }
    if overrides.get("state", Call.State.OPEN) != Call.State.OPEN:
        fields["settled_at"] = timezone.now()
    return Call.objects.create(**(fields | overrides))


def make_submission(**overrides: Any) -> Submission:
    """Handed in and waiting for the Club, unless ``state`` says otherwise; its first version stands beside it."""
    fields = {
        "state": Submission.State.SUBMITTED,
        "title": "Une caisse qui tient dans la poche",
        "text": "Encaisser, rendre la monnaie et tenir son livre de recettes avec un seul appareil.",
        "link_url": "https://marque.example/caisse",
        "supplier": overrides.get("supplier") or make_organisation(),
        "author": overrides.get("author") or make_user(),
    } | overrides
    if fields["state"] == Submission.State.DRAFT:
        return Submission.objects.create(**fields)
    row = Submission.objects.create(**({"submitted_at": timezone.now()} | fields))
    make_version(row)
    return row


def make_version(submission: Submission, **overrides: Any) -> Version:
    fields = {
        "number": submission.versions.count() + 1,
        "content": content_of(submission).frozen(),
        "side": Version.Side.SUPPLIER,
        "by": submission.author,
    }
    return Version.objects.create(submission=submission, **(fields | overrides))


def make_placement(**overrides: Any) -> Placement:
    submission = overrides.pop("submission", None) or make_submission(state=Submission.State.ACCEPTED)
    fields = {
        "version": submission.versions.first(),
        "supplier": submission.supplier,
        "issue": overrides.get("issue") or make_issue(),
    }
    return Placement.objects.create(submission=submission, **(fields | overrides))


def make_sent_placement(*, days_ago: int = 1, **overrides: Any) -> Placement:
    """An insert in an issue that left."""
    supplier = overrides.pop("supplier", None) or make_organisation()
    row = make_submission(
        supplier=supplier, state=Submission.State.ACCEPTED, title=overrides.pop("title", "Une caisse")
    )
    issue = overrides.pop("issue", None) or make_sent_issue()
    block = make_block(issue=issue, supplier=supplier, link_url=row.link_url)
    fields = {"state": Placement.State.SENT, "rank": 1, "out_of": 3, "block": block, "issue": issue}
    fields["sent_on"] = timezone.localdate() - timedelta(days=days_ago)
    return make_placement(submission=row, supplier=supplier, **(fields | overrides))


def make_reach_mail(**overrides: Any) -> ReachMail:
    fields = {"step": ReachMail.Step.DAY, "state": ReachMail.State.SENT, "settled_at": timezone.now()}
    return ReachMail.objects.create(**(fields | overrides))


def count_reach(placement: Placement, *, accepted: int = 120, bounced: int = 4, measured: int = 50) -> None:
    """As the count of the issue leaves it: the insert in all, by public, by territory."""
    rows = [("total", "", accepted, bounced, measured)]
    rows += [("audience", "ambassadors", 40, bounced, 20), ("audience", "channel", accepted - 40, 0, measured - 20)]
    rows += [("departement", "53", 60, bounced, 25), ("departement", "72", accepted - 60, 0, measured - 25)]
    Reach.objects.bulk_create(
        Reach(
            issue=placement.issue,
            block=placement.block,
            dimension=dimension,
            key=key,
            accepted=reached,
            bounced=back,
            measured=counted,
        )
        for dimension, key, reached, back, counted in rows
    )
