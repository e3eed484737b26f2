"""Three issues of Flash info: one sent a fortnight ago, one approved, one in composition."""

from datetime import date, datetime, timedelta
from itertools import takewhile

from club.core import images
from club.demo.actions.outcomes import settle_deliveries
from club.demo.actions.returned import bring_back
from club.demo.data import pictures
from club.demo.data.drawing import Drawing
from club.demo.data.issues import IssueDraft
from club.demo.data.issues.approved import number_43
from club.demo.data.issues.draft import number_44
from club.demo.data.issues.sent import number_42
from members.models import Organisation, User
from newsletters import fortnight
from newsletters.actions.freezing import freeze
from newsletters.actions.scheduling import open_slots
from newsletters.models import Block, Delivery, Exclusion, Issue, Slot
from newsletters.rendering.content import content_hash


def add_issues(*, drawing: Drawing, organisations: dict[str, Organisation], team: dict[str, User]) -> list[Issue]:
    """``team``: the staff by the first part of their address. Nobody approves what he wrote."""
    lucie, karim, manon = team["lucie.faivre"], team["karim.vasseur"], team["manon.teixeira"]
    left_at = last_occasion(drawing.moment(drawing.today, 0))
    sent = _write(number_42(left_at.date()), organisations, author=lucie, on=left_at - timedelta(days=8))
    _approve(sent, by=karim, at=left_at - timedelta(hours=19))
    _send(drawing, sent, left_at, by=lucie)
    approved = _write(
        number_43(drawing.today),
        organisations,
        author=karim,
        on=drawing.moment(working_day(drawing.today - timedelta(days=6)), 10),
    )
    _approve(approved, by=lucie, at=drawing.moment(working_day(drawing.today - timedelta(days=1)), 17, 40))
    draft = _write(
        number_44(drawing.today),
        organisations,
        author=manon,
        on=drawing.moment(working_day(drawing.today - timedelta(days=2)), 15),
    )
    open_slots()
    return [sent, approved, draft]


def last_occasion(now: datetime) -> datetime:
    """The last due time of the fortnight whose deferred messages have had their 48 hours."""
    coming = fortnight.occasions(now - timedelta(days=90))
    past = [one.due_at for one in takewhile(lambda one: one.due_at < now - timedelta(days=3), coming)]
    return past[-1] if past else now - timedelta(days=14)  # a clock before the first fortnight


def working_day(day: date) -> date:
    """The day itself, or the Friday before a week-end."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def _write(draft: IssueDraft, organisations: dict[str, Organisation], *, author: User, on: datetime) -> Issue:
    issue = Issue.objects.create(
        number=draft.number,
        title=draft.title,
        subject=draft.subject,
        preheader=draft.preheader,
        author=author,
        created_at=on,
    )
    Block.objects.bulk_create(
        Block(
            issue=issue,
            position=position,
            kind=block.kind,
            supplier=organisations.get(block.supplier),
            title=block.title,
            text=block.text,
            link_url=block.link,
            link_label=block.link_label,
            audience=block.audience,
            territories=block.territories,
            specialities=block.specialities,
            image=_picture(block.picture),
            image_alt=block.picture_alt,
        )
        for position, block in enumerate(draft.blocks)
    )
    return issue


def _picture(name: str) -> str:
    """The drawing of that name as staff would have sent it in; "" for none."""
    if not name:
        return ""
    drawn = pictures.DRAWN[name]()
    return images.keep(images.clean(drawn, len(drawn.getvalue())))


def _approve(issue: Issue, *, by: User, at: datetime) -> None:
    """As the approval does, at a past hour."""
    Issue.objects.filter(pk=issue.pk).update(
        state=Issue.State.APPROVED, approved_by=by, approved_at=at, content_hash=content_hash(issue), version=9
    )
    issue.refresh_from_db()


def _leave_out_later_people(issue: Issue, left_at: datetime) -> None:
    """Who came by a file after that day got nothing: today's freeze has taken them, the past one could not."""
    later = User.objects.filter(collected_on__gte=left_at.date()).values("pk")
    Exclusion.objects.filter(issue=issue, contact__in=later).delete()
    Delivery.objects.filter(issue=issue, contact__in=later).delete()
    recipients, exclusions = issue.deliveries.count(), issue.exclusions.count()
    Issue.objects.filter(pk=issue.pk).update(audience_count=recipients, candidate_count=recipients + exclusions)


def _send(drawing: Drawing, issue: Issue, left_at: datetime, *, by: User) -> None:
    """Frozen by the real freeze; then each delivery gets the outcome that an evening of sending would give."""
    Issue.objects.filter(pk=issue.pk).update(state=Issue.State.SCHEDULED, send_at=left_at)
    if freeze(issue_id=issue.pk) is None:
        raise LookupError(f"{issue} : le gel a refusé l’audience de la démonstration.")
    _leave_out_later_people(issue, left_at)
    Issue.objects.filter(pk=issue.pk).update(frozen_at=left_at)
    Slot.objects.create(job=fortnight.JOB, due_at=left_at, issue=issue)
    settle_deliveries(drawing=drawing, issue=issue, left_at=left_at, by=by)
    bring_back(issue=issue, left_at=left_at, by=by)
    issue.refresh_from_db()
