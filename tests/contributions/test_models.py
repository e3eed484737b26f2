"""What the database itself refuses."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from club.contributions.models import Call
from tests.contribution_factories import make_call, make_placement, make_submission

pytestmark = pytest.mark.django_db


def test_version_keeps_its_words_and_takes_an_agreement() -> None:
    version = make_submission().versions.get()
    version.agreed_by, version.agreed_at = version.by, timezone.now()
    version.save(update_fields=["agreed_by", "agreed_at"])
    version.content = {"title": "Autre chose"}
    with pytest.raises(DatabaseError), transaction.atomic():
        version.save(update_fields=["content"])


@pytest.mark.parametrize(
    ("before", "after"), [("draft", "accepted"), ("refused", "accepted"), ("withdrawn", "draft")]
)
def test_contribution_takes_no_short_cut(before: str, after: str) -> None:
    row = make_submission(state=before, remark="Hors sujet.", submitted_at=timezone.now())
    row.state = after
    with pytest.raises(DatabaseError), transaction.atomic():
        row.save(update_fields=["state"])


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "refused"},
        {"title": ""},
        {"image": "flash/a.png"},
    ],
)
def test_contribution_says_what_it_must(fields: dict[str, str]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_submission(**fields)


def test_supplier_is_called_once_for_a_departure() -> None:
    call = make_call()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_call(slot=call.slot, supplier=call.supplier)


def test_call_that_was_not_made_says_why() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_call(state=Call.State.NOT_ASKED)


def test_sent_placement_proves_its_rank() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_placement(state="sent")
    placement = make_placement(state="sent", sent_on=timezone.localdate(), rank=2, out_of=8)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_placement(submission=placement.submission, issue=placement.issue)
