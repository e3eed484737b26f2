"""What people asked for over the months: subscriptions, unsubscriptions, pauses, sections; and dead addresses."""

from datetime import timedelta

from ambassadors.models import Ambassador
from channel.models import ExpertContact
from club.demo.data.drawing import Drawing
from members.models import User
from newsletters.models import Block, Preference, Suppression

SUBSCRIBERS = 84
UNSUBSCRIBED, PAUSED, CHOOSY = 58, 11, 46
SUPPRESSED = {
    Suppression.Cause.UNKNOWN: 23,
    Suppression.Cause.BOUNCES: 6,
    Suppression.Cause.COMPLAINT: 2,
    Suppression.Cause.REQUEST: 4,
}
UNUSABLE = 4
MAILBOXES = ["courriel-libre.example", "messagerie.example", "poste-web.example"]


def add_choices(*, drawing: Drawing) -> None:
    """Before the first issue of the demonstration leaves. Nobody is drawn twice."""
    ids = sorted({*Ambassador.objects.active().values_list("person", flat=True), *_experts()})
    drawing.rng.shuffle(ids)
    add_subscribers(drawing=drawing)
    preferences = [_unsubscribed(drawing, ids.pop()) for _ in range(UNSUBSCRIBED)]
    preferences += [_paused(drawing, ids.pop()) for _ in range(PAUSED)]
    preferences += [_choosy(drawing, ids.pop()) for _ in range(CHOOSY)]
    Preference.objects.bulk_create(preferences)
    causes = [cause for cause, number in SUPPRESSED.items() for _ in range(number)]
    people = User.objects.in_bulk([ids.pop() for _ in causes])
    Suppression.objects.bulk_create(
        _suppressed(drawing, person, cause) for person, cause in zip(people.values(), causes, strict=True)
    )
    _spoil_addresses([ids.pop() for _ in range(UNUSABLE)])


def add_subscribers(*, drawing: Drawing) -> None:
    """Readers who belong to no organisation and confirmed their address themselves."""
    codes = list(drawing.territories.share(len(drawing.territories.population) + SUBSCRIBERS))
    people = [
        drawing.person(
            drawing.rng.choice(codes),
            domain=drawing.rng.choice(MAILBOXES),
            source=User.Source.SELF,
            collected_on=drawing.ago(20, 200),
        )
        for _ in range(SUBSCRIBERS)
    ]
    User.objects.bulk_create(people)
    Preference.objects.bulk_create(
        Preference(
            contact=person,
            subscribed_at=drawing.moment(person.collected_on, 14, 5),
            subscribed_from="Formulaire du site",
        )
        for person in people
    )


def _experts() -> set[int]:
    return set(ExpertContact.objects.active().values_list("person", flat=True))


def _unsubscribed(drawing: Drawing, person: int) -> Preference:
    day = drawing.ago(16, 200)
    return Preference(
        contact_id=person, unsubscribed_at=drawing.moment(day, 9, 12), unsubscribed_by="lien du message"
    )


def _paused(drawing: Drawing, person: int) -> Preference:
    return Preference(contact_id=person, paused_until=drawing.today + timedelta(days=drawing.rng.randint(20, 90)))


def _choosy(drawing: Drawing, person: int) -> Preference:
    unwanted = drawing.rng.sample([Block.Kind.COMMERCIAL, Block.Kind.MARKETING, Block.Kind.CORPORATE], 2)
    return Preference(contact_id=person, sections=[kind for kind in Block.Kind.values if kind not in unwanted])


def _suppressed(drawing: Drawing, person: User, cause: Suppression.Cause) -> Suppression:
    return Suppression(
        address_hash=person.address_hash,
        cause=cause,
        scope=Suppression.Scope.ALL if cause == Suppression.Cause.REQUEST else Suppression.Scope.FLASH,
        created_at=drawing.moment(drawing.ago(16, 200), 8, 41),
    )


def _spoil_addresses(ids: list[int]) -> None:
    """Letters that most mail servers refuse before the @: the address exists on paper only."""
    for person in User.objects.filter(pk__in=ids):
        local, _, domain = person.email.partition("@")
        person.email = f"{local.replace('e', 'é', 1)}é@{domain}"
        person.save(update_fields=["email", "address_hash"])
