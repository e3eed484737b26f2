"""Dues of the demonstration: a document for each term, money received for most of them, the rest late."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from club.core.models import OutboxMail
from club.demo.data.drawing import Drawing
from members.billing.actions import documents, payments, reminding
from members.billing.models import Document, Hold, Payer, Payment, Reminder
from members.models import Membership, Organisation, User
from members.pricing import Choice, quote, split

PAID_AFTER = 12  # days from the day of issue for the promptest payer
FATES = ("paid",) * 11 + ("late", "paid", "part", "paid", "late", "paid", "too much")
PARIS = {"postcode": "75001", "city": "Paris"}
METHODS = (Payment.Method.TRANSFER,) * 6 + (Payment.Method.CHEQUE, Payment.Method.TRANSFER, Payment.Method.CARD)


def add_dues(*, drawing: Drawing, team: dict[str, User]) -> None:
    """Every term that costs something is invoiced soon after it began; one schedule, one dispute, one promise."""
    by = team["paul.nguyen"]
    terms = Membership.objects.order_by("starts_on", "pk").prefetch_related("lines__version__option")
    due = sorted(
        (
            (min(term.starts_on + timedelta(days=4 + rank % 9), drawing.today), term)
            for rank, term in enumerate(terms)
        ),
        key=lambda pair: (pair[0], pair[1].pk),
    )
    issued = [document for on, term in due if (document := _invoice(term, on, by))]
    for rank, document in enumerate(issued):
        _pay(document, FATES[rank % len(FATES)], rank, drawing.today, by)
    _hold_back_mails()
    owed = list(Document.objects.owing())
    for document in owed:
        _remind(document, drawing.today)
    _suspend(owed, drawing.today, by)


def _hold_back_mails() -> None:
    """The documents of past months went out in their time, not on the day the demonstration is made."""
    mails = OutboxMail.objects.filter(template="billing/emails/document")
    mails.update(state=OutboxMail.State.SENT, settled_at=timezone.now())


def add_last_year(*, drawing: Drawing) -> None:
    """Most members of this year were there last year: a few with fewer options, a few with more."""
    first, last = date(drawing.today.year - 1, 1, 1), date(drawing.today.year - 1, 12, 31)
    now = Membership.objects.filter(year=Membership.Year.CALENDAR, starts_on=last + timedelta(days=1)).order_by("pk")
    for rank, term in enumerate(now.prefetch_related("lines__version__option")):
        if rank % 8 == 3:
            continue
        fields = {"planned_end": last, "accepted_on": first - timedelta(days=20), "seats": term.seats}
        former = Membership.objects.create(
            organisation=term.organisation, starts_on=first, ends_on=last, year=term.year, **fields
        )
        for priced in quote(_former_choices(term, rank, first), starts_on=first, ends_on=last).lines:
            version, choice = priced.choice.version, priced.choice
            days = {"starts_on": first, "ends_on": last}
            former.lines.create(
                version=version, quantity=choice.quantity, price=version.price, net=priced.net, **days
            )


def _former_choices(term: Membership, rank: int, on: date) -> list[Choice]:
    lines = list(term.lines.all())
    kept = lines[:-1] if len(lines) > 1 and rank % 3 == 1 else lines
    more = 1 if len(lines) > 1 and rank % 3 == 2 else 0
    versions = [(line.version.option.version_on(on), line) for line in kept]
    return [
        Choice(version, line.quantity + (more if line is kept[-1] else 0)) for version, line in versions if version
    ]


def _invoice(term: Membership, on: date, by: User) -> Document | None:
    choices = [Choice(line.version, line.quantity, line.discount) for line in term.lines.all()]
    whole = quote(choices, starts_on=term.starts_on, ends_on=term.ends_on)
    if not whole.total:
        return None
    _note_address(term.organisation)
    days = [on + timedelta(days=days) for days in (30, 120, 210)] if whole.total > 40_000 else []
    draft = documents.draft(
        organisation=term.organisation,
        lines=whole.lines,
        starts_on=term.starts_on,
        ends_on=term.ends_on,
        membership=term,
        instalments=list(zip(days, split(whole.total, len(days)), strict=True)) if days else (),
        by=by,
    )
    return documents.issue(document=draft, by=by, on=on)


def _note_address(organisation: Organisation) -> None:
    """A street that stands in every town, in the commune of the organisation."""
    commune = organisation.commune
    where = {"postcode": commune.postcodes[0], "city": commune.name} if commune and commune.postcodes else PARIS
    fields = {"address": f"{1 + organisation.pk % 40} place du Marché", **where}
    Payer.objects.get_or_create(organisation=organisation, defaults=fields)


def _pay(document: Document, fate: str, rank: int, today: date, by: User) -> None:
    """Instalments still to come are left to come."""
    parts = list(document.instalments.filter(due_on__lte=today + timedelta(days=7))) or list(
        document.instalments.all()
    )
    amount = {"late": Decimal(0), "part": parts[0].amount / 2, "too much": sum(p.amount for p in parts) + 300}
    paid = amount.get(fate, sum(part.amount for part in parts))
    on = min(document.issued_on + timedelta(days=PAID_AFTER + 3 * (rank % 11)), today)
    if paid:
        payments.record(
            organisation=document.organisation,
            method=METHODS[rank % len(METHODS)],
            amount=Decimal(paid).quantize(Decimal("0.01")),
            received_on=on,
            by=by,
            to=None,
        )


def _remind(document: Document, today: date) -> None:
    """The reminders of the past months; those to come are written by the clock."""
    for part in document.instalments.all():
        for rule in Reminder.Rule:
            day = part.due_on + timedelta(days=rule.days)
            if day <= today:
                Reminder.objects.create(instalment=part, rule=rule, due_on=day, state=Reminder.State.SENT)


def _suspend(owed: list[Document], today: date, by: User) -> None:
    if len(owed) > 1:
        dispute, promise = Hold.Kind.DISPUTE, Hold.Kind.PROMISE
        reminding.hold(document=owed[0], kind=dispute, reason="Conteste une option qu’il n’a pas reçue.", by=by)
        reason, until = "Virement annoncé au téléphone par la comptable.", today + timedelta(days=9)
        reminding.hold(document=owed[1], kind=promise, reason=reason, until=until, by=by)
