"""« Pourquoi X ne l’a-t-il pas reçu ? »: for a person and each issue, an answer in plain words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.template.defaultfilters import capfirst
from django.utils import timezone

from ambassadors.models import Ambassador
from channel.models import Expert
from club.core.days import date_format
from members.addresses import address_hash
from members.models import User
from newsletters import codes, reception
from newsletters.models import Delivery, DeliveryEvent, Exclusion, Issue, Preference, Suppression
from newsletters.reception import Obstacle

MOST_PEOPLE = 8
State = Delivery.State


@dataclass(frozen=True, slots=True)
class Answer:
    """``tone``: success, warning, error or "". ``concerned``: the issue was meant for the person."""

    issue: Issue
    words: str
    tone: str
    concerned: bool = True


def people(text: str) -> list[User]:
    """By address, whole or in part, or by name; accents and typing errors forgiven."""
    text = text.strip()
    if "@" in text:
        exact = list(User.objects.filter(address_hash=address_hash(text)))
        if exact:
            return exact
    return list(User.objects.search(text).order_by("sort_key", "pk")[:MOST_PEOPLE]) if len(text) > 1 else []


def person_numbered(number: str) -> list[User]:
    """The person whose number stands in the address, or nobody."""
    known = number.isascii() and number.isdigit() and len(number) < 19
    return list(User.objects.filter(pk=int(number))) if known else []


def issues_that_left() -> QuerySet[Issue]:
    """The newest first."""
    return Issue.objects.flash().filter(frozen_at__isnull=False).order_by("-number")


def answers(person: User, issues: Sequence[Issue]) -> list[Answer]:
    """One answer for each of these issues, in their order; the same statements however many they are."""
    rows = Delivery.objects.filter(issue__in=issues, test=None).select_related("lane")
    mine = {row.issue_id: row for row in rows.filter(Q(contact=person) | Q(address_hash=person.address_hash))}
    left_out: dict[int, list[Exclusion]] = {}
    for exclusion in Exclusion.objects.filter(issue__in=issues, contact=person):
        left_out.setdefault(exclusion.issue_id, []).append(exclusion)
    never = _never(person)
    back = DeliveryEvent.objects.filter(delivery__in=mine.values(), kind=DeliveryEvent.Kind.BOUNCE)
    returned = {event.delivery_id: event for event in back.order_by("-at")}
    return [_answer(issue, mine.get(issue.pk), left_out.get(issue.pk, []), never, returned) for issue in issues]


def now_words(person: User) -> str:
    """What would keep the next issue from this person; "" when nothing would."""
    state = reception.of(person)
    match state.obstacle, state.suppression, state.preference:
        case Obstacle.ADDRESS, _, _:
            return "Aucun message ne peut partir vers cette adresse\u00a0: elle contient un caractère inusable."
        case Obstacle.OBJECTED, Suppression() as held, _:
            return f"{capfirst(held.words())}."
        case Obstacle.BLOCKED, Suppression() as held, _:
            return f"Adresse neutralisée le {_day(held.created_at)} : {held.get_cause_display()}."
        case Obstacle.LEFT, _, Preference() as chosen:
            return f"Désabonné depuis le {_day(chosen.unsubscribed_at)}."
        case Obstacle.PAUSED, _, _:
            return f"En pause à sa demande jusqu’au {date_format(state.paused_until, 'j F Y')}."
    return _never(person)


def explained(delivery: Delivery) -> str:
    """The server's refusal in French, then its own words."""
    code = delivery.enhanced_code or (str(delivery.reply_code) if delivery.reply_code else "")
    meaning = codes.words(delivery.enhanced_code)
    said = f"« {delivery.reply_text} »" if delivery.reply_text else ""
    return " ".join(part for part in (meaning, f"({code})" if code else "", said) if part)


def _answer(
    issue: Issue,
    row: Delivery | None,
    left_out: Sequence[Exclusion],
    never: str,
    returned: Mapping[int, DeliveryEvent],
) -> Answer:
    if row is not None and row.pk in returned:
        event = returned[row.pk]
        return Answer(issue, f"Accepté, puis revenu le {_day(event.at)}\u00a0: {event.why()}.", "error")
    if row is not None:
        words, tone = _of_delivery(row)
        return Answer(issue, words, tone)
    causes = [exclusion for exclusion in left_out if exclusion.cause != Exclusion.Cause.DUPLICATE]
    if causes:
        return Answer(issue, f"Écarté au départ : {causes[0].get_cause_display()}.", "warning")
    if left_out:
        return Answer(issue, "Écarté au départ : une autre fiche a la même adresse.", "warning")
    return Answer(issue, f"Ne faisait pas partie des destinataires. {never}".strip(), "", concerned=False)


def _of_delivery(row: Delivery) -> tuple[str, str]:
    why = explained(row)
    match row.state:
        case State.SENT:
            return f"Remis le {_moment(row.settled_at)}. S’il ne le voit pas : courrier indésirable.", "success"
        case State.REFUSED if row.cause == Delivery.Cause.EXPIRED:
            return f"Abandonné après 48 h d’essais : {why}", "error"
        case State.REFUSED:
            return f"Refusé le {_moment(row.settled_at)} : {why}", "error"
        case State.DEFERRED:
            tries = f"{row.attempts} essai{'s' if row.attempts > 1 else ''}"
            return f"Différé jusqu’au {_moment(row.next_at)} ({tries}) : {why}", "warning"
        case State.UNCERTAIN if row.cause == Delivery.Cause.LEFT:
            return "Remise non confirmée, laissée en l’état par l’équipe.", "warning"
        case State.UNCERTAIN:
            return "Remise non confirmée : le serveur n’a pas répondu à la fin de la transmission.", "warning"
        case State.SKIPPED:
            return f"Écarté juste avant l’envoi : {row.get_cause_display()}.", "warning"
        case State.CANCELLED:
            return "Annulé avec le numéro, avant d’être envoyé.", "warning"
    return "Pas encore parti : il attend son tour.", ""


def _never(person: User) -> str:
    """Why somebody is in no segment; "" when he is in one."""
    if not person.is_active:
        return "Son compte est fermé."
    ambassador = Ambassador.objects.filter(person=person).first()
    expert = Expert.objects.filter(contacts__person=person).first()
    if ambassador and ambassador.state == Ambassador.State.VALIDATED:
        return ""
    if expert and expert.state == Expert.State.LISTED:
        return ""
    if Preference.objects.subscribed().filter(contact=person).exists():
        return ""
    if ambassador:
        return f"Ambassadeur {ambassador.get_state_display()} : seuls les ambassadeurs validés le reçoivent."
    if expert:
        return f"Son entreprise, {expert}, est au statut « {expert.get_state_display()} » : il faut être référencé."
    return "Ni ambassadeur, ni contact d’un expert, ni abonné."


def _moment(at: object) -> str:
    return date_format(timezone.localtime(at), r"j F Y à G \h i") if at else "–"  # type: ignore[arg-type]


def _day(at: object) -> str:
    return date_format(timezone.localtime(at), "j F Y")  # type: ignore[arg-type]
