"""What suppliers are told of their contributions, by the kernel’s outbox."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from club.contributions import demand, links, reach, timetable
from club.contributions.addressees import CONTENT_ROLES, addressee, refused_among, team_of
from club.contributions.models import CallMail, Placement, ReachMail, Submission, Version
from club.contributions.reach import Insert
from club.core import outbox
from club.core.models import OutboxMail
from members.models import Affiliation, User
from newsletters import departures


def reader_of(submission: Submission) -> tuple[User | None, str]:
    """Who is told what the Club decided, and the address that opens it for them; (None, "") when nobody is.

    Whoever handed it in, by a link; the person in charge of contents, in the portal, when they left or may not be
    written to, or when the Club wrote it.
    """
    handed_in = submission.versions.filter(side=Version.Side.SUPPLIER).select_related("by").first()
    team = team_of(submission.supplier)
    refused = refused_among([affiliation.person for affiliation in team])
    able = [a.person for a in team if a.person.is_active and a.person.address_hash not in refused]
    if handed_in and handed_in.by in able:
        return handed_in.by, links.follow_url(handed_in.pk)
    page = reverse("portal:contributions:contribution", args=[submission.pk])
    person = addressee(team, CONTENT_ROLES, refused).person
    return (person, f"{settings.SITE_URL}{page}") if person else (None, "")


def send_decision(*, submission: Submission) -> OutboxMail | None:
    """What the Club decided; None when there is nobody to tell."""
    person, url = reader_of(submission)
    if person is None:
        return None
    return outbox.post(
        key=f"contribution:{submission.pk}:{submission.versions.count()}:{submission.state}",
        template="contributions/emails/decision",
        to=person.email,
        person=person,
        context={
            "submission": submission,
            "url": url,
            "is_link": links.HANDED_IN_PATH in url,
            "is_ours": not submission.versions.filter(side=Version.Side.SUPPLIER).exists(),
        },
        secret=True,
    )


def send_call(*, mail: CallMail) -> OutboxMail:
    """A call or a reminder, its tone rising; worth nothing once the departure is past."""
    call = mail.call
    last = Placement.objects.sent().filter(supplier=call.supplier).first()
    return outbox.post(
        key=f"content-call:{mail.pk}",
        template="contributions/emails/call",
        to=mail.person.email,
        person=mail.person,
        context={
            "call": call,
            "step": mail.step,
            "is_agency": mail.role == Affiliation.Role.AGENCY,
            "is_copy": mail.copy_of is not None and mail.copy_of.role != Affiliation.Role.AGENCY,
            "leaves_on": timezone.localdate(call.slot.due_at),
            "closes_on": timetable.closes_on(call.slot.due_at),
            "issue": departures.expected().get(call.slot_id),
            "topics": demand.wanted(),
            "last": reach.of_placement(last) if last else None,
            "url": links.call_url(mail.pk),
        },
        secret=True,
        expires=max(call.slot.due_at - timezone.now(), timedelta(hours=1)),
    )


def send_reach(*, mail: ReachMail, insert: Insert) -> OutboxMail:
    """What an insert brought: three figures, the page and the PDF."""
    return outbox.post(
        key=f"reach:{mail.placement_id}:{mail.step}:{mail.person_id}",
        template="contributions/emails/reach",
        to=mail.person.email,
        person=mail.person,
        context={
            "placement": mail.placement,
            "insert": insert,
            "is_first": mail.step == ReachMail.Step.DAY,
            "is_agency": mail.role == Affiliation.Role.AGENCY,
            "url": links.reach_url(mail.pk),
        },
        secret=True,
    )
