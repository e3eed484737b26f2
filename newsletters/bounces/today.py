"""What comes back and waits for a person, for "Aujourd'hui" and the monitoring."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from club.core.console import Waiting
from club.core.health import Gauge, register_gauge
from newsletters import access
from newsletters.actions import telling
from newsletters.bounces import counting

NAMES = {"imap": "La boîte des retours (IMAP)", "maildir": "Le dossier des retours"}


def register() -> None:
    register_gauge(
        Gauge("flash_returns_to_look_at", "Returned messages that nobody has looked at", counting.to_look_at)
    )
    register_gauge(
        Gauge("flash_mailbox_silent_seconds", "Time since returns were read", counting.silence, limit=7200)
    )
    register_gauge(
        Gauge("flash_returns_about_us", "Refusals about the sender in the last fortnight", counting.about_us)
    )


def waiting(user: Any) -> Iterator[Waiting]:
    if user.has_perm(access.SEND):
        yield from _alarms()
        yield from _mailboxes()
    if user.has_perm(access.SUPPRESS):
        yield from _for_people()


def _alarms() -> Iterator[Waiting]:
    for issue, counts, why in counting.alarming():
        url = reverse("console:flash:issue_returns", args=[issue.number])
        if why == "reputation":
            title = f"{counts.reputation} serveurs refusent nos messages, n°\u00a0{issue.number}"
            words = "Cela nous vise\u00a0: relais, authentification, liste noire. Personne n’est neutralisé."
        else:
            title = f"{counts.complaints} plaintes pour courrier indésirable, n°\u00a0{issue.number}"
            words = "Plus d’une pour mille destinataires\u00a0: les grandes messageries s’en souviennent."
        yield Waiting(title, words, url, "Voir", urgent=True)


def _mailboxes() -> Iterator[Waiting]:
    for row in counting.failing_mailboxes():
        title = f"{NAMES[row.mailbox]} ne se lit plus"
        words = f"Retours et désabonnements par courriel attendent\u00a0: {row.error}"
        yield Waiting(title, words, reverse("console:flash:returns"), "Voir", urgent=True)


def _for_people() -> Iterator[Waiting]:
    url = reverse("console:flash:returns_unclear")
    if number := counting.to_look_at():
        title = f"{number} messages revenus à regarder" if number > 1 else "Un message revenu à regarder"
        yield Waiting(title, "Aucune règle ne les a compris\u00a0: une réponse, peut-être", url, "Regarder")
    if number := telling.unheard().count():
        title = f"{number} adresses mortes" if number > 1 else "Une adresse morte"
        words = "Personne à prévenir\u00a0: aucun autre administrateur joignable dans l’organisation"
        yield Waiting(f"{title}, à corriger par téléphone", words, url, "Regarder")
