"""What the Club writes about a regional meeting, to suppliers and to participants; one function per message.

Each decision is told once to each: the key bears the version of the meeting that the decision made.
"""

from django.conf import settings
from django.urls import reverse

from club.core import outbox
from club.core.models import OutboxMail
from events import wanted
from events.invites import message_to
from events.links import ask_url, registration_url
from events.models import AskMail, EventNews, Pledge, RegionalMeeting, Registration, Workshop
from events.suppliers import quorum_of, reader_of
from members.models import Organisation, User

News = EventNews.Kind


def ask(mail: AskMail) -> OutboxMail | None:
    """A search or a reminder; None when nobody is written to."""
    if mail.person is None:
        return None
    meeting = mail.ask.meeting
    return outbox.post(
        key=f"regional-ask:{mail.pk}",
        template="events/emails/regional_ask",
        to=mail.person.email,
        person=mail.person,
        context={
            "step": mail.step,
            "meeting": meeting,
            "event": meeting.event,
            "organisation": mail.ask.organisation,
            "quorum": quorum_of(meeting),
            "wanted": wanted.shortlist(meeting),
            "is_again": meeting.search > 1,
            "url": ask_url(mail.pk),
        },
        secret=True,
    )


def pledged(row: Pledge) -> OutboxMail | None:
    """A receipt to the supplier: what was promised, and where to change it."""
    return _to_supplier(row, "regional_pledged", f"pledge:{row.pk}", pledge=row)


def supplier(row: Pledge, news: News, *, reason: str = "") -> OutboxMail | None:
    """A decision, once to a supplier, however many workshops it hosts."""
    key = f"{row.meeting.version}:supplier:{row.organisation_id}"
    kept = Pledge.objects.standing().filter(meeting=row.meeting, organisation=row.organisation)
    return _to_supplier(row, "regional_supplier", key, news=news.value, reason=reason, pledges=list(kept))


def participant(
    row: Registration, meeting: RegionalMeeting, news: News, *, clashes: bool = False, reason: str = ""
) -> OutboxMail:
    """That it takes place, what its workshops are, or that a postponement ended the registration; once to each.

    Another day, or none, is told by ``events.emails``.
    """
    rooms = Workshop.objects.none()
    if news == News.CONFIRMED:
        rooms = meeting.workshops.exclude(pledge=None).select_related("pledge__organisation")
    return outbox.post(
        key=f"regional:{meeting.pk}:{meeting.version}:registration:{row.pk}",
        template="events/emails/regional_participant",
        to=row.person.email,
        person=row.person,
        context={
            "registration": row,
            "meeting": meeting,
            "event": row.event,
            "news": news.value,
            "clashes": clashes,
            "reason": reason,
            "workshops": rooms,
            "url": registration_url(row),
        },
        calendar=b"" if news == News.CONFIRMED else message_to(row),
    )


def _to_supplier(row: Pledge, template: str, key: str, **context: object) -> OutboxMail | None:
    """To whoever made the promise, as long as they act for the supplier; else to whoever reads for it."""
    person = reader_for(row)
    if person is None:
        return None
    return outbox.post(
        key=f"regional:{row.meeting_id}:{key}",
        template=f"events/emails/{template}",
        to=person.email,
        person=person,
        context={
            "meeting": row.meeting,
            "event": row.meeting.event,
            "organisation": row.organisation,
            "url": answer_url(row.meeting, row.organisation, person),
            **context,
        },
        secret=True,
    )


def reader_for(row: Pledge) -> User | None:
    """Who hears about a promise."""
    acts = row.organisation.affiliations.current().filter(person=row.made_by, person__is_active=True).exists()
    if acts:
        return row.made_by
    found = reader_of(row.organisation)
    return found.person if found else None


def answer_url(meeting: RegionalMeeting, organisation: Organisation, person: User) -> str:
    """The link that the person was mailed, which asks for no password; else the page of the portal."""
    mails = AskMail.objects.filter(ask__meeting=meeting, ask__organisation=organisation, person=person)
    if last := mails.order_by("-pk").first():
        return ask_url(last.pk)
    return settings.SITE_URL + reverse("portal:regional:answer", args=[meeting.pk, organisation.pk])
