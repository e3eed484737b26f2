"""Who has been told where we have their address from: those whose message was accepted, nobody else."""

import pytest

from members.models import User
from newsletters.actions.informing import note_informed
from tests.factories import make_delivery, make_sent_issue, make_user

pytestmark = pytest.mark.django_db


def test_only_accepted_messages_inform() -> None:
    issue = make_sent_issue()
    told, doubt, refused = (
        make_delivery(issue=issue, state=state, contact=make_user(source="imported"))
        for state in ("sent", "uncertain", "refused")
    )
    own = make_delivery(issue=issue, contact=make_user(source="self"))
    assert note_informed(issue_id=issue.pk) == 1
    dates = dict(User.objects.values_list("pk", "informed_at"))
    assert dates[told.contact_id] == told.settled_at
    assert [dates[row.contact_id] for row in (doubt, refused, own)] == [None, None, None]


def test_first_date_stays() -> None:
    person = make_user(source="imported")
    first = make_delivery(contact=person)
    note_informed(issue_id=first.issue_id)
    second = make_delivery(contact=person)
    assert note_informed(issue_id=second.issue_id) == 0
    person.refresh_from_db()
    assert person.informed_at == first.settled_at
