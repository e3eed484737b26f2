"""Where a person writes for a supplier: the portal, or the link of a mail, which opens the same without a login."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from club.contributions import access, demand, links, timetable
from club.contributions.actions.placing import inserts_free
from club.contributions.content import changes, thaw
from club.contributions.models import Call, CallMail, Placement, Submission, Version
from club.contributions.models.calls import CallQuerySet
from club.core import tokens
from members.actions.entitlements import balances
from members.models import EntitlementKind, Organisation, User
from newsletters import departures

State = Submission.State
UNDER_WAY = [State.DRAFT, State.RETURNED, State.PROPOSED, State.SUBMITTED, State.ACCEPTED]
OVER = [State.ACCEPTED, State.REFUSED, State.WITHDRAWN]
CALL, FOLLOW = "call", "follow"


@dataclass(frozen=True)
class Desk:
    """``entrance``: the name of the link's page and ``token`` its token; both "" in the portal."""

    person: User
    supplier: Organisation
    submission: Submission | None = None
    call: Call | None = None
    entrance: str = ""
    token: str = ""

    @property
    def template(self) -> str:
        return "contributions/public/contribution.html" if self.token else "contributions/portal/contribution.html"

    def url(self, submission: Submission | None = None) -> str:
        """The page of a contribution; without any, the page where one is begun."""
        if self.token:
            return reverse(f"public:contributions:{self.entrance}", args=[self.token])
        if submission:
            return reverse("portal:contributions:contribution", args=[submission.pk])
        return reverse("portal:contributions:new", args=[self.supplier.pk])

    def preview_url(self) -> str:
        if self.token:
            return reverse(f"public:contributions:{self.entrance}_preview", args=[self.token])
        url = reverse("portal:contributions:preview", args=[self.supplier.pk])
        return f"{url}?contenu={self.submission.pk}" if self.submission else url

    def context(self) -> dict[str, Any]:
        """What the page shows around the form."""
        row = self.submission
        due_at = self.call.slot.due_at if self.call and self.call.slot.due_at > timezone.now() else None
        return {
            "desk": self,
            "submission": row,
            "preview_url": self.preview_url(),
            "page_url": self.url(row),
            "closes_on": timetable.closes_on(due_at) if due_at else None,
            "leaves_on": timezone.localdate(due_at) if due_at else None,
            "may_decline": due_at and self.call.state == Call.State.OPEN and not (row and row.submitted_at),
            "issue": departures.expected().get(self.call.slot_id) if due_at and self.call else None,
            "may_withdraw": row and row.state in UNDER_WAY and not _stands_somewhere(row),
            "may_reuse": row and not self.token and row.state in OVER,
            "topics": demand.wanted(),
            "inserts": inserts_free(self.supplier),
            "had_inserts": any(b.kind == EntitlementKind.INSERT and b.quantity for b in balances(self.supplier)),
            "placements": _placements(row) if row else [],
            "proposed": _proposed(row) if row else None,
        }


def of_call(token: str) -> Desk | None:
    """The desk that the link of a call opens, until some weeks after its departure.

    None when it is not ours, too old, or the person no longer writes for them.
    """
    mail = CallMail.objects.select_related("call__slot", "call__supplier", "person").filter(
        pk=tokens.read(links.CALL, token), person__isnull=False
    )
    found = mail.first()
    if found is None or not access.still_writes(found.person, found.call.supplier):
        return None
    call = found.call
    if call.slot.due_at <= timezone.now() - links.CALL_LIFE:
        return None
    if call.slot.due_at <= timezone.now():
        call = current_call(call.supplier) or call
    begun = Q(call=call) | Q(call=found.call) & ~Q(state=State.ACCEPTED)
    row = Submission.objects.filter(begun, state__in=UNDER_WAY).order_by("-pk").first()
    return Desk(found.person, call.supplier, row, call, CALL, token)


def of_version(token: str) -> Desk | None:
    """The desk that the link of a decision opens, for a year: whoever wants it later finds it in the portal."""
    versions = Version.objects.select_related("by", "submission__supplier", "submission__call__slot")
    found = versions.filter(pk=tokens.read(links.HANDED_IN, token)).first()
    if found is None or not access.still_writes(found.by, found.submission.supplier):
        return None
    if found.at <= timezone.now() - links.HANDED_IN_LIFE:
        return None
    row = found.submission
    return Desk(found.by, row.supplier, row, row.call, FOLLOW, token)


def current_call(supplier: Organisation) -> Call | None:
    """What still waits for an answer of the supplier: the call of its next departure."""
    return _ahead(supplier).open().first()


def next_call(supplier: Organisation) -> Call | None:
    """The call of its next departure, whatever became of it."""
    return _ahead(supplier).first()


def _ahead(supplier: Organisation) -> CallQuerySet:
    coming = Call.objects.filter(supplier=supplier, slot__due_at__gt=timezone.now())
    return coming.select_related("slot").order_by("slot__due_at")


def _stands_somewhere(row: Submission) -> bool:
    """In an issue or among the resources: only the Club takes it out of there."""
    return row.is_published() or row.placements.standing().exists()


def _placements(row: Submission) -> list[Placement]:
    return list(row.placements.select_related("issue").order_by("-pk"))


def _proposed(row: Submission) -> dict[str, Any] | None:
    """The Club's words beside those handed in, while they wait for an agreement."""
    if row.state != State.PROPOSED:
        return None
    club, *others = row.versions.all()
    before = next((version for version in others if version.side == Version.Side.SUPPLIER), None)
    changed = list(changes(thaw(before.content), thaw(club.content))) if before else []
    return {"version": club, "changes": changed, "note": club.note}
