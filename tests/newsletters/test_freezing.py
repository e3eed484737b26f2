"""The freeze: who gets what, who gets nothing and why, once whatever happens."""

from datetime import timedelta

import pgtrigger
import pytest
from django.utils import timezone

from members.models import User
from newsletters import audience
from newsletters.actions import sweeping
from newsletters.actions.freezing import freeze
from newsletters.models import Delivery, Exclusion, Issue, Preference, Rendition, Suppression
from tests.factories import (
    make_ambassador,
    make_departement,
    make_expert,
    make_expert_contact,
    make_user,
)
from tests.newsletters.kit.people import make_block, make_frozen_issue, make_issue, make_people, schedule

pytestmark = pytest.mark.django_db


def subscribe(person: User, **choices: object) -> Preference:
    return Preference.objects.create(contact=person, subscribed_at=timezone.now(), **choices)


def frozen(issue: Issue) -> Issue:
    done = freeze(issue_id=schedule(issue).pk)
    assert done is not None, Issue.objects.get(pk=issue.pk).alert
    return done


def segments(issue: Issue) -> dict[str, str]:
    return dict(Delivery.objects.of(issue).values_list("address", "segment"))


def titles(issue: Issue) -> dict[str, list[str]]:
    """The blocks each address sees, by title."""
    names = dict(issue.blocks.values_list("pk", "title"))
    rows = Delivery.objects.of(issue).select_related("rendition")
    return {row.address: [names[pk] for pk in row.rendition.blocks] for row in rows}


def exclusions(issue: Issue) -> list[tuple[str, str, str]]:
    return sorted(Exclusion.objects.filter(issue=issue).values_list("contact__email", "segment", "cause"))


def test_each_segment_is_frozen_and_counted() -> None:
    make_ambassador(person=make_user(email="conseil@reseau.example"))
    make_expert_contact(person=make_user(email="pro@expert.example"))
    subscribe(make_user(email="lecteur@tpe.example"))
    make_user(email="personne@tpe.example")
    issue = make_issue()
    make_block(issue)

    done = frozen(issue)

    assert segments(done) == {
        "conseil@reseau.example": "ambassadors",
        "pro@expert.example": "channel",
        "lecteur@tpe.example": "subscribers",
    }
    assert (done.state, done.audience_count, done.candidate_count) == (Issue.State.SENDING, 3, 3)
    assert done.frozen_hash == done.content_hash
    assert not Exclusion.objects.exists()


def test_person_in_two_segments_counts_once_and_sees_both() -> None:
    person = make_user(email="double@reseau.example")
    make_ambassador(person=person)
    make_expert_contact(person=person)
    make_expert_contact(person=person)
    subscribe(person)
    issue = make_issue()
    make_block(issue, title="Conseillers", audience="ambassadors")
    make_block(issue, title="Revendeurs", audience="channel")

    done = frozen(issue)

    assert titles(done) == {"double@reseau.example": ["Conseillers", "Revendeurs"]}
    assert exclusions(done) == [
        ("double@reseau.example", "channel", "duplicate"),
        ("double@reseau.example", "subscribers", "duplicate"),
    ]
    assert (done.audience_count, done.candidate_count) == (1, 3)


@pytest.mark.parametrize(
    ("cause", "email"),
    [
        ("unsubscribed", "a@reseau.example"),
        ("paused", "a@reseau.example"),
        ("suppressed", "a@reseau.example"),
        ("nothing", "a@reseau.example"),
        ("address", "hélène@reseau.example"),
        ("address", "sans.point@localhost"),
        ("address", "deux..points@reseau.example"),
        ("address", f"{'x' * 65}@reseau.example"),
    ],
)
def test_exclusion_is_named(cause: str, email: str) -> None:
    person = make_user(email=email)
    make_ambassador(person=person)
    make_people(2)
    issue = make_issue()
    make_block(issue)
    if cause == "unsubscribed":
        Preference.objects.create(contact=person, unsubscribed_at=timezone.now())
    elif cause == "paused":
        Preference.objects.create(contact=person, paused_until=timezone.localdate())
    elif cause == "nothing":
        Preference.objects.create(contact=person, sections=["agenda"])
    elif cause == "suppressed":
        Suppression.objects.create(address_hash=person.address_hash, cause="complaint")

    counted = audience.count(issue)
    done = frozen(issue)

    assert exclusions(done) == [(person.email, "ambassadors", cause)]
    assert (done.audience_count, done.candidate_count) == (2, 3)
    assert (counted.recipients, counted.candidates, counted.exclusions[cause]) == (2, 3, 1)
    assert sum(counted.exclusions.values()) == 1


