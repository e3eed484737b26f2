"""Applications that came to nothing are forgotten in their time; what became something stays."""

from datetime import timedelta

import pytest
from django.utils import timezone

from members.actions.forgetting import forget_applications
from members.models import Application, ApplicationPerson
from tests.factories import make_organisation

pytestmark = pytest.mark.django_db
NOW = timezone.now()
SENT = {"submitted_at": NOW, "accepted_at": NOW}
DECIDED = SENT | {"decided_on": NOW.date(), "decided_by_body": "Bureau"}


def application(days: int, **fields: object) -> Application:
    """Last written ``days`` ago, with somebody in it."""
    made = Application.objects.create(contact_email="a@b.example", phone="01", **fields)
    ApplicationPerson.objects.create(application=made, first_name="A", last_name="B", email="a@b.example")
    Application.objects.filter(pk=made.pk).update(updated_at=NOW - timedelta(days=days))
    return made


def test_unsent_drafts_go_after_half_a_year() -> None:
    old, young = application(181), application(179)
    sent = application(400, state="submitted", **SENT)
    known = application(400, organisation=make_organisation())
    assert forget_applications(NOW) == (1, 0)
    assert set(Application.objects.all()) == {young, sent, known}
    assert old not in Application.objects.all()


@pytest.mark.parametrize(("state", "fields"), [("refused", DECIDED), ("abandoned", SENT)])
def test_people_of_what_was_refused_or_given_up_go_after_three_years(state: str, fields: dict[str, object]) -> None:
    old, young = application(1096, state=state, **fields), application(1094, state=state, **fields)
    done = application(2000, state="completed", **DECIDED)
    assert forget_applications(NOW) == (0, 1)
    assert [a.people.count() for a in (old, young, done)] == [0, 1, 1]
    old.refresh_from_db()
    assert (old.contact_email, old.phone) == ("", "")
    assert forget_applications(NOW) == (0, 0)


def test_history_does_not_keep_what_is_forgotten() -> None:
    event = application(0).events.model
    assert {"contact_email", "phone"} & {field.name for field in event._meta.get_fields()} == set()
