"""What staff do with feeds: add one that answers, pause it, take it up again, ask it now."""

from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from club.core import audit, doorbell, limits, outgoing
from club.core.markup import is_web_address
from club.press.actions.fetching import conclude
from club.press.asking import Found, ask
from club.press.errors import PressError
from club.press.models import Feed, Problem
from club.press.models.feeds import LONGEST_ADDRESS
from members.models import Organisation, User

TRIALS_AN_HOUR = 60
PATIENCE = 8.0
"""Seconds that the person who adds a feed waits for its server."""


def add(
    *, organisation: Organisation, url: str, by: User, allowed: Callable[[str], bool] = outgoing.is_public
) -> Feed:
    """A feed of ``organisation`` that answered just now, with its first stories; PressError says what is wrong.

    Never inside a transaction: a stranger's server is asked. ``allowed``: see ``outgoing.fetch``.
    """
    url = typed_address(url)
    if Feed.objects.filter(organisation=organisation, url=url).exists():
        raise PressError(f"Ce flux suit déjà {organisation}.")
    if not limits.allow(f"press-trial:{by.pk}", limit=TRIALS_AN_HOUR, per=limits.HOUR):
        raise PressError("Beaucoup d’adresses ont été essayées\u00a0: reprenez dans une heure.")
    found = ask(url, allowed=allowed, seconds=PATIENCE)
    if found.problem:
        raise PressError(refusal(found))
    return _kept(organisation, url, by, found)


@transaction.atomic
def _kept(organisation: Organisation, url: str, by: User, found: Found) -> Feed:
    feed, created = Feed.objects.get_or_create(organisation=organisation, url=url, defaults={"added_by": by})
    if created:
        conclude(feed=feed, found=found)
        audit.record(actor=by, verb="press.follow", target=feed)
        feed.refresh_from_db()
    return feed


@transaction.atomic
def pause(*, feed: Feed, by: User) -> None:
    """No longer asked; its stories stay."""
    if Feed.objects.filter(pk=feed.pk, state=Feed.State.FOLLOWED).update(state=Feed.State.PAUSED):
        audit.record(actor=by, verb="press.pause", target=feed)


@transaction.atomic
def resume(*, feed: Feed, by: User) -> None:
    """Asked again, at once."""
    if Feed.objects.filter(pk=feed.pk, state=Feed.State.PAUSED).update(
        state=Feed.State.FOLLOWED, next_at=timezone.now(), claims=0
    ):
        audit.record(actor=by, verb="press.resume", target=feed)
        doorbell.ring("press.fetch", feed.pk)


@transaction.atomic
def ask_now(*, feed: Feed, by: User) -> None:
    """Ask now, whatever the wait; a server that asked us to wait is left in peace for its hour."""
    row = Feed.objects.select_for_update(no_key=True).get(pk=feed.pk)
    now = timezone.now()
    if row.state != Feed.State.FOLLOWED:
        raise PressError("Ce flux est en pause\u00a0: reprenez-le d’abord.")
    if row.problem == Problem.BUSY and row.next_at > now + timedelta(minutes=1):
        until = timezone.localtime(row.next_at)
        raise PressError(
            f"Son serveur a demandé de ne pas l’appeler avant {until:%H\u00a0h\u00a0%M}, le {until:%d/%m}."
        )
    Feed.objects.filter(pk=row.pk).update(next_at=now, claims=0)
    audit.record(actor=by, verb="press.ask", target=row)
    doorbell.ring("press.fetch", row.pk)


def typed_address(text: str) -> str:
    """What was typed as an address; PressError when it is none."""
    url = "".join(text.split()).removeprefix("feed:")
    url = url if "://" in url else f"https://{url.removeprefix('//')}"
    if not is_web_address(url) or "." not in url.split("/")[2]:
        raise PressError("Ce n’est pas une adresse du web\u00a0: elle commence par https:// ou http://.")
    if len(url) > LONGEST_ADDRESS:
        raise PressError(f"Cette adresse dépasse {LONGEST_ADDRESS} caractères.")
    return url


def refusal(found: Found) -> str:
    """Why the address tried is not kept, and what to do about it."""
    detail = f" ({found.detail})" if found.detail else ""
    return (
        f"Rien n’est ajouté\u00a0: {Problem(found.problem).label}{detail}.{_ADVICE.get(Problem(found.problem), '')}"
    )


_ADVICE = {
    Problem.UNKNOWN: " Vérifiez l’orthographe de l’adresse.",
    Problem.UNREADABLE: " Cherchez sur le site un lien « RSS » ou « Flux », et copiez son adresse.",
    Problem.GONE: " Copiez l’adresse depuis votre navigateur, où le flux doit s’ouvrir.",
    Problem.SILENT: " Essayez de nouveau dans quelques minutes.",
    Problem.FAULTY: " Essayez de nouveau dans quelques minutes.",
}