def test_people_who_left_are_no_candidates() -> None:
    make_ambassador(state="left")
    make_ambassador(state="candidate")
    make_ambassador(person=make_user(is_active=False))
    make_expert_contact(expert=make_expert(state="left"))
    subscribe(make_user(is_active=False))
    subscribe(make_user(), unsubscribed_at=timezone.now())
    make_people(1)
    issue = make_issue()
    make_block(issue)

    done = frozen(issue)

    assert done.candidate_count == 1


def test_each_sees_the_blocks_meant_for_him() -> None:
    mayenne, paris = make_departement(), make_departement("75", "Paris")
    make_ambassador(person=make_user(email="m@reseau.example"), departement=mayenne, topics=["website"])
    make_ambassador(person=make_user(email="p@reseau.example"), departement=paris, topics=["printing"])
    served = make_expert(departement=paris, area=["53"], specialities=["printing"])
    make_expert_contact(person=make_user(email="x@expert.example"), expert=served)
    picky = make_user(email="choisit@reseau.example")
    make_ambassador(person=picky, departement=mayenne)
    subscribe(picky, sections=["technical"])
    subscribe(make_user(email="l@tpe.example"))
    issue = make_issue()
    make_block(issue, title="Pour tous")
    make_block(issue, title="Réseaux", audience="ambassadors")
    make_block(issue, title="Experts", audience="channel")
    make_block(issue, title="Mayenne", territories=["53"])
    make_block(issue, title="Impression", specialities=["printing"])
    make_block(issue, title="Mayenne impression", territories=["53"], specialities=["printing"], kind="technical")

    done = frozen(issue)

    assert titles(done) == {
        "m@reseau.example": ["Pour tous", "Réseaux", "Mayenne"],
        "p@reseau.example": ["Pour tous", "Réseaux", "Impression"],
        "x@expert.example": ["Pour tous", "Experts", "Mayenne", "Impression", "Mayenne impression"],
        "l@tpe.example": ["Pour tous"],
    }
    assert exclusions(done) == [
        ("choisit@reseau.example", "ambassadors", "nothing"),
        ("choisit@reseau.example", "subscribers", "nothing"),
    ]
    assert Rendition.objects.filter(issue=done).count() == 4


def test_audience_may_be_narrowed() -> None:
    make_ambassador(person=make_user(email="m@reseau.example"))
    make_ambassador(person=make_user(email="p@reseau.example"), departement=make_departement("75", "Paris"))
    make_expert_contact(person=make_user(email="x@expert.example"))
    issue = make_issue(audience={"segments": ["ambassadors"], "territories": ["53"]})
    make_block(issue)

    assert segments(frozen(issue)) == {"m@reseau.example": "ambassadors"}


def test_lane_follows_the_domain() -> None:
    make_people(1, domain="orange.fr")
    make_people(1, domain="reseau.example", prefix="autre")
    issue = make_frozen_issue(0)

    lanes = dict(Delivery.objects.of(issue).values_list("address", "lane__code"))
    assert lanes == {"conseiller0@orange.fr": "orange", "autre0@reseau.example": "autres"}


def test_change_behind_the_approval_stops_the_sending() -> None:
    make_people(1)
    issue = make_issue()
    block = make_block(issue)
    schedule(issue)
    type(block).objects.filter(pk=block.pk).update(text="Une autre offre.")

    assert freeze(issue_id=issue.pk) is None

    issue.refresh_from_db()
    assert (issue.state, issue.approved_by, issue.content_hash) == (Issue.State.DRAFT, None, "")
    assert "approuvé de nouveau" in issue.alert
    assert not Delivery.objects.exists()
    assert not Rendition.objects.exists()


@pytest.mark.parametrize("state", [state for state in Issue.State if state != Issue.State.SCHEDULED])
def test_only_a_scheduled_issue_is_frozen(state: str) -> None:
    make_people(1)
    issue = make_issue()
    make_block(issue)
    schedule(issue)
    with pgtrigger.ignore("newsletters.Issue:state_machine"):
        Issue.objects.filter(pk=issue.pk).update(
            state=state, frozen_at=timezone.now(), audience_count=0, frozen_hash=issue.content_hash
        )

    assert freeze(issue_id=issue.pk) is None
    assert not Delivery.objects.exists()


def test_issue_whose_hour_has_not_come_waits() -> None:
    make_people(1)
    issue = make_issue()
    make_block(issue)
    schedule(issue)
    Issue.objects.filter(pk=issue.pk).update(send_at=timezone.now() + timedelta(minutes=1))

    sweeping.freeze_due()

    assert Issue.objects.get(pk=issue.pk).state == Issue.State.SCHEDULED


def test_nobody_to_write_to_is_refused() -> None:
    issue = make_issue()
    make_block(issue)
    schedule(issue)

    assert freeze(issue_id=issue.pk) is None
    assert "audience choisie est vide" in Issue.objects.get(pk=issue.pk).alert
