"""Issues ready to leave, with as many recipients as wanted."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from ambassadors.models import Ambassador
from events.models import Event
from members.models import User
from newsletters.actions.composing import Details, open_invitation
from newsletters.actions.freezing import freeze
from newsletters.models import Block, Issue, Lane
from newsletters.rendering.content import content_hash
from tests.factories import make_departement, make_institution, make_organisation, make_user


def make_issue(**overrides: Any) -> Issue:
    last = Issue.objects.flash().order_by("-number").first()
    fields = {
        "number": last.number + 1 if last else 1,
        "title": "Flash info de novembre",
        "subject": "La facture électronique arrive",
        "preheader": "Ce qui change pour les très petites entreprises",
    } | overrides
    fields["author"] = fields.get("author") or make_user(is_staff=True)
    return Issue.objects.create(**fields)


def make_mailing(event: Event, *segments: str, **audience: Any) -> Issue:
    """A mailing that invites ambassadors, or other segments, to an event."""
    told = {"segments": list(segments) or ["ambassadors"]} | audience
    details = Details(title="Soirée de janvier", subject="Invitation à la soirée", preheader="À Laval", audience=told)
    return open_invitation(event=event, author=make_user(is_staff=True), details=details)


def make_block(issue: Issue, **overrides: Any) -> Block:
    fields = {
        "position": issue.blocks.count(),
        "kind": "product",
        "title": "Une caisse qui se souvient",
        "text": "Essai de trente jours pour les commerces de proximité.",
        "link_url": "https://fournisseur.example/caisse",
        "link_label": "En savoir plus",
    } | overrides
    if fields["kind"] in Block.Kind.of_suppliers():
        fields["supplier"] = fields.get("supplier") or make_organisation()
    return Block.objects.create(issue=issue, **fields)


def make_people(number: int, *, prefix: str = "conseiller", domain: str = "reseau.example") -> list[User]:
    """Validated ambassadors, written by sets."""
    people = User.objects.bulk_create(
        User(email=f"{prefix}{index}@{domain}", first_name="Zoé", last_name=f"Façon {index}", password="!")
        for index in range(number)
    )
    network, departement = make_institution(), make_departement()
    Ambassador.objects.bulk_create(
        Ambassador(person=person, network=network, departement=departement, topics=["website"]) for person in people
    )
    return people


def schedule(issue: Issue) -> Issue:
    """Approved by another person and due since a minute."""
    issue.content_hash = content_hash(issue)
    issue.approved_by, issue.approved_at = make_user(is_staff=True), timezone.now()
    issue.state = Issue.State.APPROVED
    issue.save()
    issue.state, issue.send_at = Issue.State.SCHEDULED, timezone.now() - timedelta(minutes=1)
    issue.save()
    return issue


def make_frozen_issue(recipients: int | Sequence[User] = 3, **overrides: Any) -> Issue:
    """An issue that has started sending to that many ambassadors."""
    if isinstance(recipients, int):
        make_people(recipients)
    issue = make_issue(**overrides)
    make_block(issue)
    return frozen(issue)


def frozen(issue: Issue) -> Issue:
    """``issue`` once it has started sending. A test that ends without COMMIT may freeze several."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS flash_candidate, flash_variant")
    done = freeze(issue_id=schedule(issue).pk)
    if done is None:
        raise AssertionError(Issue.objects.get(pk=issue.pk).alert or "the issue was not frozen")
    return done


def default_lane() -> Lane:
    return Lane.objects.get(is_default=True)
