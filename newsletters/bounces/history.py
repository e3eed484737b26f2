"""What came back from a person's address and what was done about it, day by day, in plain French."""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from club.core.days import date_format
from club.core.models import OutboxMail
from members.models import User
from newsletters.actions import telling
from newsletters.codes import Meaning
from newsletters.models import DeliveryEvent, Reactivation, Suppression

MOST = 12
Kind = DeliveryEvent.Kind
FOLLOWS = {
    Meaning.UNKNOWN: "Flash info ne lui est plus envoyé.",
    Meaning.SOFT: "C’est compté\u00a0: après trois numéros de suite, nous cessons.",
    Meaning.REPUTATION: "Cela nous vise, non la personne\u00a0: rien ne change pour elle.",
}


def told(person: User) -> list[tuple[datetime, str]]:
    """The newest first; the same statements however much there is."""
    found = [*_events(person), *_mails(person), *_suppression(person), *_reactivations(person)]
    return sorted(found, key=lambda line: line[0], reverse=True)[:MOST]


def day(at: datetime) -> str:
    return date_format(timezone.localtime(at), "j F Y")


def _events(person: User) -> Iterator[tuple[datetime, str]]:
    rows = DeliveryEvent.objects.filter(
        delivery__contact=person, delivery__test=None, kind__in=[Kind.BOUNCE, Kind.COMPLAINT, Kind.ACCEPTED]
    )
    for row in rows.select_related("issue").order_by("-at", "-pk")[:MOST]:
        number = row.issue.the if row.issue else "un numéro"
        yield row.at, _words(row, number)


def _words(row: DeliveryEvent, number: str) -> str:
    when, server = f"Le {day(row.at)}", row.details.get("server") or "le serveur"
    if row.kind == Kind.ACCEPTED:
        return f"{when}, le serveur a confirmé avoir reçu {number}."
    if row.kind == Kind.COMPLAINT:
        return (
            f"{when}, {number} a été signalé comme courrier indésirable. "
            "La personne est désabonnée, et Flash info ne lui est plus envoyé."
        )
    if row.meaning == Meaning.UNKNOWN:
        return f"{when}, l’adresse a été refusée par {server}\u00a0: {row.why()}. {FOLLOWS[Meaning.UNKNOWN]}"
    return f"{when}, {number} est revenu de {server}\u00a0: {row.why()}. {FOLLOWS[Meaning(row.meaning)]}"


def _mails(person: User) -> Iterator[tuple[datetime, str]]:
    returned = OutboxMail.objects.filter(person=person, returned_at__isnull=False)
    for at, words in returned.order_by("-returned_at").values_list("returned_at", "returned")[:MOST]:
        yield at, f"Le {day(at)}, un courriel de service est revenu\u00a0: {words}"


def _suppression(person: User) -> Iterator[tuple[datetime, str]]:
    """Only what no single return says: three in a row, or a refusal at the very moment of sending."""
    held = Suppression.objects.filter(address_hash=person.address_hash).first()
    if held is None:
        return
    when = f"Le {day(held.created_at)}"
    if held.cause == Suppression.Cause.BOUNCES:
        yield held.created_at, f"{when}, trois numéros de suite ne sont pas parvenus. {FOLLOWS[Meaning.UNKNOWN]}"
    if held.told_at:
        yield held.told_at, f"Le {day(held.told_at)}, ses organisations ont été prévenues."
    for alone in telling.unheard().filter(person=person).select_related("organisation"):
        words = f"{alone.organisation}\u00a0: personne à prévenir, faute d’autre administrateur."
        yield held.created_at, f"{when}, {words}"


def _reactivations(person: User) -> Iterator[tuple[datetime, str]]:
    for row in Reactivation.objects.filter(contact=person).select_related("asked_by").order_by("-asked_at")[:MOST]:
        by = f"par {row.asked_by}" if row.asked_by else "par la personne"
        yield row.asked_at, f"Le {day(row.asked_at)}, remise en service demandée {by}\u00a0: un lien est parti."
        if row.used_at:
            yield row.used_at, f"Le {day(row.used_at)}, adresse confirmée par ce lien\u00a0: elle sert de nouveau."
