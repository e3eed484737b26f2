"""What suppliers are told of their contributions, by the kernel’s outbox."""

from datetime import timedelta

from django.utils import timezone

from club.contributions import demand, links, timetable
from club.contributions.models import CallMail, Placement, Submission, Version
from club.core import outbox
from club.core.models import OutboxMail


def send_decision(*, submission: Submission) -> OutboxMail | None:
    """What the Club decided, to whoever handed it in; None when the Club itself did."""
    handed_in = submission.versions.filter(side=Version.Side.SUPPLIER).select_related("by").first()
    if handed_in is None or handed_in.by.is_staff:
        return None
    return outbox.post(
        key=f"contribution:{submission.pk}:{submission.versions.count()}:{submission.state}",
        template="contributions/emails/decision",
        to=handed_in.by.email,
        person=handed_in.by,
        context={"submission": submission, "url": links.follow_url(handed_in.pk)},
        secret=True,
    )


def send_call(*, mail: CallMail) -> OutboxMail:
    """A call or a reminder, its tone rising; worth nothing once the departure is past."""
    call = mail.call
    return outbox.post(
        key=f"content-call:{mail.pk}",
        template="contributions/emails/call",
        to=mail.person.email,
        person=mail.person,
        context={
            "call": call,
            "step": mail.step,
            "is_copy": mail.copy_of_id is not None,
            "leaves_on": timezone.localdate(call.slot.due_at),
            "closes_on": timetable.closes_on(call.slot.due_at),
            "issue": call.slot.issue,
            "topics": demand.wanted(),
            "last": Placement.objects.filter(supplier=call.supplier, state="sent").order_by("-sent_on").first(),
            "url": links.call_url(mail.pk),
        },
        secret=True,
        expires=max(call.slot.due_at - timezone.now(), timedelta(hours=1)),
    )
